// Fragments of a run as they change, by server-sent events.
import { swap } from './swap.js';

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Values change each second and are not read out; that the run does something else now is. */
function announcing(region) {
  let known = document.getElementById('run-next')?.dataset.now;
  return next => {
    if (!next || next.dataset.now === known) return;
    known = next.dataset.now;
    region.textContent = next.querySelector('h2').textContent;
  };
}

export function live() {
  const page = document.querySelector('[data-live]');
  if (!page) return;
  const sign = page.querySelector('[data-live-sign]');
  const announce = announcing(page.querySelector('[data-announce]'));
  const names = [...page.querySelectorAll('[data-part]')].map(element => element.id).filter(id => id !== 'run-next');
  let source, again, heard, lost = false;

  function say(words) {
    sign.querySelector('span').textContent = words;
    sign.hidden = !words;
  }

  function open() {
    clearTimeout(again);
    source = new EventSource(page.dataset.live);
    source.onopen = () => {
      say('');
      // Fragments come anew by themselves; charts have missed what was between.
      if (lost) tell('lk:again');
      lost = false;
    };
    source.onerror = () => {
      if (!lost) say(sign.dataset.lost.replace('{0}', (heard ?? new Date()).toLocaleTimeString()));
      lost = true;
      // A browser gives up for good when an answer is not a stream, as while the server restarts.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(retry, 3000);
    };
    const on = (name, deed) => source.addEventListener(name, event => { heard = new Date(); deed(event.data); });
    for (const name of names) on(name, swap);
    on('run-next', html => announce(swap(html)));
    on('sample', data => tell('lk:sample', JSON.parse(data)));
    on('span', data => tell('lk:span', JSON.parse(data)));
  }

  // A session that has ended is not mended by asking again.
  async function retry() {
    const answer = await fetch(location.href, { method: 'HEAD', redirect: 'manual' }).catch(() => null);
    if (answer?.type === 'opaqueredirect') say(sign.dataset.out);
    else open();
  }

  open();
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', event => { if (event.persisted) open(); });
}
