/**
 * The language that known failures are recognised by. A phrase is a piece of a line as programs print it:
 *
 * - `…` stands for anything, or nothing;
 * - `<word>` for letters without a blank or a quotation mark, which are kept under that name;
 * - `<words…>` for anything up to what comes next, which is kept as well;
 * - `^` at the beginning and `$` at the end stand for those of the line.
 *
 * Capital letters, kinds of quotation marks and the number of blanks make no difference, and a word is only found as a
 * whole one. A phrase is found without going back over the line, so its time grows with the line and no faster.
 */
export interface ErrorPhrase {
  readonly source: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Runs of parts between the gaps. */
  readonly runs: readonly (readonly PhrasePart[])[];
  /** Letters that it asks for: the more, the surer it is of what it finds. */
  readonly weight: number;
}

type PhrasePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'word'; readonly name: string }
  | { readonly kind: 'words'; readonly name: string };

/** Where a phrase was found in a line, and what its words stand for. */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string>>;
}

/** A line as phrases read it: of the same length as what people see, so that places are the same in both. */
export interface MatchLine {
  readonly shown: string;
  readonly plain: string;
}

const anyQuote = /[“”„‟«»‘’‚‛`´"]/g;

export const matchLine = (text: string): MatchLine => {
  // Programs that print a text within a text put a backslash before its quotation marks.
  const shown = text
    .replace(/\\(?=["'“”‘’])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    shown,
    plain: shown.replace(anyQuote, "'").replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()),
  };
};

export function phrase(source: string): ErrorPhrase {
  const atStart = source.startsWith('^');
  const atEnd = source.endsWith('$');
  const body = source.slice(atStart ? 1 : 0, atEnd ? -1 : undefined);
  // Blanks around a gap are part of it.
  const runs = body.split(/ ?…(?!>) ?/).map(partsOf);
  const kept = runs.filter((run) => run.length > 0);
  const weight = kept.flat().reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 0), 0);
  return { source, atStart, atEnd, runs: kept, weight };
}

function partsOf(run: string): readonly PhrasePart[] {
  const parts: PhrasePart[] = [];
  for (const [index, piece] of run.split(/<([a-z]+…?)>/).entries()) {
    // Every other piece is the name of a word.
    if (index % 2 === 0) {
      if (piece !== '') parts.push({ kind: 'literal', text: matchable(piece) });
    } else if (piece.endsWith('…')) parts.push({ kind: 'words', name: piece.slice(0, -1) });
    else parts.push({ kind: 'word', name: piece });
  }
  return parts;
}

const matchable = (text: string): string => text.replace(anyQuote, "'").toLowerCase();

/** The first place in a line where a phrase is. */
export function findPhrase({ atStart, atEnd, runs }: ErrorPhrase, line: MatchLine): PhraseMatch | null {
  const values: Record<string, string> = {};
  let start = -1;
  let at = 0;
  for (const [index, run] of runs.entries()) {
    const first = index === 0;
    const last = index === runs.length - 1;
    const found = findRun(run, line, {
      ...{ from: at, values },
      onlyThere: first && atStart,
      toEnd: last && atEnd,
      wholeWords: { before: first, after: last },
    });
    if (found === null) return null;
    if (first) start = found.start;
    at = found.end;
  }
  return { start, end: at, values };
}

interface RunSearch {
  readonly from: number;
  readonly values: Record<string, string>;
  /** It has to begin where the search does. */
  readonly onlyThere: boolean;
  readonly toEnd: boolean;
  readonly wholeWords: { readonly before: boolean; readonly after: boolean };
}

/** The first place of a run: looked for by its first literal. */
function findRun(
  run: readonly PhrasePart[],
  line: MatchLine,
  search: RunSearch,
): Omit<PhraseMatch, 'values'> | null {
  const anchor = run.findIndex(({ kind }) => kind === 'literal');
  const sign = run[anchor];
  if (sign?.kind !== 'literal') return null;
  let at = search.from;
  for (;;) {
    at = line.plain.indexOf(sign.text, at);
    if (at < 0) return null;
    const start = beginning(run.slice(0, anchor), line, at, search);
    const end = start === null ? null : ending(run.slice(anchor), line, at, search.values);
    if (start !== null && end !== null && fits(line, start, end, search)) return { start, end };
    at += 1;
  }
}

const wordSign = /[\p{L}\p{N}_]/u;
const isInWord = (text: string, at: number): boolean =>
  wordSign.test(text[at - 1] ?? ' ') && wordSign.test(text[at] ?? ' ');

function fits({ plain }: MatchLine, start: number, end: number, search: RunSearch): boolean {
  if (search.onlyThere && start !== search.from) return false;
  if (search.toEnd && plain.slice(end).trim() !== '') return false;
  if (search.wholeWords.before && isInWord(plain, start)) return false;
  return !(search.wholeWords.after && isInWord(plain, end));
}

/** Words before the first literal are read backwards from it. */
function beginning(
  parts: readonly PhrasePart[],
  line: MatchLine,
  at: number,
  { from, values }: RunSearch,
): number | null {
  const [part] = parts;
  if (part === undefined || part.kind === 'literal') return at;
  let start = at;
  while (start > from && !isBoundary(line.plain[start - 1] ?? ' ')) start -= 1;
  if (part.kind === 'words') start = from;
  if (start === at) return null;
  values[part.name] = line.shown.slice(start, at).trim();
  return start;
}

const isBoundary = (sign: string): boolean => sign === ' ' || sign === "'";

/** Where a run ends that begins with a literal at this place; null when it does not go on as it should. */
function ending(
  parts: readonly PhrasePart[],
  { shown, plain }: MatchLine,
  from: number,
  values: Record<string, string>,
): number | null {
  let at = from;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'literal') {
      if (!plain.startsWith(part.text, at)) return null;
      at += part.text.length;
      continue;
    }
    const next = parts[index + 1];
    const end = next?.kind === 'literal' ? plain.indexOf(next.text, at + 1) : endOf(part, plain, at);
    const value = end < 0 ? '' : shown.slice(at, end);
    if (value === '' || (part.kind === 'word' && /[\s'"`“”‘’]/.test(value))) return null;
    values[part.name] = value.trim();
    at = end;
  }
  return at;
}

function endOf({ kind }: PhrasePart, plain: string, from: number): number {
  if (kind === 'words') return plain.length;
  let at = from;
  while (at < plain.length && !isBoundary(plain[at] ?? ' ')) at += 1;
  return at;
}
