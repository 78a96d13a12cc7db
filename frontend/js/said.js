// What came of a form is where the reader's focus goes. "autofocus" does that by itself, but not where the address names a place on the
// page; there a good word is read out and the place stays, and only a failure takes the reader away from it.
export function said() {
  const word = document.querySelector('main [data-said]');
  if (!word || document.activeElement === word) return;
  if (location.hash && word.getAttribute('role') === 'status') {
    // A screen reader says what changes in a live region, not what stood there from the start.
    setTimeout(() => word.replaceChildren(...word.childNodes), 300);
    return;
  }
  word.focus();
}
