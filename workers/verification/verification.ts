import { messageOf } from '../../src/errors/message-of.ts';
import { hasComposeFile } from '../../src/lesson/manifest/compose-file.ts';
import type { PhaseName, Verdict } from '../../src/submission/verdict.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { type Built, buildPhase } from '../phases/build.ts';
import { explainExhaustedBox } from '../phases/explain/exhausted-box.ts';
import { largeConfiguration } from '../phases/explain/large-configuration.ts';
import { finishPhase } from '../phases/finish.ts';
import { inspectPhase } from '../phases/inspect.ts';
import { leakedFiles } from '../phases/leaked-files.ts';
import { migrationsPhase } from '../phases/migrations.ts';
import type { PhaseOutcome, Work } from '../phases/phase.ts';
import { postgresPhase } from '../phases/postgres.ts';
import { probePhase } from '../phases/probe.ts';
import { alone, promisesPhase, reachedAt } from '../phases/promises.ts';
import { readinessPhase } from '../phases/readiness.ts';
import { rebuildPhase } from '../phases/rebuild.ts';
import { runPhase } from '../phases/run.ts';
import { secondStartPhase } from '../phases/second-start.ts';
import { stopPhase } from '../phases/stop.ts';
import type { Box } from '../sandbox/box/boxes.ts';
import { fairClock } from '../sandbox/box/fair-clock.ts';
import type { BuildStep } from '../sandbox/build/build-progress.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import { AnswerTooLarge, EngineRefused, InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import type { Limits } from '../sandbox/limits.ts';
import { todosPhase, workflowFailure } from '../verdict/todos.ts';
import { VerdictBuilder } from '../verdict/verdict-builder.ts';
import { composePhases } from './compose-phases.ts';
import { JobClock } from './job-clock.ts';
import { PhaseFailed, type PhaseProgress, PhaseRecorder } from './phase-recorder.ts';
import { phasesOf } from './phases-of.ts';
import { prepare, type Verification } from './prepare.ts';
import { withLessonServices } from './with-services.ts';

export type { PhaseProgress } from './phase-recorder.ts';
export type { Verification } from './prepare.ts';

