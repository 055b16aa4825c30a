import { type ErrorPhrase, findPhrase, type MatchLine, matchLine, type PhraseMatch } from './phrase.ts';

type Run = ErrorPhrase['runs'][number];

/** What is left of a phrase has to be at least this share of it, and this many letters, to be taken for it. */
const least = { share: 0.7, letters: 12 } as const;

const ellipsisAtEnd = /(?:…|\.\.\.)$/;
const ellipsisAtStart = /^(?:…|\.\.\.) ?/;

/** A piece of a phrase that was found in a line. */
interface CutMatch {
  readonly match: PhraseMatch;
  /** How much of the phrase is there, from 0 to 1. */
  readonly share: number;
}

/** A line without the dots that stand for what was cut off. */
export const withoutEllipsis = ({ shown }: MatchLine): MatchLine =>
  matchLine(shown.replace(ellipsisAtStart, '').replace(ellipsisAtEnd, ''));

/** A phrase of which a line has the beginning only: a picture of a screen, or a narrow field, ends within it. */
export function matchCutAtEnd(phrase: ErrorPhrase, line: MatchLine): CutMatch | null {
  for (let at = phrase.runs.length - 1; at >= 0; at -= 1) {
    const run = phrase.runs[at] ?? [];
    for (let part = run.length - 1; part >= 0; part -= 1) {
      const last = beginningAtEnd(run[part], line.plain);
      if (last === null) continue;
      const runs = [...phrase.runs.slice(0, at), [...run.slice(0, part), last]];
      const match = matchPiece(phrase, { ...phrase, atEnd: true, runs }, line);
      if (match !== null) return match;
    }
  }
  return null;
}

/** The same where the line begins within the phrase. Both take a line {@link withoutEllipsis}. */
export function matchCutAtStart(phrase: ErrorPhrase, line: MatchLine): CutMatch | null {
  const [[first, ...rest] = [], ...others] = phrase.runs;
  if (first?.kind !== 'literal') return null;
  for (let from = 1; from < first.text.length; from += 1) {
    if (first.text[from] !== line.plain[0]) continue;
    const text = first.text.slice(from);
    if (!line.plain.startsWith(text)) continue;
    const left: ErrorPhrase = { ...phrase, atStart: true, runs: [[{ ...first, text }, ...rest], ...others] };
    return matchPiece(phrase, left, line);
  }
  return null;
}

/** The beginning of a part with which the line ends; null where it does not. A word may end anywhere. */
function beginningAtEnd(part: Run[number] | undefined, plain: string): Run[number] | null {
  if (part === undefined || part.kind !== 'literal') return part ?? null;
  const last = plain.at(-1);
  for (let length = part.text.length; length > 0; length -= 1) {
    // Every phrase is tried, and nearly all of them end here. A line ends with no blank, so neither does what it ends with.
    if (part.text[length - 1] !== last) continue;
    const text = part.text.slice(0, length);
    if (plain.endsWith(text)) return { ...part, text };
  }
  return null;
}

function matchPiece({ weight }: ErrorPhrase, piece: ErrorPhrase, line: MatchLine): CutMatch | null {
  const left = piece.runs
    .flat()
    .reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 0), 0);
  if (left < least.letters || left < weight * least.share) return null;
  const match = findPhrase(piece, line);
  return match === null ? null : { match, share: left / weight };
}
