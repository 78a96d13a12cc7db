// The charts of a run: fetched once they can be seen, then kept up to date by the live stream.
import { Series } from './chart-series.js';
import { Plots } from './chart-plots.js';

function chart(figure) {
  const series = new Series();
  let plots = null;
  let due = 0;
  let loaded = false;

  async function create() {
    await import(figure.dataset.library);
    return new Plots(figure, series);
  }

  function draw() {
    if (!loaded || due || series.samples.length < 2) return;
    due = requestAnimationFrame(async () => {
      // The promise is kept, not the charts: a second sample may come while the library is still on its way.
      plots ??= create();
      (await plots).update();
      due = 0;
    });
  }

  async function load() {
    const answer = await fetch(figure.dataset.series, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (answer?.ok) series.load(await answer.json());
    loaded = true;
    draw();
  }

  // What comes before the past is there is kept, and joined to it.
  document.addEventListener('lk:sample', event => { series.add(event.detail); draw(); });
  document.addEventListener('lk:span', event => { series.stand(event.detail); draw(); });
  document.addEventListener('lk:again', () => loaded && load());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', async () => {
    (await plots)?.remove();
    plots = null;
    draw();
  });
  const seen = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    seen.disconnect();
    load();
  }, { rootMargin: '200px' });
  seen.observe(figure);
}

export function charts() {
  document.querySelectorAll('[data-series]').forEach(chart);
}
