import { undoneThoughItRuns } from './cases/undone.ts';
import type { LessonFixture } from './lesson-fixture.ts';
import { type RecordedCase, recordedCases } from './recorded-cases.ts';

/** How the check's `ready` stands to what happened. */
export interface Calibration {
  readonly cases: number;
  /** It said yes, and the build, the start or the answer went wrong. */
  readonly falseYes: readonly RecordedCase[];
  /** It said no, and all went well. */
  readonly falseNo: readonly RecordedCase[];
  /** It said that it does not know. */
  readonly unknown: readonly RecordedCase[];
}

/** What `ready` has to be: what happened, but for a TODO that the lesson requires and whose effect no run can show. */
export const expected = ({ name, source, passes }: RecordedCase): boolean =>
  passes && !(source !== 'mutations' && Object.hasOwn(undoneThoughItRuns, name));

/** The check, asked about every case whose truth is known; `source` picks some. */
export function calibrate({ check }: LessonFixture, source?: string): Calibration {
  const cases = recordedCases.filter((each) => source === undefined || each.source === source);
  const said = cases.map((each) => ({ each, ready: check(each.files).ready }));
  const where = (ready: boolean | null, passes?: boolean): readonly RecordedCase[] =>
    said
      .filter((one) => one.ready === ready && (passes === undefined || expected(one.each) === passes))
      .map(({ each }) => each);
  return {
    cases: cases.length,
    falseYes: where(true, false),
    falseNo: where(false, true),
    unknown: where(null),
  };
}
