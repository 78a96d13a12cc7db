// How one small chart looks. All of them have axes of one width, so that one moment stands below the other.
import { colour } from './chart-bands.js';

const AXIS = 58;

function short(value) {
  if (value >= 1e6) return `${+(value / 1e6).toFixed(1)} M`;
  return value >= 1e3 ? `${+(value / 1e3).toFixed(1)} k` : `${+value.toFixed(2)}`;
}

/** The time of day; the day with it when that is not today. */
export function clock(value) {
  const at = new Date(value);
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, today ? { ...time, second: '2-digit' } : { ...time, day: 'numeric', month: 'short' });
}

/**
 * @param named words for 0, 1, 2 when what is drawn is not a number @param lowest whether the times stand below it
 * @param known returns the newest time: later ones are not told
 */
export function configuration({ named, limit, lowest, known, plugins }) {
  const line = colour('--lk-run');
  const grid = { color: colour('--tblr-border-color') };
  const ticks = { color: colour('--lk-quiet'), font: { size: 11 }, maxRotation: 0 };
  const x = { type: 'linear', grid: { display: false }, border: grid, ticks: { ...ticks, display: lowest, align: 'inner', autoSkipPadding: 24, maxTicksLimit: innerWidth < 600 ? 3 : 6, callback: at => (at > known() ? '' : clock(at)) } };
  const y = { beginAtZero: true, grid, border: { display: false }, afterFit: scale => { scale.width = AXIS; } };
  y.suggestedMax = named ? 2 : limit ?? 1;
  y.ticks = { ...ticks, autoSkip: !named, maxTicksLimit: 4, stepSize: named ? 1 : undefined, callback: value => (named ? named[value] : short(value)) };
  return {
    type: 'line',
    data: { datasets: [{ data: [], borderColor: line, backgroundColor: `${line}38`, stepped: Boolean(named), fill: Boolean(named) }] },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true, events: [],
      elements: { point: { radius: 0 }, line: { borderWidth: 1.75 } },
      layout: { autoPadding: false, padding: { right: 2, top: 4 } },
      scales: { x, y },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
    },
    plugins,
  };
}

function stroke(ctx, tone, dash, from, to) {
  ctx.save();
  ctx.strokeStyle = colour(tone);
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.restore();
}

/** The limit, and the moment that is pointed at. @param pointed returns null for none */
export function marks(limit, pointed) {
  return {
    id: 'marks',
    afterDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales: { x, y } }) {
      const above = limit === null ? null : y.getPixelForValue(limit);
      if (above !== null) stroke(ctx, '--lk-hold', [5, 4], [left, above], [right, above]);
      const at = pointed() === null ? null : x.getPixelForValue(pointed());
      if (at !== null) stroke(ctx, '--lk-quiet', [], [at, top], [at, bottom]);
    },
  };
}
