// Colours, line numbers and marks of findings for a text area. Only lines in sight are drawn: a megabyte costs as little as a page.
import { states, colour } from './yaml-sql.js';
import { keys } from './editor-keys.js';
import { findings } from './findings.js';
import { drafts } from './draft.js';
import { insertStep } from './insert-step.js';

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function paper(area, words) {
  const frame = area.parentElement;
  const [gutter, sheet] = [element('div', 'lk-gutter'), element('div', 'lk-sheet')];
  const [numbers, text] = [element('div', 'lk-linenos'), element('pre', 'lk-text')];
  gutter.append(numbers);
  sheet.append(text);
  for (const each of [gutter, sheet]) each.setAttribute('aria-hidden', 'true');
  frame.prepend(gutter);
  frame.append(sheet);
  frame.classList.add('lk-coloured');

  let lines = [''];
  let begins = [];
  let marks = new Map();
  let asked = 0;

  function draw() {
    asked = 0;
    const style = getComputedStyle(area);
    const height = parseFloat(style.lineHeight);
    const top = parseFloat(style.paddingTop);
    const first = Math.max(0, Math.floor((area.scrollTop - top) / height));
    const last = Math.min(lines.length, first + Math.ceil(area.clientHeight / height) + 2);
    const shown = lines.slice(first, last);
    text.replaceChildren(...shown.map((line, i) => {
      const row = element('span', 'lk-row');
      const mark = marks.get(first + i + 1);
      if (mark) row.classList.add('lk-marked', mark);
      row.append(...colour(line, begins[first + i], words).map(([kind, part]) => element('span', kind, part)), '\n');
      return row;
    }));
    numbers.replaceChildren(...shown.map((_, i) => {
      const mark = marks.get(first + i + 1);
      return element('span', mark ? `lk-marked ${mark}` : '', `${first + i + 1}`);
    }));
    const down = first * height - area.scrollTop + top;
    sheet.style.width = `${area.clientWidth}px`;
    sheet.style.height = `${area.clientHeight}px`;
    text.style.transform = `translate(${-area.scrollLeft}px, ${down}px)`;
    numbers.style.transform = `translateY(${down}px)`;
  }

  const soon = () => { asked ||= requestAnimationFrame(draw); };
  const read = () => { lines = area.value.split('\n'); begins = states(lines); soon(); };
  area.addEventListener('input', read);
  area.addEventListener('scroll', soon, { passive: true });
  area.addEventListener('lk:marks', event => { marks = event.detail; soon(); });
  new ResizeObserver(soon).observe(area);
  read();
}

export function editor(form) {
  const area = form.querySelector('textarea');
  paper(area, new Set(form.dataset.sqlWords.split(' ')));
  keys(area);
  insertStep(form, area);
  drafts(form, area);
  findings(form, area);
}
