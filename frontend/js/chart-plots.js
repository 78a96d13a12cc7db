// Small charts one below the other, one a measure, over the same time. What is pointed at is told in words beside each name.
import { bands, brushes } from './chart-bands.js';
import { clock, configuration, marks } from './chart-options.js';

export class Plots {
  #at = null;
  #listening = new AbortController();

  constructor(figure, series) {
    this.series = series;
    this.when = figure.querySelector('[data-when]');
    const brush = brushes(figure);
    const plots = [...figure.querySelectorAll('[data-plot]')];
    this.plots = plots.map((plot, i) => this.#plot(plot, brush, i === plots.length - 1));
  }

  #plot(plot, brush, lowest) {
    const named = plot.dataset.words?.split('|');
    const limit = plot.dataset.limit ? Number(plot.dataset.limit) : null;
    const plugins = [bands(this.series, brush), marks(limit, () => this.#at)];
    const chart = new globalThis.Chart(plot.querySelector('canvas'), configuration({ named, limit, lowest, known: () => this.series.newest, plugins }));
    const frame = plot.querySelector('.lk-plot-frame');
    const { signal } = this.#listening;
    frame.addEventListener('pointermove', event => this.#point(chart.scales.x.getValueForPixel(event.offsetX)), { signal });
    frame.addEventListener('pointerleave', () => this.#point(null), { signal });
    const { plot: measure, unit, unknown } = plot.dataset;
    return { chart, named, unit, unknown, measure: Number(measure), value: plot.querySelector('[data-value]') };
  }

  #point(at) {
    this.#at = at === null ? null : this.series.nearest(at)[0];
    this.plots.forEach(plot => plot.chart.draw());
    this.#say();
  }

  #say() {
    const sample = this.#at === null ? this.series.samples.at(-1) : this.series.nearest(this.#at);
    this.when.textContent = clock(sample[0]);
    for (const { measure, named, unit, unknown, value } of this.plots) {
      const read = sample[measure];
      const number = () => `${read.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit}`;
      value.textContent = read === null ? unknown : named ? named[read] : number();
    }
  }

  update() {
    for (const { chart, measure } of this.plots) {
      chart.data.datasets[0].data = this.series.points(measure);
      Object.assign(chart.options.scales.x, { min: this.series.first, max: this.series.last });
      chart.update('none');
    }
    this.#say();
  }

  remove() {
    this.#listening.abort();
    this.plots.forEach(plot => plot.chart.destroy());
  }
}
