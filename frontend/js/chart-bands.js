// When and why a run stood: bands over a chart, told apart by their pattern as much as by their colour.
const SIZE = 8;
const TONES = { held: '--lk-hold', paused: '--lk-run', waiting: '--lk-gate', stopped: '--lk-bad' };
const LINES = {
  held: [[0, SIZE, SIZE, 0]],
  paused: [[SIZE / 2, 0, SIZE / 2, SIZE]],
  waiting: [[0, SIZE / 2, SIZE, SIZE / 2]],
  stopped: [[0, SIZE, SIZE, 0], [0, 0, SIZE, SIZE]],
};

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function pattern(context, why) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = SIZE;
  const pen = tile.getContext('2d');
  pen.strokeStyle = pen.fillStyle = colour(TONES[why]);
  pen.globalAlpha = 0.14;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const [x, y, toX, toY] of LINES[why]) {
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

/** The legend's samples are painted with the same brush. @return the brushes, by why */
export function brushes(figure) {
  const found = {};
  for (const swatch of figure.querySelectorAll('canvas[data-band]')) {
    const context = swatch.getContext('2d');
    context.clearRect(0, 0, swatch.width, swatch.height);
    context.fillStyle = found[swatch.dataset.band] = pattern(context, swatch.dataset.band);
    context.fillRect(0, 0, swatch.width, swatch.height);
  }
  return found;
}

export function bands(series, brush) {
  return {
    id: 'bands',
    beforeDatasetsDraw({ ctx, chartArea: { left, right, top, height }, scales: { x } }) {
      ctx.save();
      for (const [from, to, why] of series.spans) {
        const start = Math.max(left, x.getPixelForValue(from));
        const end = Math.min(right, x.getPixelForValue(to ?? series.last));
        if (end <= left || start >= right) continue;
        ctx.fillStyle = brush[why];
        ctx.fillRect(start, top, Math.max(2, end - start), height);
      }
      ctx.restore();
    },
  };
}
