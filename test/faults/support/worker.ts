import { pino } from 'pino';
import { readSettings } from '../../../src/config/settings.ts';
import { type PhaseName, phaseNames, type Verdict } from '../../../src/submission/verdict.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import { sleep } from '../../../src/timing/sleep.ts';
import { InfrastructureError, JobCancelled } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import type { verify } from '../../../workers/verification/verification.ts';
import { VerifyWorker } from '../../../workers/worker.ts';
import { verifyHere } from '../../support/verify-here.ts';
import { crashPoint, obeyInjectedFaults } from './fault-injection.ts';

/**
 * The real worker with phases that take their time and do nothing: queue, lease, progress, cancelling and verdict are real. Seconds that
 * each phase takes, as measured on the lesson's solution, before STORM_PACE.
 */
const usual: Readonly<Record<PhaseName, number>> = {
  build: 8,
  inspect: 0.3,
  run: 0.6,
  services: 0.1,
  ready: 2.5,
  finish: 0.1,
  probe: 0.3,
  promises: 0.1,
  migrations: 0.5,
  stop: 1,
  again: 3.5,
  rebuild: 4,
  postgres: 4,
};
const pace = Number(process.env.STORM_PACE ?? '1');

const timed: typeof verify = async ({ lesson }, box, { signal, onProgress }) => {
  const all = AbortSignal.any([signal, box.lost]);
  const done: { readonly name: PhaseName; readonly status: 'ok'; readonly ms: number }[] = [];
  const found = (outcome: Pick<Verdict, 'outcome' | 'reason' | 'explanation'>): Verdict => ({
    v: 1,
    ...outcome,
    todo: null,
    file: null,
    line: null,
    phases: done.map((phase) => ({ ...phase, detail: sayDetail.later('skipped') })),
    image: null,
    excerpt: [],
    digests: { lesson: lesson.digest, checker: 'timed', box: box.disk },
  });
  try {
    for (const name of phaseNames) {
      crashPoint(name);
      process.send?.({ phase: name });
      onProgress?.({ phase: name, step: null, done: [...done] });
      const ms = usual[name] * pace * 1_000 * (0.7 + 0.6 * Math.random());
      await sleep(ms, all);
      done.push({ name, status: 'ok', ms: Math.round(ms) });
    }
    return found({ outcome: 'passed', reason: null, explanation: null });
  } catch (error) {
    const why: unknown = all.aborted ? all.reason : error;
    if (why instanceof JobCancelled)
      return found({ outcome: 'cancelled', reason: why.why, explanation: sayReason.later(why.why) });
    const reason = why instanceof InfrastructureError ? why.reason : 'unexpected';
    return found({ outcome: 'error', reason, explanation: sayReason.later(reason) });
  }
};

obeyInjectedFaults();
const settings = readSettings(process.env);
const means = {
  boxesDir: settings.SANDBOX_BOXES,
  proxy: null,
  checker: 'timed',
  limits: { ...readLimits(process.env), leaseSeconds: 5, callSeconds: 3 },
};
const worker = new VerifyWorker({
  id: process.env.STORM_WORKER ?? `w${process.pid}`,
  redisUrl: settings.REDIS_URL,
  prefix: settings.QUEUE_PREFIX,
  lessonsDir: settings.LESSONS_DIR,
  ...means,
  log: pino({ level: settings.LOG_LEVEL, name: 'worker' }, pino.destination({ dest: 2, sync: true })),
  lockMs: Number(process.env.STORM_LOCK_MS ?? '6000'),
  graceMs: Number(process.env.STORM_GRACE_MS ?? '2000'),
  signEveryMs: 1_000,
  verifiers: verifyHere(settings.LESSONS_DIR, means, timed, () => {
    crashPoint('reading');
    throw new Error('nothing is read here');
  }),
});
worker.ready.then(
  () => process.send?.('ready'),
  () => undefined,
);
process.once('SIGTERM', () => {
  worker.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
