import { isConversation } from './conversation.ts';
import { matchCutAtEnd, matchCutAtStart, withoutEllipsis } from './cut-off.ts';
import { type Failure, type FailurePhase, ranks } from './failures/failure.ts';
import { failures } from './failures/index.ts';
import { likelyLine } from './likely-line.ts';
import { joinings, linesOf, wrapped } from './narrow-window.ts';
import { type OutputLine, outputLines } from './output-lines.ts';
import { withoutOvercome } from './overcome.ts';
import { isOfCompose, phaseAround } from './phase-around.ts';
import { type ErrorPhrase, findPhrase, type MatchLine, matchLine, type PhraseMatch } from './phrase.ts';
import { PhraseIndex } from './phrase-index.ts';
import { termsAskedFor } from './terms/asked-for.ts';

/** The line of a text that says what went wrong. */
export interface DecisiveLine {
  readonly text: string;
  /** Line number in the original text, from 1. */
  readonly line: number;
}

/** What a text is about, as plain data; explained.ts puts it into words. */
export type Explanation =
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly decisive: DecisiveLine;
      readonly phase: FailurePhase;
      /** Compose was called or printed something, so the next step has to be a Compose command. */
      readonly inCompose: boolean;
      readonly values: Readonly<Record<string, string>>;
    }
  /** A term, and a second one when the question is how the two differ. */
  | { readonly kind: 'term'; readonly id: string; readonly beside?: string }
  /** No known failure. `decisive` is the line that looks most like an error, if one does. */
  | { readonly kind: 'unknown'; readonly decisive: DecisiveLine | null; readonly phase: FailurePhase | null };

/** Explains pasted terminal output, or the term that a question asks about. Pure, and linear in the length of the text. */
export function explain(text: string): Explanation {
  const [term, beside] = termsAskedFor(text);
  if (term !== undefined) return { kind: 'term', id: term.id, ...(beside && { beside: beside.id }) };
  return explainOutput(text);
}

/** Like {@link explain}, but always treats the text as output and never as a question about a term. */
export function explainOutput(text: string): Explanation {
  const lines = outputLines(text);
  const printed = lines.filter(({ kind, text: words }) => kind === 'said' && !isConversation(words));
  const said = withoutOvercome(printed);
  const company = companyIn(lines);
  const alone = candidates(said, company);
  const across = candidatesAcross(said, company);
  const whole = best(alone, across);
  const found = whole ?? candidateCutOff(said) ?? candidateOfPrompt(lines);
  if (found === null) return unknown(lines, likelyLine(said));
  const cause = causeOf(found, said, [...alone, ...across]);
  if (cause !== null) return unknown(lines, cause);
  const { failure, line, text: decisive, match } = found;
  return {
    kind: 'error',
    id: failure.id,
    decisive: { text: decisive, line: line.number },
    phase: phaseOf(failure, lines, line),
    inCompose: lines.some(isOfCompose),
    values: match.values,
  };
}

const unknown = (lines: readonly OutputLine[], likely: OutputLine | null): Explanation => ({
  kind: 'unknown',
  decisive: likely === null ? null : { text: likely.text, line: likely.number },
  phase: likely === null ? null : phaseAround(lines, likely),
});

/** A known consequence is less useful than an unknown line that looks like its cause: returns that line, or null. */
function causeOf(
  { failure }: FailureCandidate,
  said: readonly OutputLine[],
  known: readonly FailureCandidate[],
): OutputLine | null {
  if (failure.rank !== 'consequence') return null;
  const explained = new Set(known.flatMap(({ line, text }) => linesOf(text, said, said.indexOf(line))));
  return likelyLine(said.filter((line) => !explained.has(line)));
}

/** A single-line text field joins everything into one line, so the output follows the command on the prompt's line. */
function candidateOfPrompt(lines: readonly OutputLine[]): FailureCandidate | null {
  const typed = lines.filter(({ kind, text }) => kind === 'typed' && outputBehind.test(text));
  return best(candidates(typed, new Set()), []);
}

