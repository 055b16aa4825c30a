import type { Verdict } from '../../src/submission/verdict.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { type Built, buildPhase } from '../phases/build.ts';
import { explainExhaustedBox } from '../phases/explain/exhausted-box.ts';
import { largeConfiguration } from '../phases/explain/large-configuration.ts';
import { type Inspected, inspectPhase } from '../phases/inspect.ts';
import { leakedFiles } from '../phases/leaked-files.ts';
import { migrationsPhase } from '../phases/migrations.ts';
import type { PhaseFailure, PhaseOutcome, Work } from '../phases/phase.ts';
import { postgresPhase } from '../phases/postgres.ts';
import { probePhase } from '../phases/probe.ts';
import { readinessPhase } from '../phases/readiness.ts';
import { rebuildPhase } from '../phases/rebuild.ts';
import { runPhase } from '../phases/run.ts';
import { secondStartPhase } from '../phases/second-start.ts';
import { stopPhase } from '../phases/stop.ts';
import type { Box } from '../sandbox/boxes.ts';
import type { RunningContainer } from '../sandbox/container.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import {
  AnswerTooLarge,
  EngineRefused,
  InfrastructureError,
  JobCancelled,
  messageOf,
} from '../sandbox/failures.ts';
import { fairTimer } from '../sandbox/fair-timer.ts';
import type { Limits } from '../sandbox/limits.ts';
import { todosPhase } from '../verdict/todos.ts';
import { VerdictBuilder } from '../verdict/verdict-builder.ts';
import { jobClock } from './job-clock.ts';
import { type PhaseProgress, PhaseRecorder } from './phase-recorder.ts';
import { prepare, type Verification } from './prepare.ts';

export type { PhaseProgress } from './phase-recorder.ts';
export type { Verification } from './prepare.ts';

export interface Bounds {
  readonly limits: Limits;
  /** Abort it with a {@link JobCancelled}, and the verdict is `cancelled` within two seconds. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PhaseProgress) => void;
}

/** Carries out every phase in a box that the caller holds, stops at the first that fails, and says what came of it. Never throws. */
export async function verify(verification: Verification, box: Box, bounds: Bounds): Promise<Verdict> {
  const { limits, signal } = bounds;
  const record = new PhaseRecorder(bounds.onProgress);
  const stop = new AbortController();
  const first = await box.counters().catch(() => null);
  const clock = jobClock(
    limits.jobSeconds,
    () =>
      stop.abort(new InfrastructureError('engine-away', `the job was not over after ${limits.jobSeconds} s`)),
    fairTimer(box.counters, limits.busyTimes, first),
  );
  const all = AbortSignal.any([signal, box.lost, stop.signal]);
  const verdict = new VerdictBuilder(verification, box, record, limits);
  let work: ReturnType<typeof prepare> | null = null;
  try {
    work = prepare(verification, box, { limits, signal: all, unclocked: clock.without });
    if ('failure' in work) return verdict.failed(work.failure);
    const failure = await phases(work, record, verdict);
    return failure === null ? verdict.passed() : verdict.failed(failure);
  } catch (error) {
    if (signal.aborted && signal.reason instanceof JobCancelled) return verdict.cancelled(signal.reason);
    if (error instanceof AnswerTooLarge && work !== null && !('failure' in work))
      return verdict.failed(largeConfiguration(work));
    const ours = asOurs(error);
    // A student's program can take the engine down with it; what the supervisor counted tells it from a fault of ours.
    const theirs = ours.reason === 'engine-away' ? await explainExhaustedBox(box, first, limits) : null;
    return theirs === null ? verdict.error(ours) : verdict.failed(theirs);
  } finally {
    clock.end();
  }
}

function asOurs(error: unknown): InfrastructureError {
  if (error instanceof InfrastructureError) return error;
  if (error instanceof EngineRefused && error.status >= 500)
    return new InfrastructureError('engine-away', error.message, { cause: error });
  return new InfrastructureError('unexpected', messageOf(error), { cause: error });
}

/** All phases in order; the first failure ends them. */
async function phases(
  given: Work,
  record: PhaseRecorder,
  judge: VerdictBuilder,
): Promise<PhaseFailure | null> {
  let running: RunningContainer | null = null;
  try {
    const built: PhaseOutcome<Built> = await record.phase('build', () =>
      buildPhase(
        given,
        (step) => {
          const { n, of, instruction } = step;
          judge.steps.set(`${step.line}:${n}/${of}`, step);
          record.step({ n, of, instruction: cleanLine(instruction, 120) });
        },
        () => {
          judge.fetched = true;
        },
      ),
    );
    if (built.failure !== null) return built.failure;
    const seen: PhaseOutcome<Inspected> = await record.phase('inspect', () =>
      inspectPhase(given, built.result),
    );
    if (seen.failure !== null) return seen.failure;
    judge.image = seen.result.image;
    const work = { ...given, image: seen.result.facts };
    const run = await record.phase('run', () => runPhase(work, built.result.image));
    if (run.failure !== null) return run.failure;
    running = run.result;
    const container = run.result;
    for (const [name, phase] of [
      ['ready', () => readinessPhase(work, container)],
      ['probe', () => probePhase(work, container)],
    ] as const) {
      const outcome = await record.phase(name, phase);
      if (outcome.failure !== null) return outcome.failure;
    }
    // Seen from inside, and so only now; what it says is about the image.
    const leaked = await leakedFiles(work, built.result.image, container);
    if (leaked.length > 0)
      record.warn('inspect', sayDetail.later('leaked-files', { files: leaked.join(', ') }));
    for (const [name, phase] of [
      ['migrations', () => migrationsPhase(work, container, leaked)],
      ['stop', () => stopPhase(work, container)],
    ] as const) {
      const outcome = await record.phase(name, phase);
      if (outcome.failure !== null) return outcome.failure;
    }
    await container.remove();
    for (const [name, phase] of [
      ['again', () => secondStartPhase(work, built.result.image)],
      ['rebuild', () => rebuildPhase(work, built.result)],
    ] as const) {
      const outcome = await record.phase(name, phase);
      if (outcome.failure !== null) return outcome.failure;
    }
    const { postgres } = work.manifest;
    if (postgres !== null) {
      const { failure } = await record.phase('postgres', () =>
        postgresPhase(work, built.result.image, postgres),
      );
      if (failure !== null) return failure;
    }
    return todosPhase(work, record.done);
  } finally {
    // Called off, the container goes at once, so that nothing of it runs on while the box ends.
    if (running !== null) void running.remove();
  }
}
