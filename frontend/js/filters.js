// Filters of lists leave what is empty out of the address, so that it stays short enough to send to somebody.
export function filters() {
  for (const form of document.querySelectorAll('form[data-filters]')) {
    form.addEventListener('formdata', event => {
      for (const [name, value] of [...event.formData]) {
        if (value === '') event.formData.delete(name);
      }
    });
    form.addEventListener('htmx:configRequest', event => {
      for (const [name, value] of Object.entries(event.detail.parameters)) {
        if (value === '') delete event.detail.parameters[name];
      }
    });
  }
}
