import {
  type BugSymptom,
  bugSymptoms,
  type PlantedBug,
  plantableBugs,
} from '../../lesson/mutations/bug-hunt.ts';
import type { Checker, CheckInput } from '../check.ts';
import { shuffled } from './seed.ts';

/** A variant of one of the student's own files with a planted bug. */
export interface BugHunt extends PlantedBug {
  /** The first line that differs from the student's file, or at which one of the student's is missing. */
  readonly line: number;
  /** Whether other bugs can be planted in these files. */
  readonly hasMore: boolean;
}

/** The result of an attempt to fix a planted bug, as far as the check can tell. */
export interface HuntAttempt {
  readonly outcome: 'mended' | 'still-there' | 'unknown';
  readonly symptom: BugSymptom;
  /** The name of the file; `text` is its content after the attempt. */
  readonly file: string;
  readonly text: string;
  /** Whether the result equals the student's original file, which passes. */
  readonly isOwn: boolean;
  /** Number of changed lines; 0 only if the text is unchanged. */
  readonly lines: number;
  /** The first changed lines, old (`- `) and new (`+ `). */
  readonly change: readonly string[];
}

/** Parses a stored symptom; an unknown one becomes `not-done`, the most general. */
export const bugSymptomOf = (text: string): BugSymptom =>
  bugSymptoms.find((symptom) => symptom === text) ?? 'not-done';

/** The limit of a Discord form field. Characters. */
const longestText = 4_000;
/** How much of a change is shown: lines on each side, and characters of each line. */
const shownLines = 3;
const shownWidth = 90;
/** Candidate bugs that are considered. */
const mostBugs = 40;

/** Plants the bug of a round; null when the files do not pass, or no bug can be planted in them. */
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

/** The round's bug among those that the check detects for certain. It stops checking once it has enough. */
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

/** Judges whether a text fixes the bug of a round; null when no bug was planted. */
export function judgeAttempt(
  check: Checker,
  input: CheckInput,
  { seed, round, text }: { readonly seed: string; readonly round: number; readonly text: string },
): HuntAttempt | null {
  const bug = plantBug(check, input, seed, round);
  if (bug === null) return null;
  const { lesson, tree, student } = input;
  // Discord's forms drop the final newline.
  const whole = `${text.replace(/(?<!\n)\n+$/, '')}\n`;
  const { ready } = check({ lesson, tree, student: withFile(student, bug.file, whole) });
  return {
    outcome: outcomeOf(ready),
    symptom: bug.symptom,
    file: bug.file,
    text: whole,
    // The order of lines matters, so the whole text is compared.
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

/** The lines that only one of the two texts has; if only the order differs, the lines that moved. */
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

/** The lines of one list that the other lacks, counting repetitions. */
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

/** The number of lines that only one text has, on the side with more of them. Blank lines do not count. */
function changedLines(before: string, after: string): number {
  const linesOf = (text: string): readonly string[] =>
    text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  const [old, changed] = [linesOf(before), linesOf(after)];
  return Math.max(linesBeyond(old, changed).length, linesBeyond(changed, old).length);
}