const outputBehind = / (?:docker: )?(?:Error response from daemon|ERROR|error|Traceback|fatal|curl)\b ?[:(]/;

function phaseOf({ phase }: Failure, lines: readonly OutputLine[], at: OutputLine): FailurePhase {
  // Build steps start programs, too.
  if (typeof phase === 'string') return phase === 'start' && at.source === 'build' ? 'build' : phase;
  const around = phaseAround(lines, at);
  if (around === null) return phase[0];
  return around === 'build' || around === 'workflow' ? around : 'run';
}

type Company = ReadonlySet<Failure>;

/** A failure that may have produced a line. */
interface FailureCandidate {
  readonly failure: Failure;
  readonly phrase: ErrorPhrase;
  readonly match: PhraseMatch;
  readonly line: OutputLine;
  readonly text: string;
  /** The phrase matches only because surrounding lines support it (`Failure.among`). */
  readonly isAmong?: boolean;
}

const allPhrases = failures.flatMap((failure) => failure.when.map((phrase) => ({ failure, phrase })));
const known = new PhraseIndex(allPhrases);
/** Phrases that count only when a line elsewhere in the output supports them. */
const knownAmong = new PhraseIndex(
  failures.flatMap((failure) => failure.among.when.map((phrase) => ({ failure, phrase, isAmong: true }))),
);
const companies = new PhraseIndex(
  failures.flatMap((failure) => failure.among.lines.map((phrase) => ({ failure, phrase }))),
);
const rankOf = ({ failure }: FailureCandidate): number => ranks.indexOf(failure.rank);

/** The failures whose supporting lines (`among.lines`) occur in the output. */
function companyIn(lines: readonly OutputLine[]): Company {
  const there = lines.flatMap(({ match }) =>
    companies
      .candidates(match.plain)
      .filter(({ phrase }) => findPhrase(phrase, match) !== null)
      .map(({ failure }) => failure),
  );
  return new Set(there);
}

function* matches(line: MatchLine, company: Company): Generator<Omit<FailureCandidate, 'line' | 'text'>> {
  const among =
    company.size === 0 ? [] : knownAmong.candidates(line.plain).filter(({ failure }) => company.has(failure));
  for (const each of [...known.candidates(line.plain), ...among]) {
    const match = findPhrase(each.phrase, line);
    if (match !== null && looksRight(each.failure, match)) yield { ...each, match };
  }
}

const looksRight = ({ only }: Failure, { values }: PhraseMatch): boolean =>
  Object.entries(only).every(([name, look]) => values[name] === undefined || look.test(values[name]));

/** The most specific match of each line; lines that match nothing are left out. */
function candidates(lines: readonly OutputLine[], company: Company): readonly FailureCandidate[] {
  return lines.flatMap((line) => {
    const found = [...matches(line.match, company)].map((each) => ({ ...each, line, text: line.text }));
    return found.length === 0 ? [] : [found.reduce((one, other) => (isSurer(other, one) ? other : one))];
  });
}

/** Matches a truncated first or last line (a screenshot, a narrow field); the phrase with the largest visible share wins. */
function candidateCutOff(lines: readonly OutputLine[]): FailureCandidate | null {
  const ends = [
    { line: lines.at(-1), match: matchCutAtEnd },
    { line: lines[0], match: matchCutAtStart },
  ];
  const found = ends.flatMap(({ line, match }) => {
    if (line === undefined || line.text.length > wrapped.most) return [];
    const left = withoutEllipsis(line.match);
    return allPhrases.flatMap((each) => {
      const read = match(each.phrase, left);
      return read === null ? [] : [{ ...each, ...read, line, text: line.text }];
    });
  });
  const most = Math.max(...found.map(({ share }) => share));
  const likeliest = found.filter(({ share }) => share === most);
  return likeliest.length === 0
    ? null
    : likeliest.reduce((one, other) => (isSurer(other, one) ? other : one));
}

/** Whether one match of a line beats another: by rank, then by underlying cause, by specificity, and by matched length. */
function isSurer(one: FailureCandidate, other: FailureCandidate): boolean {
  if (rankOf(one) !== rankOf(other)) return rankOf(one) < rankOf(other);
  if (endsWithWhy(one, other) !== endsWithWhy(other, one)) return endsWithWhy(one, other);
  if (one.failure.general !== other.failure.general) return other.failure.general;
  if (one.phrase.weight !== other.phrase.weight) return one.phrase.weight > other.phrase.weight;
  return one.isAmong === true && other.isAmong !== true;
}

/** A line may end with the reason for the failure that it reports first: `failed to prepare …: no space left on device`. */
const endsWithWhy = (one: FailureCandidate, other: FailureCandidate): boolean =>
  one.failure.underlying && !other.failure.underlying && one.match.start > other.match.start;

/** Matches that appear only after rejoining lines that a narrow window wrapped, within a word or between two. */
function candidatesAcross(lines: readonly OutputLine[], company: Company): readonly FailureCandidate[] {
  const last = lines.slice(-wrapped.read);
  return last.flatMap((line, at) => {
    const window = last.slice(at, at + wrapped.lines).map(({ match }) => match.shown);
    const first = window[0]?.length ?? 0;
    const found = joinings(window).flatMap((text) => {
      const together = matchLine(text.slice(0, wrapped.most));
      return [...matches(together, company)]
        .filter(({ match }) => match.start < first && match.end > first)
        .map((each) => ({ ...each, line, text: together.shown.slice(0, each.match.end) }));
    });
    return found.length === 0 ? [] : [found.reduce((one, other) => (isSurer(other, one) ? other : one))];
  });
}

const causedBy = /^(?:[└╰├]─+[▶>] ?|(?:[└╰├]─+ ?)?Caused by:)/;

/** Follows the “Caused by” chain below an error: an underlying failure in it, such as a full disk, replaces the error itself. */
function underlying(head: FailureCandidate, all: readonly FailureCandidate[]): FailureCandidate {
  const below = all.slice(all.indexOf(head) + 1);
  const end = below.findIndex(({ text }) => !causedBy.test(text));
  const chain = end < 0 ? below : below.slice(0, end);
  return chain.find(({ failure }) => failure.underlying) ?? head;
}

/**
 * The first match of the highest rank: later ones follow from it. A match across wrapped lines wins only where no single
 * line explains as much.
 */
function best(
  alone: readonly FailureCandidate[],
  across: readonly FailureCandidate[],
): FailureCandidate | null {
  const first = (of: readonly FailureCandidate[]): FailureCandidate | null =>
    of.reduce<FailureCandidate | null>(
      (one, other) => (one === null || rankOf(other) < rankOf(one) ? other : one),
      null,
    );
  const head = first(alone);
  const one = head === null ? null : underlying(head, alone);
  const other = first(across);
  if (one === null || other === null) return one ?? other;
  if (rankOf(other) !== rankOf(one)) return rankOf(other) < rankOf(one) ? other : one;
  // Both matched the same line, and the rejoined text contains more of it.
  const isMore = other.line === one.line || other.text.includes(one.line.match.shown);
  return isMore && isSurer(other, one) ? other : one;
}
