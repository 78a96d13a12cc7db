// A fragment takes the place of the one with its id. What one reads, has opened, selected or is typing in is left alone.
import { localTimes } from './local-time.js';
import { held } from './keep-focus.js';

const waiting = new Map();

/** Somebody types in it, or has marked a part of it to copy. */
function inUse(present) {
  const focused = document.activeElement;
  const typing = present.contains(focused) && focused.matches('input, textarea, select');
  const selection = getSelection();
  return typing || (!selection.isCollapsed && selection.containsNode(present, true));
}

function put(present, next) {
  for (const open of present.querySelectorAll('details[open][id]')) {
    next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
  }
  const restore = held(present);
  const scroller = present.closest('.lk-scroll');
  const height = scroller?.scrollHeight;
  localTimes(next);
  present.replaceWith(next);
  // What comes in at the top does not push away what is being read further down.
  if (scroller?.scrollTop > 0) scroller.scrollTop += scroller.scrollHeight - height;
  restore(next);
}

/** @return what is there now; nothing when it was not put there */
export function swap(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const next = template.content.firstElementChild;
  const present = next && document.getElementById(next.id);
  if (!present) return null;
  waiting.delete(next.id);
  if (inUse(present)) {
    waiting.set(next.id, html);
    return null;
  }
  put(present, next);
  return next;
}

function later() {
  for (const html of [...waiting.values()]) swap(html);
}

document.addEventListener('selectionchange', later);
document.addEventListener('focusout', () => setTimeout(later));
