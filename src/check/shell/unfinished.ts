/** A construct that a script opens and never closes: a shell reads to the end for it, and gives up there. */
export interface Unfinished {
  /** Where the construct begins: what stands before it still runs. */
  readonly at: number;
  /** What dash says. */
  readonly phrase: string;
}

const openers: Readonly<Record<string, string>> = {
  if: 'fi',
  while: 'done',
  until: 'done',
  for: 'done',
  case: 'esac',
  '{': '}',
};
const closers = new Set(Object.values(openers));
/** After these words, and after operators, another command begins. */
const leads = new Set(['then', 'else', 'elif', 'do', 'if', 'while', 'until', '!', '{']);

/**
 * Finds a quote that is never closed, an operator with nothing behind it, an `if` without its `fi`. It reads quotes,
 * comments and heredocs as a shell does and is asked only about scripts that the grammar calls broken.
 */
export function unfinished(source: string): Unfinished | null {
  const open: { readonly word: string; readonly at: number }[] = [];
  let operator: number | null = null;
  let leading = true;
  let statement = 0;
  for (let at = 0; at < source.length; ) {
    const character = source[at] ?? '';
    const next = source[at + 1] ?? '';
    if (character === '\\') {
      at += 2;
    } else if (character === "'" || character === '"' || character === '`') {
      const end = quoteEnd(source, at);
      if (end === null)
        return { at: open[0]?.at ?? statement, phrase: 'Syntax error: Unterminated quoted string' };
      operator = null;
      leading = false;
      at = end;
    } else if (character === '#' && /^$|[\s;&|(]/.test(source[at - 1] ?? '')) {
      while (at < source.length && source[at] !== '\n') at += 1;
    } else if (character === '<' && next === '<' && source[at + 2] !== '<') {
      at = heredocEnd(source, at) ?? source.length;
      leading = true;
      statement = at;
    } else if (character === '\n' || character === ';') {
      at += 1;
      leading = true;
      if (operator === null) statement = at;
    } else if (character === '&' || character === '|') {
      const isOperator = character === '|' || next === '&';
      operator = isOperator ? at : operator;
      at += next === character ? 2 : 1;
      leading = true;
      if (!isOperator) statement = at;
    } else if (/[\s()]/.test(character)) {
      if (character === '(') leading = true;
      at += 1;
    } else {
      const word = /^[^\s;&|()'"`\\<>]+/.exec(source.slice(at, at + 200))?.[0] ?? character;
      if (leading && Object.hasOwn(openers, word)) open.push({ word, at: statement });
      if (leading && closers.has(word)) open.pop();
      leading = leading && leads.has(word);
      operator = null;
      at += word.length;
    }
  }
  const [first] = open;
  if (first !== undefined) {
    const wanted = openers[open.at(-1)?.word ?? ''] ?? '';
    return { at: first.at, phrase: `Syntax error: end of file unexpected (expecting "${wanted}")` };
  }
  return operator === null ? null : { at: statement, phrase: 'Syntax error: end of file unexpected' };
}

/** The position behind a quoted text; null when it has no end. */
function quoteEnd(source: string, from: number): number | null {
  const mark = source[from];
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === mark) return at + 1;
    if (source[at] === '\\' && mark !== "'") at += 1;
  }
  return null;
}

/** The position behind a heredoc's text; null when its last line is not there. */
function heredocEnd(source: string, from: number): number | null {
  const word = /^<<-?[ \t]*(['"\\]?)([\w.-]+)\1/.exec(source.slice(from, from + 200));
  const line = source.indexOf('\n', from);
  if (word === null || line < 0) return null;
  const end = new RegExp(`^\\t*${word[2]?.replaceAll('.', '\\.') ?? ''}$`, 'm').exec(source.slice(line + 1));
  return end === null ? null : line + 1 + end.index + end[0].length;
}
