// Fragments of a run as they change, by server-sent events. What one reads, has opened or is typing in is left alone.
import { localTimes } from './local-time.js';

function swap(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const next = template.content.firstElementChild;
  const present = next && document.getElementById(next.id);
  if (!present) return;
  const focused = present.contains(document.activeElement) ? document.activeElement : null;
  if (focused && focused.matches('input, textarea, select')) return;
  for (const open of present.querySelectorAll('details[open][id]')) {
    next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
  }
  const place = focused && [...present.querySelectorAll('a, button, summary')].indexOf(focused);
  localTimes(next);
  present.replaceWith(next);
  if (focused) [...next.querySelectorAll('a, button, summary')][place]?.focus({ preventScroll: true });
}

export function live() {
  const page = document.querySelector('[data-live]');
  if (!page) return;
  const sign = page.querySelector('[data-live-sign]');
  const say = text => { sign.textContent = text; sign.hidden = !text; };
  const names = [...page.querySelectorAll('[id^="run-"]')].map(element => element.id);
  let source, again;

  function open() {
    clearTimeout(again);
    source = new EventSource(page.dataset.live);
    source.onopen = () => say('');
    source.onerror = () => {
      say('reconnecting…');
      // A browser gives up for good when an answer is not a stream, as while the server restarts.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(retry, 3000);
    };
    for (const name of names) source.addEventListener(name, event => swap(event.data));
    source.addEventListener('sample', event => document.dispatchEvent(new CustomEvent('lk:sample', { detail: JSON.parse(event.data) })));
  }

  // A session that has ended is not mended by asking again.
  async function retry() {
    const page = await fetch(location.href, { method: 'HEAD', redirect: 'manual' }).catch(() => null);
    if (page?.type === 'opaqueredirect') say('signed out: load the page again to sign in');
    else open();
  }

  open();
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', event => { if (event.persisted) open(); });
}
