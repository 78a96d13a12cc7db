// Tab indents, Shift+Tab takes it back, Enter keeps the indentation. After Escape, Tab leaves the text as in any other field.
const STEP = '  ';
const MANY = 20_000;

// Not setRangeText: what is typed this way can be undone.
export function type(area, text) {
  area.focus();
  if (document.execCommand('insertText', false, text)) return;
  put(area, text);
}

function put(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function lineStart(text, at) {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function indent(area, back) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  if (from === to && !back) {
    type(area, STEP);
    return;
  }
  const start = lineStart(value, from);
  const end = Math.max(to, (value.indexOf('\n', to) + 1 || value.length + 1) - 1);
  const before = value.slice(start, end);
  const after = before.split('\n').map(line => back ? line.replace(/^ {1,2}/, '') : line && STEP + line).join('\n');
  if (after === before) return;
  area.setSelectionRange(start, end);
  type(area, after);
  if (from === to) {
    const at = Math.max(start, from - (before.length - after.length));
    area.setSelectionRange(at, at);
  } else {
    area.setSelectionRange(start, start + after.length);
  }
}

function enter(area) {
  const { value, selectionStart: at } = area;
  const line = value.slice(lineStart(value, at), at);
  const opens = /[:|>]-?\s*$/.test(line) ? STEP : '';
  const item = /^(\s*)(- )?/.exec(line);
  type(area, `\n${item[1]}${opens && item[2] ? STEP : ''}${opens}`);
}

export function keys(area) {
  let leaving = false;
  area.addEventListener('keydown', event => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key === 'Escape') {
      leaving = true;
    } else if (event.key === 'Tab' && plain && !leaving) {
      event.preventDefault();
      indent(area, event.shiftKey);
    } else if (event.key === 'Enter' && plain && !event.shiftKey) {
      event.preventDefault();
      enter(area);
    }
    if (!['Escape', 'Shift'].includes(event.key)) leaving = false;
  });
  // A browser takes minutes for thousands of pasted lines, because each can be undone. This takes a moment.
  area.addEventListener('paste', event => {
    const text = event.clipboardData.getData('text/plain');
    if (text.length < MANY) return;
    event.preventDefault();
    put(area, text.replace(/\r\n?/g, '\n'));
  });
  area.addEventListener('blur', () => { leaving = false; });
}
