import { type BugSymptom, type PlantedBug, plantableBugs } from '../../lesson/bug-hunt.ts';
import type { Checker, CheckInput } from '../check.ts';
import { shuffled } from './seed.ts';

/** A private broken variant of a student's own file. */
export interface BugHunt extends PlantedBug {
  /** How many there are for these files. */
  readonly of: number;
}

/** How an attempt at a planted mistake came out. */
export interface HuntAttempt {
  readonly outcome: 'mended' | 'still-there' | 'unknown';
  readonly symptom: BugSymptom;
  /** Lines of the broken file that she changed. */
  readonly lines: number;
}

/** More than these are not tried out. */
const mostBugs = 40;

/** The mistakes that the check is sure to see in a student's files, in an order that the seed decides; none where her files are not right. */
function huntable(check: Checker, input: CheckInput, seed: string): readonly PlantedBug[] {
  const { lesson, student, tree } = input;
  const { manifest } = lesson;
  if (manifest === null || check(input).ready !== true) return [];
  const bugs = plantableBugs({ ...lesson, manifest }, student.files).slice(0, mostBugs);
  return shuffled(
    bugs.filter(
      ({ file, text }) => check({ lesson, tree, student: withFile(student, file, text) }).ready === false,
    ),
    seed,
  );
}

/** The broken variant of a round; null where her files are not right, or nothing can be broken in them. */
export function plantBug(check: Checker, input: CheckInput, seed: string, round: number): BugHunt | null {
  const bugs = huntable(check, input, seed);
  const bug = bugs[round % Math.max(1, bugs.length)];
  return bug === undefined ? null : { ...bug, of: bugs.length };
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
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const { ready } = check({ lesson, tree, student: withFile(student, bug.file, whole) });
  return {
    outcome: outcomeOf(ready),
    symptom: bug.symptom,
    lines: changedLines(bug.text, whole),
  };
}

function outcomeOf(ready: boolean | null): HuntAttempt['outcome'] {
  if (ready === null) return 'unknown';
  return ready ? 'mended' : 'still-there';
}

const withFile = (student: CheckInput['student'], file: string, text: string): CheckInput['student'] => ({
  ...student,
  files: { ...student.files, [file]: text },
});

/** Lines that are only in one of two texts, counted on the side that has more of them. */
function changedLines(before: string, after: string): number {
  const linesOf = (text: string): readonly string[] =>
    text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  const missing = (from: readonly string[], among: readonly string[]): number => {
    const left = new Map<string, number>();
    for (const line of among) left.set(line, (left.get(line) ?? 0) + 1);
    let count = 0;
    for (const line of from) {
      const known = left.get(line) ?? 0;
      if (known === 0) count += 1;
      else left.set(line, known - 1);
    }
    return count;
  };
  const [old, changed] = [linesOf(before), linesOf(after)];
  return Math.max(missing(old, changed), missing(changed, old));
}
