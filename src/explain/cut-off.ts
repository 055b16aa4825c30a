import { type ErrorPhrase, findPhrase, type MatchLine, matchLine, type PhraseMatch } from './phrase.ts';

type Run = ErrorPhrase['runs'][number];

/** The part of a phrase that is visible must be at least this share of it, and at least this many characters, to match. */
const least = { share: 0.7, letters: 12 } as const;

const ellipsisAtEnd = /(?:…|\.\.\.)$/;
const ellipsisAtStart = /^(?:…|\.\.\.) ?/;

/** A match of part of a phrase. */
interface CutMatch {
  readonly match: PhraseMatch;
  /** The share of the phrase's literal text that is visible, from 0 to 1. */
  readonly share: number;
}

/** A line without the leading or trailing ellipsis that marks a truncation. */
export const withoutEllipsis = ({ shown }: MatchLine): MatchLine =>
  matchLine(shown.replace(ellipsisAtStart, '').replace(ellipsisAtEnd, ''));

/** Matches a phrase whose end is missing because the line was truncated, as in a screenshot or a narrow field. */
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

/** Matches a phrase whose beginning is missing. Both functions expect a line {@link withoutEllipsis}. */
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

/** The longest prefix of a literal that the line ends with; null when there is none. A placeholder may end anywhere. */
function beginningAtEnd(part: Run[number] | undefined, plain: string): Run[number] | null {
  if (part === undefined || part.kind !== 'literal') return part ?? null;
  const last = plain.at(-1);
  for (let length = part.text.length; length > 0; length -= 1) {
    // A cheap test first: every phrase is tried and nearly all fail here. Lines are trimmed, so no match ends with a space.
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
