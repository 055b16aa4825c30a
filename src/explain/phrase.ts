/**
 * The pattern language for known failures. A phrase describes part of a line of output:
 *
 * - `…` matches anything, or nothing;
 * - `<word>` matches characters other than spaces and quotation marks, and captures them under that name;
 * - `<words…>` matches and captures anything up to the next part of the phrase;
 * - `^` at the beginning and `$` at the end anchor the phrase to those of the line.
 *
 * Matching ignores case, the kind of quotation mark and the amount of white space, and phrases match whole words only. It
 * does not backtrack over the line, so the time is linear in the line's length.
 */
export interface ErrorPhrase {
  readonly source: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** The parts of the phrase, grouped into runs that `…` separates. */
  readonly runs: readonly (readonly PhrasePart[])[];
  /** Number of literal characters: a phrase with more of them is more specific. */
  readonly weight: number;
}

type PhrasePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'word'; readonly name: string }
  | { readonly kind: 'words'; readonly name: string };

/** Where a phrase matched in a line, and the values that it captured. */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string>>;
}

/** A line prepared for matching: `plain` is normalised and as long as `shown`, so that offsets are the same in both. */
export interface MatchLine {
  readonly shown: string;
  readonly plain: string;
}

const anyQuote = /[“”„‟«»‘’‚‛`´"]/g;

export const matchLine = (text: string): MatchLine => {
  // Programs that quote a string within a string escape its quotation marks.
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
  // Spaces around a gap belong to it.
  const runs = body.split(/ ?…(?!>) ?/).map(partsOf);
  const kept = runs.filter((run) => run.length > 0);
  const weight = kept.flat().reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 0), 0);
  return { source, atStart, atEnd, runs: kept, weight };
}

function partsOf(run: string): readonly PhrasePart[] {
  const parts: PhrasePart[] = [];
  for (const [index, piece] of run.split(/<([a-z]+…?)>/).entries()) {
    // Every other piece is the name of a placeholder.
    if (index % 2 === 0) {
      if (piece !== '') parts.push({ kind: 'literal', text: matchable(piece) });
    } else if (piece.endsWith('…')) parts.push({ kind: 'words', name: piece.slice(0, -1) });
    else parts.push({ kind: 'word', name: piece });
  }
  return parts;
}

const matchable = (text: string): string => text.replace(anyQuote, "'").toLowerCase();

/** The first match of a phrase in a line; null when there is none. */
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
  /** The run has to begin exactly at `from`. */
  readonly onlyThere: boolean;
  readonly toEnd: boolean;
  readonly wholeWords: { readonly before: boolean; readonly after: boolean };
}

/** The first match of a run, searched for by its first literal. */
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

/** Where a run begins: a placeholder before the first literal is read backwards from it. */
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

/** Where a run ends whose first literal is at `from`; null when the rest does not match. */
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
