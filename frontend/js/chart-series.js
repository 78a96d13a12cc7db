// What charts are drawn from: samples [at, rows a second, milliseconds of a chunk, verdict, seconds of lag] and spans [from, to, why].
// However long a page stays open, it keeps no more than this.
const KEEP = 900;
const POINTS = 600;
const SPANS = 400;

/** Of two samples the earlier time, the mean rate, and the worse of the rest. */
function joined(one, other) {
  const worst = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));
  return [one[0], Math.round((one[1] + other[1]) / 2), ...[2, 3, 4].map(i => worst(one[i], other[i]))];
}

export class Series {
  samples = [];
  spans = [];

  load({ samples, spans }) {
    const last = samples.at(-1)?.[0] ?? 0;
    this.samples = [...samples, ...this.samples.filter(sample => sample[0] > last)];
    this.spans = spans;
  }

  add(sample) {
    if (this.samples.at(-1)?.[0] >= sample[0]) return;
    this.samples.push(sample);
    if (this.samples.length > KEEP) this.#thin();
  }

  /** Since when it stands, and why; an empty word when it goes on. */
  stand([since, why]) {
    const open = this.spans.at(-1);
    if (open && open[1] === null) {
      if (open[2] === why) return;
      open[1] = Math.max(open[0], since);
    }
    if (why) this.spans.push([since, null, why]);
    if (this.spans.length > SPANS) this.spans.shift();
  }

  /** The whole run stays to be seen, from its first sample to its newest, with fewer between. */
  #thin() {
    const newest = this.samples.pop();
    const width = (newest[0] - this.first) / POINTS;
    const parts = [];
    for (const sample of this.samples) {
      const part = parts.at(-1);
      if (part && sample[0] - part[0] < width) parts[parts.length - 1] = joined(part, sample);
      else parts.push(sample);
    }
    this.samples = [...parts, newest];
  }

  get first() { return this.samples[0][0]; }

  get newest() { return this.samples.at(-1)[0]; }

  /** What stands still has a little room at the right, however long it stands. */
  get last() {
    const room = Math.max(3000, (this.newest - this.first) * 0.06);
    return this.spans.at(-1)?.[1] === null ? this.newest + room : this.newest;
  }

  nearest(at) {
    return this.samples.reduce((best, sample) => (Math.abs(sample[0] - at) < Math.abs(best[0] - at) ? sample : best));
  }

  /** One measure over time; nothing is drawn where nothing was measured. */
  points(measure) {
    const gap = Math.max(30_000, (this.newest - this.first) / 50);
    const points = [];
    for (const [i, sample] of this.samples.entries()) {
      const before = this.samples[i - 1]?.[0] ?? sample[0];
      const stood = this.spans.some(([from, , why]) => why !== 'held' && from >= before && from < sample[0]);
      if (stood || sample[0] - before > gap) points.push({ x: before + 1, y: null });
      points.push({ x: sample[0], y: sample[measure] });
    }
    return points;
  }
}
