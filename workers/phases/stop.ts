import { sayDetail } from '../../src/submission/wording/phases.ts';
import type { RunningContainer } from '../sandbox/container.ts';
import { type PhaseOutcome, passed, type Work } from './phase.ts';

/** Stops the container as `docker stop` does. One that had to be killed is told so, not failed. */
export async function stopPhase(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  const ms = await running.stop(work.limits.stopSeconds);
  const { exitCode } = await running.state();
  const slow = exitCode === 137 || ms > work.limits.stopSeconds * 1000;
  const seconds = Math.round(ms / 100) / 10;
  return passed(null, sayDetail.later(slow ? 'slow-stop' : 'stopped', { seconds }), slow ? 'warned' : 'ok');
}
