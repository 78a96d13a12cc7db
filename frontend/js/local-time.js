// Times in the reader's own zone; UTC stays in the title.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const year = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

// Under a day of UTC: where it is another day here, that is said.
function short(at) {
  return (at.getDate() === at.getUTCDate() ? minute : weekday).format(at);
}

function words(at, how) {
  if (how === 'short') return short(at);
  const now = new Date();
  const today = at.toDateString() === now.toDateString();
  if (today) return clock.format(at);
  const recent = Math.abs(now - at) < 300 * 86_400_000;
  return recent ? day.format(at) : year.format(at);
}

// As the server writes a time within a sentence.
const WRITTEN = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC/;
const SENTENCES = '.lk-next p, .lk-check p, .lk-check p > span, .lk-why, .lk-failure p > span';

function timesWithin(sentence) {
  for (let text of [...sentence.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)) {
    for (let found; (found = WRITTEN.exec(text.data));) {
      const written = text.splitText(found.index);
      text = written.splitText(found[0].length);
      const time = Object.assign(document.createElement('time'), { dateTime: `${found[1]}T${found[2]}Z`, title: found[0] });
      time.dataset.local = 'clock';
      written.replaceWith(time);
    }
  }
}

export function localTimes(root) {
  for (const sentence of root.querySelectorAll(SENTENCES)) timesWithin(sentence);
  for (const time of root.querySelectorAll('time[data-local]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = words(at, time.dataset.local);
  }
}
