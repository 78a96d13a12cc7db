// The rate over time. Samples are [milliseconds, rows per second, held]; the canvas is drawn by Chart.js, loaded when needed.
const KEEP = 600;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const short = value => value >= 1e6 ? `${+(value / 1e6).toFixed(1)} M` : value >= 1e3 ? `${+(value / 1e3).toFixed(1)} k` : `${value}`;
const clock = value => new Date(value).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const holds = {
  id: 'holds',
  beforeDatasetsDraw({ ctx, chartArea, scales, data }) {
    const points = data.datasets[0].data;
    ctx.save();
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colour('--lk-hold');
    let from = -1;
    points.forEach((point, i) => {
      if (point.held && from < 0) from = Math.max(0, i - 1);
      if (from < 0 || (point.held && i < points.length - 1)) return;
      const [left, right] = [from, point.held ? i : i - 1].map(at => scales.x.getPixelForValue(points[at].x));
      ctx.fillRect(left, chartArea.top, Math.max(2, right - left), chartArea.height);
      from = -1;
    });
    ctx.restore();
  },
};

function options() {
  const grid = { color: colour('--tblr-border-color') };
  const ticks = { color: colour('--lk-quiet'), font: { size: 11 }, maxRotation: 0 };
  return {
    animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    elements: { point: { radius: 0, hitRadius: 8 }, line: { borderWidth: 2, tension: 0.15 } },
    scales: {
      x: { type: 'linear', grid: { display: false }, ticks: { ...ticks, maxTicksLimit: 5, callback: clock } },
      y: { beginAtZero: true, grid, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 4, callback: short } },
    },
    plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { title: items => clock(items[0].parsed.x), label: item => `${Math.round(item.parsed.y).toLocaleString()} rows/s` } } },
  };
}

async function chart(figure) {
  const point = ([x, y, held]) => ({ x, y, held: held === 1 });
  const points = JSON.parse(figure.dataset.chart).map(point);
  let drawn = null;
  async function create() {
    await import(figure.dataset.library);
    const line = colour('--lk-run');
    return new globalThis.Chart(figure.querySelector('canvas'), { type: 'line', data: { datasets: [{ data: points, borderColor: line, backgroundColor: line }] }, options: options(), plugins: [holds] });
  }
  async function draw() {
    if (points.length < 2) return;
    figure.hidden = false;
    // The promise is kept, not the chart: a second sample may come while the library is still on its way.
    drawn ??= create();
    (await drawn).update();
  }
  document.addEventListener('lk:sample', event => {
    const next = point(event.detail);
    if (points.length && points.at(-1).x >= next.x) return;
    points.push(next);
    if (points.length > KEEP) points.shift();
    draw();
  });
  await draw();
}

export function charts() {
  document.querySelectorAll('[data-chart]').forEach(chart);
}
