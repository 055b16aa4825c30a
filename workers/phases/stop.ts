import { brokenText } from '../../src/lesson/manifest/assertion-wording.ts';
import { assertionsOf } from '../../src/lesson/manifest/lesson-assertions.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { unlocated } from './explain/build-failure.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';
import { runnableMsSince } from './readiness.ts';

/**
 * Stops the container as `docker stop` does. If it had to be killed, or had already exited, the result is a warning and not a failure.
 */
export async function stopPhase(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  const before = await running.state();
  if (!before.running)
    return passed(null, sayDetail.later('did-not-stay', { code: before.exitCode ?? '?' }), 'warned');
  const runnableMs = runnableMsSince(work.box, await work.box.counters());
  const ms = await running.stop(work.limits.stopSeconds);
  // Time that a crowded machine took does not count against the container.
  const own = Math.round(Math.min(ms, await runnableMs()) / 100) / 10;
  const { exitCode } = await running.state();
  const slow = exitCode === 137 || ms > work.limits.stopSeconds * 1000;
  const seconds = Math.round(ms / 100) / 10;
  for (const { assertion, todo, required } of assertionsOf(work.manifest)) {
    if (assertion.assert !== 'stops' || !required || own <= assertion.within) continue;
    const explanation = brokenText(assertion, 'stops-late', { found: own, within: assertion.within });
    const place = { ...unlocated, file: work.manifest.files.dockerfile };
    return failed({ ...place, reason: 'promise-broken', explanation, ...(todo === null ? {} : { todo }) });
  }
  return passed(null, sayDetail.later(slow ? 'slow-stop' : 'stopped', { seconds }), slow ? 'warned' : 'ok');
}
