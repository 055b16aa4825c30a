import {
  type BugSymptom,
  bugSymptoms,
  type PlantedBug,
  plantableBugs,
} from '../../lesson/mutations/bug-hunt.ts';
import type { Checker, CheckInput } from '../check.ts';
import { shuffled } from './seed.ts';

/** A private broken variant of a student's own file. */
export interface BugHunt extends PlantedBug {
  /** The first line of the broken file that differs from hers, or where one of hers is missing. */
  readonly line: number;
  /** Whether there are others for these files. */
  readonly hasMore: boolean;
}

/** How an attempt at a planted mistake came out, as far as the check can say. */
export interface HuntAttempt {
  readonly outcome: 'mended' | 'still-there' | 'unknown';
  readonly symptom: BugSymptom;
  /** The file, and what it is now. */
  readonly file: string;
  readonly text: string;
  /** It is the file as she had it, which has passed. */
  readonly isOwn: boolean;
  /** Lines of the broken file that she changed; none only where she changed nothing. */
  readonly lines: number;
  /** The first of them, as they were (`- `) and as they are (`+ `). */
  readonly change: readonly string[];
}

/** A symptom that was kept as text; the most general one where this version does not know it. */
export const bugSymptomOf = (text: string): BugSymptom =>
  bugSymptoms.find((symptom) => symptom === text) ?? 'not-done';

/** A form holds no more. Characters. */
const longestText = 4_000;
/** What is shown of a change, on each side: lines, and characters of each. */
const shownLines = 3;
const shownWidth = 90;
/** More than these are not tried out. */
const mostBugs = 40;

/** The broken variant of a round; null where her files are not right, or nothing can be broken in them. */
export function plantBug(check: Checker, input: CheckInput, seed: string, round: number): BugHunt | null {
  const { lesson, student } = input;
  const { manifest } = lesson;
  if (manifest === null || check(input).ready !== true) return null;
  const bugs = shuffled(
    plantableBugs({ ...lesson, manifest }, student.files)
      .filter(({ text }) => text.length <= longestText && !text.includes('\r'))
      .slice(0, mostBugs),
    seed,
  );
  const bug = seenBug(check, input, bugs, round);
  if (bug === null) return null;
  const line = firstDifference(student.files[bug.file] ?? '', bug.text);
  return { ...bug, line, hasMore: bugs.length > 1 };
}

/** The mistake of a round among those that the check is sure to see; no more of them are tried out than it takes. */
function seenBug(
  check: Checker,
  { lesson, tree, student }: CheckInput,
  bugs: readonly PlantedBug[],
  round: number,
): PlantedBug | null {
  const seen: PlantedBug[] = [];
  for (const bug of bugs) {
    if (check({ lesson, tree, student: withFile(student, bug.file, bug.text) }).ready === false)
      seen.push(bug);
    if (seen.length > round) break;
  }
  return seen[round % Math.max(1, seen.length)] ?? null;
}

/** Whether a text mends the variant of a round; null where there is none. */
export function judgeAttempt(
  check: Checker,
  input: CheckInput,
  { seed, round, text }: { readonly seed: string; readonly round: number; readonly text: string },
): HuntAttempt | null {
  const bug = plantBug(check, input, seed, round);
  if (bug === null) return null;
  const { lesson, tree, student } = input;
  // Discord's forms end no file with a line end.
  const whole = `${text.replace(/(?<!\n)\n+$/, '')}\n`;
  const { ready } = check({ lesson, tree, student: withFile(student, bug.file, whole) });
  return {
    outcome: outcomeOf(ready),
    symptom: bug.symptom,
    file: bug.file,
    text: whole,
    // Also lines in another order are another file.
    isOwn: isSameText(student.files[bug.file] ?? '', whole),
    lines: isSameText(bug.text, whole) ? 0 : Math.max(1, changedLines(bug.text, whole)),
    change: changeIn(bug.text, whole),
  };
}

function outcomeOf(ready: boolean | null): HuntAttempt['outcome'] {
  if (ready === null) return 'unknown';
  return ready ? 'mended' : 'still-there';
}

const isSameText = (one: string, other: string): boolean => one.trimEnd() === other.trimEnd();

/** The lines that only one of two texts has; where each has all of the other's, those that stand elsewhere now. */
function changeIn(before: string, after: string): readonly string[] {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  const [gone, come] = [linesBeyond(old, now), linesBeyond(now, old)];
  const isOrderOnly = gone.length + come.length === 0;
  const moved = (lines: readonly string[], others: readonly string[]): readonly string[] =>
    lines.filter((line, n) => line !== others[n]);
  const marked = (lines: readonly string[], mark: string): readonly string[] =>
    lines.slice(0, shownLines).map((line) => `${mark} ${line.slice(0, shownWidth)}`);
  return isOrderOnly
    ? [...marked(moved(old, now), '-'), ...marked(moved(now, old), '+')]
    : [...marked(gone, '-'), ...marked(come, '+')];
}

/** Lines of one text that are not, or not as often, among those of another. */
function linesBeyond(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const known = left.get(line) ?? 0;
    if (known > 0) left.set(line, known - 1);
    return known === 0;
  });
}

const withFile = (student: CheckInput['student'], file: string, text: string): CheckInput['student'] => ({
  ...student,
  files: { ...student.files, [file]: text },
});

function firstDifference(own: string, broken: string): number {
  const lines = own.split('\n');
  const at = broken.split('\n').findIndex((line, n) => line !== lines[n]);
  return at < 0 ? lines.length : at + 1;
}

/** Lines that are only in one of two texts, counted on the side that has more of them; blank ones do not count. */
function changedLines(before: string, after: string): number {
  const linesOf = (text: string): readonly string[] =>
    text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  const [old, changed] = [linesOf(before), linesOf(after)];
  return Math.max(linesBeyond(old, changed).length, linesBeyond(changed, old).length);
}
