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

export function localTimes(root) {
  for (const time of root.querySelectorAll('time[data-local]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = words(at, time.dataset.local);
  }
}
