import { undoneThoughItRuns } from './cases/undone.ts';
import type { LessonFixture } from './lesson-fixture.ts';
import { type RecordedCase, recordedCases } from './recorded-cases.ts';

/** How the check's predictions compare with what really happened. */
export interface Calibration {
  readonly cases: number;
  /** Predicted to pass, but the build, the start or the response failed. */
  readonly falseYes: readonly RecordedCase[];
  /** Predicted to fail, but passed. */
  readonly falseNo: readonly RecordedCase[];
  /** Not predicted. */
  readonly unknown: readonly RecordedCase[];
}

/** What `ready` has to be: the real outcome, except for required TODOs whose effect no run can show. */
export const expected = ({ name, source, passes }: RecordedCase): boolean =>
  passes && !(source !== 'mutations' && Object.hasOwn(undoneThoughItRuns, name));

/** Checks every case whose real outcome is known, or those of one source. */
export function calibrate({ check }: LessonFixture, source?: string): Calibration {
  const cases = recordedCases.filter((each) => source === undefined || each.source === source);
  const predictions = cases.map((each) => ({ each, ready: check(each.files).ready }));
  const where = (ready: boolean | null, passes?: boolean): readonly RecordedCase[] =>
    predictions
      .filter((one) => one.ready === ready && (passes === undefined || expected(one.each) === passes))
      .map(({ each }) => each);
  return {
    cases: cases.length,
    falseYes: where(true, false),
    falseNo: where(false, true),
    unknown: where(null),
  };
}
