// A button that copies the field it names. Without script it is not there: the field can be selected by hand.
async function copy(field) {
  field.select();
  // Only pages of https and of this machine may write to the clipboard by themselves.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand('copy');
}

export function copies() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await copy(document.getElementById(button.dataset.copy));
      button.textContent = button.dataset.copied;
    });
  }
}