export interface VerificationOptions {
  readonly limits: Limits;
  /** When aborted with a {@link JobCancelled}, the verdict is `cancelled` within two seconds. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PhaseProgress) => void;
}

/** Runs all phases in a box that the caller holds, stops at the first failure, and returns the verdict. Never throws. */
export async function verify(
  verification: Verification,
  box: Box,
  bounds: VerificationOptions,
): Promise<Verdict> {
  const { limits, signal } = bounds;
  const recorder = new PhaseRecorder(bounds.onProgress);
  const stop = new AbortController();
  const first = await box.counters().catch(() => null);
  const clock = new JobClock(
    limits.jobSeconds,
    () =>
      stop.abort(new InfrastructureError('engine-away', `the job was not over after ${limits.jobSeconds} s`)),
    fairClock(box.counters, limits.busyTimes, first),
  );
  const all = AbortSignal.any([signal, box.lost, stop.signal]);
  const verdict = new VerdictBuilder(verification, box, recorder, limits);
  let work: Work | null = null;
  try {
    const prepared = prepare(verification, box, { limits, signal: all, unclocked: clock.without });
    if ('failure' in prepared) return verdict.failed(prepared.failure);
    work = prepared;
    const unusable = workflowFailure(work);
    if (unusable !== null) return verdict.failed(unusable);
    const phases = hasComposeFile(work.manifest) ? composed(verification) : allPhases;
    await phases(work, recorder, verdict);
    const failure = todosPhase(work, recorder.done);
    if (failure !== null) throw new PhaseFailed(failure);
    return verdict.passed();
  } catch (error) {
    if (error instanceof PhaseFailed) return verdict.failed(error.failure);
    if (signal.aborted && signal.reason instanceof JobCancelled) return verdict.cancelled(signal.reason);
    if (error instanceof AnswerTooLarge && work !== null) return verdict.failed(largeConfiguration(work));
    const ours = asOurs(error);
    // A student's program can take the engine down with it; the supervisor's counters tell this from a fault of ours.
    const theirs = ours.reason === 'engine-away' ? await explainExhaustedBox(box, first, limits) : null;
    return theirs === null ? verdict.error(ours) : verdict.failed(theirs);
  } finally {
    clock.end();
  }
}

/** All phases in order; the first failure ends them with {@link PhaseFailed}. */
async function allPhases(given: Work, recorder: PhaseRecorder, verdict: VerdictBuilder): Promise<void> {
  const built = await recorder.run('build', () => buildPhase(given, ...listeners(recorder, verdict)));
  const inspected = await recorder.run('inspect', () => inspectPhase(given, built));
  verdict.image = inspected.image;
  const work = { ...given, image: inspected.facts };
  const megabytes = Math.round(inspected.image.bytes / 1e6);
  await withLessonServices(work, recorder, (beside) => containerPhases(beside, recorder, built, megabytes));
  // The services are gone: from here on the box may reach the network again.
  if (phasesOf(work.manifest).includes('rebuild'))
    await recorder.run('rebuild', () => rebuildPhase(work, built));
  const { postgres } = work.manifest;
  if (postgres !== null) await recorder.run('postgres', () => postgresPhase(work, built.image, postgres));
}

/** The phases that run the image as the lesson says. */
async function containerPhases(
  work: Work,
  recorder: PhaseRecorder,
  built: Built,
  megabytes: number,
): Promise<void> {
  const { image } = built;
  const wanted = new Set(phasesOf(work.manifest));
  /** Runs a phase if this lesson has it. */
  const phase = async (name: PhaseName, carryOut: () => Promise<PhaseOutcome<null>>): Promise<void> => {
    if (wanted.has(name)) await recorder.run(name, carryOut);
  };
  const container = await recorder.run('run', () => runPhase(work, image));
  try {
    await phase('ready', () => readinessPhase(work, container));
    await phase('finish', () => finishPhase(work, container));
    await phase('probe', () => probePhase(work, container));
    const reach = (port: number) => reachedAt(work, container, port);
    const server = alone(work, container);
    await phase('promises', () => promisesPhase(server, { image, megabytes, reach }));
    const leaked = await warnOfLeakedFiles(work, image, container, recorder);
    await phase('migrations', () => migrationsPhase(work, container, leaked));
    await phase('stop', () => stopPhase(work, container));
  } catch (error) {
    // Removed at once, so that nothing of it runs on while the box ends.
    void container.remove();
    throw error;
  }
  await container.remove();

  await phase('again', () => secondStartPhase(work, image));
}

/** The same for a lesson with a Compose file. */
const composed =
  (verification: Verification) =>
  (work: Work, recorder: PhaseRecorder, verdict: VerdictBuilder): Promise<void> => {
    const [onStep, onFetched] = listeners(recorder, verdict);
    return composePhases(verification, work, recorder, verdict, { onStep, onFetched });
  };

/** Events of a running build: a step progressed, a base image had to be fetched. */
const listeners = (recorder: PhaseRecorder, verdict: VerdictBuilder) =>
  [
    (step: BuildStep): void => {
      const { n, of, instruction } = step;
      verdict.steps.set(`${step.line}:${n}/${of}`, step);
      recorder.step({ n, of, instruction: cleanLine(instruction, 120) });
    },
    (): void => {
      verdict.fetched = true;
    },
  ] as const;

/** This can be seen only from inside a running container; it describes the image. */
async function warnOfLeakedFiles(
  work: Work,
  image: string,
  container: RunningContainer,
  recorder: PhaseRecorder,
): Promise<readonly string[]> {
  const leaked = await leakedFiles(work, image, container);
  if (leaked.length > 0)
    recorder.warn('inspect', sayDetail.later('leaked-files', { files: leaked.join(', ') }));
  return leaked;
}

function asOurs(error: unknown): InfrastructureError {
  if (error instanceof InfrastructureError) return error;
  if (error instanceof EngineRefused && error.status >= 500)
    return new InfrastructureError('engine-away', error.message, { cause: error });
  return new InfrastructureError('unexpected', messageOf(error), { cause: error });
}
