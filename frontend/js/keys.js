// Single keys: "/" finds, "?" lists the keys, "g" and a letter goes to a page. Never while somebody types, never with Ctrl, Alt or
// the like, never over an open dialog, and not at all for who has switched them off (WCAG 2.1.4); the switch stays in this browser.
const STORED = 'lk.keys';
const PATIENCE = 1500;
const PLACES = { o: '/', m: '/migrations', r: '/runs', t: '/targets', c: '/calendar', a: '/audit' };
const TYPING = 'input, textarea, select, [contenteditable]';

function on() {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

/** Whether a key is meant for the page. */
export function single(event) {
  const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
  return !other && on() && !event.target.closest?.(TYPING) && !document.querySelector('dialog[open]');
}

function switches(root) {
  for (const box of root.querySelectorAll('[data-keys-switch]')) {
    box.checked = on();
    box.closest('[hidden]')?.removeAttribute('hidden');
    box.addEventListener('change', () => {
      if (box.checked) localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, 'off');
    });
  }
}

/** The list is the page /keys; the dialog shows it over the page one is on. */
async function list(link) {
  const dialog = document.getElementById('keys-dialog');
  const place = dialog.querySelector('[data-keys-place]');
  if (!place.hasChildNodes()) {
    const answer = await fetch(link.href).catch(() => null);
    const page = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    const found = page?.getElementById('keys');
    if (!found) return void location.assign(link.href);
    place.replaceChildren(document.adoptNode(found));
    switches(place);
  }
  if (!dialog.open) dialog.showModal();
}

export function keys() {
  const link = document.querySelector('[data-keys]');
  if (!link) return;
  switches(document);
  const here = document.getElementById('keys');
  link.addEventListener('click', event => {
    if (here || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    list(link);
  });
  let gone = -Infinity;
  document.addEventListener('keydown', event => {
    if (!single(event)) return;
    const going = event.timeStamp - gone < PATIENCE;
    gone = event.key === 'g' && !event.repeat ? event.timeStamp : -Infinity;
    const place = going && PLACES[event.key] && document.querySelector(`.lk-nav a[href="${PLACES[event.key]}"]`);
    const search = event.key === '/' && document.querySelector('[data-slash]');
    if (!place && !search && event.key !== '?') return;
    event.preventDefault();
    if (place) return place.click();
    if (!search) return here || list(link);
    search.focus();
    search.select();
  });
}
