// What the server finds in the text, soon after the last key. The newest answer wins; a finding leads to its line.
const SOON = 400;
const LARGE = 200_000;

function goTo(area, line, column) {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start + Math.max(0, column - 1), start + (lines[line - 1] ?? '').length);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 1) * height - area.clientHeight / 3);
  area.scrollLeft = 0;
}

function mark(area, panel) {
  const marks = new Map();
  for (const { dataset } of panel.querySelectorAll('[data-line]')) {
    if (marks.get(+dataset.line) !== 'lk-bad') marks.set(+dataset.line, `lk-${dataset.tone}`);
  }
  area.dispatchEvent(new CustomEvent('lk:marks', { detail: marks }));
}

export function findings(form, area) {
  const status = form.querySelector('[data-status]');
  let panel = form.querySelector('#findings');
  let call, timer, shown;
  // What was found stands in the panel; the status is read aloud, and seen when there is trouble.
  const say = (text, trouble = false) => {
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle('visually-hidden', !trouble);
  };

  function swap(html) {
    if (html !== shown) {
      const template = document.createElement('template');
      template.innerHTML = html;
      const next = template.content.firstElementChild;
      for (const open of panel.querySelectorAll('details[open][data-key]')) {
        next.querySelector(`[data-key="${CSS.escape(open.dataset.key)}"]`)?.setAttribute('open', '');
      }
      panel.replaceWith(next);
      panel = next;
      shown = html;
    }
    panel.removeAttribute('aria-busy');
    say(panel.dataset.summary);
    mark(area, panel);
  }

  async function check() {
    call?.abort();
    call = new AbortController();
    panel.setAttribute('aria-busy', 'true');
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.check, { method: 'POST', body, signal: call.signal, redirect: 'manual' });
      if (answer.ok) swap(await answer.text());
      else say(answer.status >= 400 && answer.status !== 403 ? form.dataset.unanswered : form.dataset.signedOut, true);
    } catch (error) {
      if (error.name !== 'AbortError') say(form.dataset.unanswered, true);
    }
  }

  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(check, area.value.length > LARGE ? 4 * SOON : SOON);
  });
  form.querySelector('#target').addEventListener('change', check);
  form.addEventListener('click', event => {
    const link = event.target.closest('a[data-line]');
    if (!link) return;
    event.preventDefault();
    goTo(area, +link.dataset.line, +link.dataset.column);
  });
  if (panel.dataset.summary) mark(area, panel);
  else check();
}
