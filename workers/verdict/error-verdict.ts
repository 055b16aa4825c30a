import { commonPhases, type Verdict } from '../../src/submission/verdict.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import { type InfrastructureError, JobCancelled } from '../sandbox/failures.ts';

/** The verdict of a job that ended before its first phase: an error of ours, or cancelled. */
export function errorVerdict(why: InfrastructureError | JobCancelled, digests: Verdict['digests']): Verdict {
  const off = why instanceof JobCancelled;
  const reason = off ? why.why : why.reason;
  return {
    v: 1,
    outcome: off ? 'cancelled' : 'error',
    reason,
    explanation: sayReason.later(reason),
    todo: null,
    file: null,
    line: null,
    phases: commonPhases.map((name) => ({
      name,
      status: 'skipped',
      ms: 0,
      detail: sayDetail.later('skipped'),
    })),
    image: null,
    excerpt: off ? [] : [cleanLine(why.message)],
    digests,
  };
}
