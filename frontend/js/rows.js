// "j" and "k" go through the rows of the lists on a page, Enter opens one; the arrow keys do the same once a row has the focus.
import { single } from './keys.js';

const ROWS = 'main .lk-table tbody tr, main .lk-list > li, main .lk-waiting, main [data-row]';

/** The link of each row, which is what Enter opens. */
function links() {
  const each = [...document.querySelectorAll(ROWS)].map(row => row.querySelector('a[href]'));
  return [...new Set(each)].filter(link => link?.checkVisibility());
}

export function rows() {
  document.addEventListener('keydown', event => {
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const arrow = event.key.startsWith('Arrow');
    if (arrow ? event.shiftKey || event.ctrlKey || event.metaKey || event.altKey : !single(event)) return;
    const all = links();
    const row = document.activeElement?.closest(ROWS);
    const at = row ? all.findIndex(link => row.contains(link)) : -1;
    if (arrow && document.activeElement !== all[at]) return;
    const next = at < 0 ? all[0] : all[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
