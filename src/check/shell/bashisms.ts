import { type Unfinished, unfinished } from './unfinished.ts';

/** What bash reads and dash, Debian's /bin/sh, stops at. A dash that meets it runs what stands before, and leaves. */
const bashOnly: readonly (readonly [pattern: RegExp, phrase: string])[] = [
  [/^[ \t]*function[ \t]+[\w-]+[ \t]*\([ \t]*\)/m, 'Syntax error: "(" unexpected'],
  [/(?:^|[\s;&|])[A-Za-z_]\w*\+?=\(/m, 'Syntax error: "(" unexpected'],
  [/(?:^|[\s;&|])[<>]\(/m, 'Syntax error: "(" unexpected'],
  [/<<</, 'Syntax error: redirection unexpected'],
  [/(?:^|[\s;&|])for[ \t]*\(\(/m, 'Syntax error: Bad for loop variable'],
];

/** The first place where dash gives up on a script that bash would read; null when there is none. */
export function bashism(source: string): Unfinished | null {
  // The text of a heredoc is no shell.
  if (/<<-?[ \t]*['"\\]?[A-Za-z_]/.test(source)) return null;
  const bare = withoutQuotes(source);
  let first: Unfinished | null = null;
  for (const [pattern, phrase] of bashOnly) {
    const at = pattern.exec(bare)?.index;
    if (at !== undefined && (first === null || at < first.at)) first = { at, phrase };
  }
  if (first === null) return null;
  const { at, phrase } = first;
  // A pattern may begin with the line break before it.
  const start = source.lastIndexOf('\n', source[at] === '\n' ? at : at - 1) + 1;
  // Dash reads a whole `if … fi` before it runs any of it.
  return { at: unfinished(source.slice(0, start))?.at ?? start, phrase };
}

/** The script with blanks in place of what is quoted, escaped or a comment. */
const withoutQuotes = (source: string): string =>
  source.replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|(?<=^|[\s;&|(])#[^\n]*/g, (text) =>
    text.length > 1 ? `x${' '.repeat(text.length - 2)}x` : ' ',
  );
