// Small comforts of forms: a choice is sent at once, a dial says its value and is set by its button.
export function forms() {
  for (const select of document.querySelectorAll('select[data-send]')) {
    // With the keyboard one passes the choices in between; there the button sends.
    let keyed = false;
    select.addEventListener('keydown', () => { keyed = true; });
    select.addEventListener('pointerdown', () => { keyed = false; });
    select.addEventListener('change', () => { if (!keyed) select.form.requestSubmit(); });
  }
  for (const dial of document.querySelectorAll('[data-dial]')) {
    const output = dial.form.querySelector('output');
    dial.addEventListener('input', () => { output.value = dial.value; });
  }
}
