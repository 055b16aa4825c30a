import type { Verdict, VerdictReason } from './verdict.ts';

/** Failures whose evidence is in the student's files: their outcome is the same however busy the machine is. */
const evident: ReadonlySet<VerdictReason> = new Set<VerdictReason>([
  'build-failed',
  'base-image-not-found',
  'image-configuration-too-large',
  'file-not-in-context',
  'compose-unusable',
  'workflow-unusable',
  'not-executable',
  'no-such-interpreter',
  'listened-on-localhost',
  'wrong-port',
  'needs-network-at-start',
  'waits-for-a-database',
  'wrong-status',
  'not-json',
  'did-not-migrate',
  'cache-broken',
  'promise-broken',
  'todo-not-done',
]);

/**
 * Whether a verdict may be given again for the same files without another run: only what is certain. One that contradicts
 * the check is not, because one of the two is wrong.
 */
export function mayBeReplayed({
  outcome,
  reason,
  excerpt,
  doubtful,
  contradictions,
  digests,
}: Verdict): boolean {
  if (digests.fetched === true || doubtful === true || (contradictions ?? []).length > 0) return false;
  if (outcome === 'passed') return true;
  if (outcome !== 'failed' || reason === null) return false;
  // A program that ends without output may have been killed by something else.
  return reason === 'exited' ? excerpt.length > 0 : evident.has(reason);
}
