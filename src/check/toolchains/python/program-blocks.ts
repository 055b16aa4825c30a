import { byText } from '../../simulation/by-text.ts';

/** A statement of a program with its nested block: the following lines with a deeper indentation. */
export interface Statement {
  readonly text: string;
  readonly body: readonly Statement[];
}

/** A logical line of a program: lines within open brackets are joined. */
interface Line {
  readonly text: string;
  readonly indent: number;
}

/** Limit on the nesting of blocks. */
const deepest = 6;

/** The statements of a program, without comments; null when the blocks are not valid Python. */
export const statementsOf = byText(readStatements);

function readStatements(code: string): readonly Statement[] | null {
  const lines = linesOf(code);
  if (lines === null) return null;
  const read = readBlock(lines, 0, 0, 0);
  return read === null || read.next < lines.length ? null : read.statements;
}

/** A statement that continues on the next line because brackets are open. */
interface OpenStatement extends Line {
  readonly depth: number;
}

function linesOf(code: string): readonly Line[] | null {
  const lines: Line[] = [];
  let open: OpenStatement | null = null;
  for (const line of code.split('\n')) {
    const before: OpenStatement = open ?? { text: '', depth: 0, indent: /^ */.exec(line)?.[0].length ?? 0 };
    const { text, depth } = withoutComment(line, before.depth);
    if (text.trim() === '' && depth === 0) continue;
    if (open === null && /^ *\t/.test(text)) return null;
    const whole = `${before.text} ${text.trim()}`.trim();
    open = depth > 0 ? { ...before, text: whole, depth } : null;
    if (open !== null) continue;
    for (const each of splitOutside(whole, ';')) lines.push({ text: each.trim(), indent: before.indent });
  }
  return open === null ? lines.filter(({ text }) => text !== '') : null;
}

/** A line without its comment, and the number of brackets that are open at its end. */
function withoutComment(line: string, before: number): { readonly text: string; readonly depth: number } {
  let quote = '';
  let depth = before;
  for (const [at, character] of [...line].entries()) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (/["']/.test(character)) quote = character;
    else if (character === '#') return { text: [...line].slice(0, at).join('').trimEnd(), depth };
    else if (/[([{]/.test(character)) depth += 1;
    else if (/[)\]}]/.test(character)) depth -= 1;
  }
  return { text: line.trimEnd(), depth };
}

/** Splits a line at a character outside quotes. */
function splitOutside(line: string, sign: string): readonly string[] {
  const parts = [''];
  let quote = '';
  for (const character of line) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (/["']/.test(character)) quote = character;
    else if (character === sign) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += character;
  }
  return parts;
}

function readBlock(
  lines: readonly Line[],
  from: number,
  indent: number,
  depth: number,
): { readonly statements: readonly Statement[]; readonly next: number } | null {
  if (depth > deepest) return null;
  const statements: Statement[] = [];
  let at = from;
  while (at < lines.length && (lines[at]?.indent ?? 0) === indent) {
    const { text } = lines[at] ?? { text: '' };
    if (!mayFollow(statements.at(-1)?.text ?? '', text)) return null;
    at += 1;
    const below = lines[at]?.indent ?? 0;
    if (!text.endsWith(':')) {
      if (below > indent) return null;
      statements.push({ text, body: [] });
      continue;
    }
    const block = below > indent ? readBlock(lines, at, below, depth + 1) : null;
    if (block === null) return null;
    statements.push({ text, body: block.statements });
    at = block.next;
  }
  const isEnd = (lines[at]?.indent ?? 0) <= indent && mayFollow(statements.at(-1)?.text ?? '', '');
  return isEnd ? { statements, next: at } : null;
}

/** Whether a statement may follow another: `else` needs an `if`, and `try` an `except`. */
function mayFollow(above: string, text: string): boolean {
  const [first = ''] = /^\w*/.exec(text) ?? [];
  const [opener = ''] = above.endsWith(':') ? (/^\w*/.exec(above) ?? []) : [];
  if (first === 'elif') return /^(?:el)?if$/.test(opener);
  if (first === 'else') return /^(?:if|elif|for|while|except)$/.test(opener);
  if (first === 'except' || first === 'finally') return /^(?:try|except|else)$/.test(opener);
  return opener !== 'try';
}
