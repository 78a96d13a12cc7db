// Small comforts of forms: "/" goes to the search, a choice is sent at once, a dial says its value and is set by its button.
export function forms() {
  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector('[data-slash]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
  for (const select of document.querySelectorAll('select[data-send]')) {
    select.addEventListener('change', () => select.form.requestSubmit());
  }
  for (const dial of document.querySelectorAll('[data-dial]')) {
    const output = dial.form.querySelector('output');
    dial.addEventListener('input', () => { output.value = dial.value; });
  }
}
