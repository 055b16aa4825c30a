import { undoneThoughItRuns } from './cases/undone.ts';
import { type Recorded, recorded } from './recorded.ts';
import type { Setting } from './setting.ts';

/** How the check's `ready` stands to what happened. */
export interface Calibration {
  readonly cases: number;
  /** It said yes, and the build, the start or the answer went wrong. */
  readonly falseYes: readonly Recorded[];
  /** It said no, and all went well. */
  readonly falseNo: readonly Recorded[];
  /** It said that it does not know. */
  readonly unknown: readonly Recorded[];
}

/** What `ready` has to be: what happened, but for a TODO that the lesson requires and whose effect no run can show. */
export const expected = ({ name, source, passes }: Recorded): boolean =>
  passes && !(source !== 'mutations' && Object.hasOwn(undoneThoughItRuns, name));

/** The check, asked about every case whose truth is known; `source` picks some. */
export function calibrate({ check }: Setting, source?: string): Calibration {
  const cases = recorded.filter((each) => source === undefined || each.source === source);
  const said = cases.map((each) => ({ each, ready: check(each.files).ready }));
  const where = (ready: boolean | null, passes?: boolean): readonly Recorded[] =>
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
