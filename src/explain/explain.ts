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
  /** In the text as it was sent, from 1. */
  readonly line: number;
}

/** What a text is about, as plain data: explained.ts has the words. */
export type Explanation =
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly decisive: DecisiveLine;
      readonly phase: FailurePhase;
      /** Compose printed this, or was called: its own commands help, then. */
      readonly inCompose: boolean;
      readonly values: Readonly<Record<string, string>>;
    }
  /** A term, and the one that it is compared with where she asks for the difference. */
  | { readonly kind: 'term'; readonly id: string; readonly beside?: string }
  /** Nothing that is known; where something looks like an error, it is shown. */
  | { readonly kind: 'unknown'; readonly decisive: DecisiveLine | null; readonly phase: FailurePhase | null };

/** Explains what somebody pasted out of a terminal, or a term that she asks for. Pure, and linear in the length of the text. */
export function explain(text: string): Explanation {
  const [term, beside] = termsAskedFor(text);
  if (term !== undefined) return { kind: 'term', id: term.id, ...(beside && { beside: beside.id }) };
  return explainOutput(text);
}

/** The same where no term was meant. */
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

/** What only follows from something else says less than another line that looks like an error, although nobody knows that one. */
function causeOf(
  { failure }: FailureCandidate,
  said: readonly OutputLine[],
  known: readonly FailureCandidate[],
): OutputLine | null {
  if (failure.rank !== 'consequence') return null;
  const explained = new Set(known.flatMap(({ line, text }) => linesOf(text, said, said.indexOf(line))));
  return likelyLine(said.filter((line) => !explained.has(line)));
}

/** Where a field made one line of all, the output stands behind the command that was typed. */
function candidateOfPrompt(lines: readonly OutputLine[]): FailureCandidate | null {
  const typed = lines.filter(({ kind, text }) => kind === 'typed' && outputBehind.test(text));
  return best(candidates(typed, new Set()), []);
}

const outputBehind = / (?:docker: )?(?:Error response from daemon|ERROR|error|Traceback|fatal|curl)\b ?[:(]/;

function phaseOf({ phase }: Failure, lines: readonly OutputLine[], at: OutputLine): FailurePhase {
  // A step of a build starts programs, too.
  if (typeof phase === 'string') return phase === 'start' && at.source === 'build' ? 'build' : phase;
  const around = phaseAround(lines, at);
  if (around === null) return phase[0];
  return around === 'build' || around === 'workflow' ? around : 'run';
}

type Company = ReadonlySet<Failure>;

/** A failure that a line may come from. */
interface FailureCandidate {
  readonly failure: Failure;
  readonly phrase: ErrorPhrase;
  readonly match: PhraseMatch;
  readonly line: OutputLine;
  readonly text: string;
  /** It is known by the lines around, too. */
  readonly isAmong?: boolean;
}

const allPhrases = failures.flatMap((failure) => failure.when.map((phrase) => ({ failure, phrase })));
const known = new PhraseIndex(allPhrases);
/** What counts only in company. */
const knownAmong = new PhraseIndex(
  failures.flatMap((failure) => failure.among.when.map((phrase) => ({ failure, phrase, isAmong: true }))),
);
const companies = new PhraseIndex(
  failures.flatMap((failure) => failure.among.lines.map((phrase) => ({ failure, phrase }))),
);
const rankOf = ({ failure }: FailureCandidate): number => ranks.indexOf(failure.rank);

/** The failures that the lines around speak for. */
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

/** The surest reading of each line that is known. */
function candidates(lines: readonly OutputLine[], company: Company): readonly FailureCandidate[] {
  return lines.flatMap((line) => {
    const found = [...matches(line.match, company)].map((each) => ({ ...each, line, text: line.text }));
    return found.length === 0 ? [] : [found.reduce((one, other) => (isSurer(other, one) ? other : one))];
  });
}

/** What the first or the last line is a part of, where a picture or a narrow field has cut it off: that of which most is there. */
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

/** On one line, what explains more is meant; else what knows its words, or more of them. */
function isSurer(one: FailureCandidate, other: FailureCandidate): boolean {
  if (rankOf(one) !== rankOf(other)) return rankOf(one) < rankOf(other);
  if (endsWithWhy(one, other) !== endsWithWhy(other, one)) return endsWithWhy(one, other);
  if (one.failure.general !== other.failure.general) return other.failure.general;
  if (one.phrase.weight !== other.phrase.weight) return one.phrase.weight > other.phrase.weight;
  return one.isAmong === true && other.isAmong !== true;
}

/** A line names what could not be done, and at its end why: `failed to prepare …: no space left on device`. */
const endsWithWhy = (one: FailureCandidate, other: FailureCandidate): boolean =>
  one.failure.underlying && !other.failure.underlying && one.match.start > other.match.start;

/** What is only seen when lines are put together again that a narrow window parted, within a word or between two. */
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

/** Behind an error, the chain of what it was caused by: where that ends in a full disk, it is this, and not what could not be done. */
function underlying(head: FailureCandidate, all: readonly FailureCandidate[]): FailureCandidate {
  const below = all.slice(all.indexOf(head) + 1);
  const end = below.findIndex(({ text }) => !causedBy.test(text));
  const chain = end < 0 ? below : below.slice(0, end);
  return chain.find(({ failure }) => failure.underlying) ?? head;
}

/**
 * The first of those that explain most: what comes later follows from it. What is seen only across lines counts where no
 * line alone says as much.
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
  // The same line, and more of what it says.
  const isMore = other.line === one.line || other.text.includes(one.line.match.shown);
  return isMore && isSurer(other, one) ? other : one;
}
