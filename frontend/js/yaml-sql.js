// Divides lines of a migration file into parts to colour: YAML, and the SQL in it. The parts of a line joined again are the line.
const SQL = new Set(['up', 'down', 'query', 'until', 'expression', 'default', 'check', 'where', 'allow']);
const EXPRESSIONS = new Set(['set', 'same', 'reverse']);
const NAMED = /^( *)((?:- +)*)([\w.-]+):(?:\s(.*))?$/;
const BLOCK = /^\s*[|>][-+\d]*\s*(?:#.*)?$/;
const COMMENT = /(?<=^|\s)#.*$/;
const YAML = /((?<=^|\s)#.*$)|("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)|([A-Za-z_][\w.-]*(?=:(?:\s|$)))|(\b\d[\w.%]*)|(\w+)|([^\w"'#]+|.)/g;
const STATEMENT = /(--.*$)|('(?:[^']|'')*'?)|(\b\d[\w.]*)|([A-Za-z_]\w*)|([^\w'-]+|.)/g;
// Nobody reads a longer line, and each part is an element.
const LONGEST = 2000;

// What a line begins in: a block of text that belongs to a key at column `block`, a map of expressions below the column `map`.
const OUTSIDE = { block: -1, sql: false, map: -1 };

export function states(lines) {
  let state = OUTSIDE;
  return lines.map(line => {
    const indent = line.search(/\S/);
    if (indent < 0) return state;
    if (state.block >= 0 && indent <= state.block) state = { ...state, block: -1 };
    if (state.block < 0 && state.map >= 0 && indent <= state.map) state = OUTSIDE;
    const begins = state;
    const named = state.block < 0 && NAMED.exec(line);
    if (named) {
      const [, spaces, dashes, key, rest = ''] = named;
      const column = spaces.length + dashes.length;
      if (BLOCK.test(rest)) state = { ...state, block: column, sql: SQL.has(key) || state.map >= 0 };
      else if (EXPRESSIONS.has(key) && !rest.replace(COMMENT, '').trim()) state = { ...OUTSIDE, map: column };
    }
    return begins;
  });
}

export function colour(line, state, words) {
  const seen = line.slice(0, LONGEST);
  const parts = state.block < 0 ? yaml(seen, state, words) : state.sql ? sql(seen, words) : [['yaml-text', seen]];
  if (line.length > LONGEST) parts.push(['', line.slice(LONGEST)]);
  return parts;
}

function yaml(line, state, words) {
  let expressions = state.map >= 0;
  let isSql = false;
  return parts(line, YAML, ([, note, quoted, key, number, word, other]) => {
    if (note) return 'sql-note';
    if (quoted) return 'sql-text';
    if (key) {
      if (EXPRESSIONS.has(key)) expressions = true;
      isSql = expressions || SQL.has(key);
      return 'yaml-key';
    }
    if (other?.includes('}')) expressions = state.map >= 0;
    if (number) return 'yaml-number';
    return word && isSql && words.has(word.toLowerCase()) ? 'sql-key' : '';
  });
}

function sql(line, words) {
  return parts(line, STATEMENT, ([, note, quoted, number, word]) =>
    note ? 'sql-note' : quoted ? 'sql-text' : number ? 'yaml-number' : word && words.has(word.toLowerCase()) ? 'sql-key' : '');
}

function parts(line, pattern, kindOf) {
  const all = [];
  for (const match of line.matchAll(pattern)) {
    const kind = kindOf(match);
    if (all.length && all.at(-1)[0] === kind) all.at(-1)[1] += match[0];
    else all.push([kind, match[0]]);
  }
  return all;
}
