import { brokenText } from '../../src/lesson/manifest/assertion-wording.ts';
import type { AssertionOf } from '../../src/lesson/manifest/assertions.ts';
import { assertionsOf } from '../../src/lesson/manifest/lesson-assertions.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sleep } from '../../src/timing/sleep.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { excerptOf } from '../sandbox/excerpt.ts';
import { InfrastructureError } from '../sandbox/failures.ts';
import { findExhausted, sayExhausted } from './explain/exhausted-limit.ts';
import { startFile } from './explain/start-command.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';
import { runnableMsSince } from './readiness.ts';

const pollIntervalMs = 200;

/** Waits for a container that does its work and exits, in a lesson without a port. */
export async function finishPhase(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  const { limits, signal, box } = work;
  const before = await box.counters();
  const runnableMs = runnableMsSince(box, before);
  const began = performance.now();
  const mostMs = limits.readySeconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const { running: goesOn, exitCode } = await running.state();
    if (!goesOn) return ended(work, running, exitCode ?? 0, before);
    const passedMs = performance.now() - began;
    if (passedMs > mostMs && (await runnableMs()) > mostMs)
      return failed({
        reason: 'timed-out',
        explanation: sayCause.later('never-ended', { seconds: Math.round(passedMs / 1000) }),
        aims: [],
        file: startFile(work),
        line: null,
        excerpt: excerptOf(running.log.tail(80), 12),
      });
    if (passedMs > mostMs * limits.busyTimes)
      throw new InfrastructureError('machine-busy', 'the container had no chance to end');
    await sleep(pollIntervalMs, signal);
  }
}

async function ended(
  work: Work,
  running: RunningContainer,
  code: number,
  before: Parameters<typeof findExhausted>[0],
): Promise<PhaseOutcome<null>> {
  // The last output may arrive a moment after the exit.
  await sleep(pollIntervalMs, work.signal);
  const after = await work.box.counters();
  const excerpt = excerptOf(running.log.tail(80), 12);
  const base = { aims: [], file: startFile(work), line: null, excerpt } as const;
  const spent = findExhausted(before, after, running.log.text(), code);
  if (spent !== null)
    return failed({ ...base, reason: spent, explanation: sayExhausted(spent, after, work.limits) });
  const promised = assertionsOf(work.manifest).find(({ assertion }) => assertion.assert === 'exits');
  const wanted = promised?.assertion.assert === 'exits' ? promised.assertion : usual;
  const todo = promised?.todo == null ? {} : { todo: promised.todo };
  if (code !== wanted.code) {
    const explanation = brokenText(wanted, 'exits', { found: code, code: wanted.code });
    return failed({ ...base, ...todo, reason: 'exited', explanation });
  }
  if (wanted.prints !== undefined && !running.log.text().includes(wanted.prints)) {
    const explanation = brokenText(wanted, 'exits-silent', { text: wanted.prints });
    return failed({ ...base, ...todo, reason: 'promise-broken', explanation });
  }
  return passed(null, sayDetail.later('finished', { code }));
}

const usual: AssertionOf<'exits'> = { assert: 'exits', code: 0 };
