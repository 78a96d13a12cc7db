// Puts a step below the one where the cursor is. Without script the server puts it at the end.
import { type } from './editor-keys.js';

const USUAL = '      ';
const spaces = line => line.search(/\S|$/);

// [before which line, how far to the right]
function place(lines, at, step) {
  for (let i = Math.min(at, lines.length - 1); i >= 0; i--) {
    const found = step.exec(lines[i]);
    if (found) {
      let end = i + 1;
      while (end < lines.length && (!lines[end].trim() || spaces(lines[end]) > found[1].length)) end++;
      while (!lines[end - 1].trim()) end--;
      return [end, found[1]];
    }
    const steps = /^( *)steps:\s*$/.exec(lines[i]);
    if (steps) return [i + 1, `${steps[1]}  `];
    if (/^ *- phase:/.test(lines[i])) {
      const below = lines.findIndex((line, j) => j > i && /^ *(steps:\s*$|- phase:)/.test(line));
      if (below > 0 && lines[below].trim() === 'steps:') return [below + 1, `${' '.repeat(spaces(lines[below]))}  `];
    }
  }
  return [lines.length, lines.map(line => step.exec(line)?.[1]).filter(each => each !== undefined).at(-1) ?? USUAL];
}

export function insertStep(form, area) {
  const texts = new Map([...form.querySelectorAll('template[data-step]')].map(each => [each.dataset.step, each.content.textContent]));
  const step = new RegExp(`^( *)- (?:${[...texts.keys()].join('|')}):`);
  form.querySelector('[data-insert]').addEventListener('click', event => {
    const text = texts.get(form.querySelector('#step').value);
    if (!text) return;
    event.preventDefault();
    const lines = area.value.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const cursor = area.value.slice(0, area.selectionStart).split('\n').length - 1;
    const [line, indent] = place(lines, cursor, step);
    const before = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    const unfinished = before > area.value.length;
    const added = text.trimEnd().split('\n').map(each => indent + each).join('\n');
    area.focus();
    area.setSelectionRange(Math.min(before, area.value.length), Math.min(before, area.value.length));
    type(area, unfinished ? `\n${added}` : `${added}\n`);
    const start = before + indent.length;
    area.setSelectionRange(start, start + text.split('\n')[0].length);
  });
}
