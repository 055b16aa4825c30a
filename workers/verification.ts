import { ignoredBy, noIgnoreFile, parseIgnoreFile } from '../src/check/dockerignore.ts';
import type { CheckReport } from '../src/check/report.ts';
import type { Lesson } from '../src/lesson/lesson.ts';
import type { Manifest } from '../src/lesson/manifest.ts';
import type { Progress } from '../src/submission/job.ts';
import { type PhaseName, type PhaseResult, phaseNames, type Verdict } from '../src/submission/verdict.ts';
import { sayCause } from '../src/submission/wording/causes.ts';
import { sayDetail } from '../src/submission/wording/phases.ts';
import { sayReason } from '../src/submission/wording/reasons.ts';
import { againPhase } from './phases/again.ts';
import { placeOf, todoOf } from './phases/blame.ts';
import { type Built, buildPhase } from './phases/build.ts';
import { nowhere } from './phases/explain-build.ts';
import { type Inspected, inspectPhase } from './phases/inspect.ts';
import { lastEvidence } from './phases/last-evidence.ts';
import { migrationsPhase } from './phases/migrations.ts';
import { asResult, type Failure, type PhaseOutcome, type Work } from './phases/phase.ts';
import { probePhase } from './phases/probe.ts';
import { readyPhase } from './phases/ready.ts';
import { rebuildPhase } from './phases/rebuild.ts';
import { runPhase } from './phases/run.ts';
import { stopPhase } from './phases/stop.ts';
import { todosPhase } from './phases/todos.ts';
import type { Box } from './sandbox/boxes.ts';
import type { Running } from './sandbox/container.ts';
import {
  type ContextFile,
  ContextTooBig,
  type HandedIn,
  layContext,
  PathRefused,
} from './sandbox/context.ts';
import { cleanLine } from './sandbox/excerpt.ts';
import { CalledOff, EngineRefused, messageOf, Ours } from './sandbox/failures.ts';
import type { Limits } from './sandbox/limits.ts';

/** What is verified: a student's files on top of a lesson's backend. */
export interface Verification {
  readonly student: HandedIn;
  readonly lesson: Lesson & { readonly manifest: Manifest };
  /** The files that the student's go on top of. */
  readonly backend: readonly ContextFile[];
  /** What the instant check says of the same files; null when there is none. */
  readonly report: CheckReport | null;
  /** Digest of the checker, kept in the verdict. */
  readonly checker: string;
  /** Address of the egress proxy for RUN steps; null when there is none. */
  readonly proxy: string | null;
}

export type Step = Omit<Progress, 'v' | 'worker'>;

export interface Bounds {
  readonly limits: Limits;
  /** Abort it with a {@link CalledOff}, and the verdict is `cancelled` within two seconds. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Step) => void;
}

/** Carries out every phase in a box that the caller holds, stops at the first that fails, and says what came of it. Never throws. */
export async function verify(verification: Verification, box: Box, bounds: Bounds): Promise<Verdict> {
  const { limits, signal } = bounds;
  const record = new Recorder(bounds.onProgress);
  // The second clock: when it strikes, the engine counts as dead, because every phase has a clock of its own.
  const clock = AbortSignal.timeout(limits.jobSeconds * 1000);
  const stop = new AbortController();
  const strike = (): void =>
    stop.abort(new Ours('engine-away', `the job was not over after ${limits.jobSeconds} s`));
  clock.addEventListener('abort', strike, { once: true });
  const all = AbortSignal.any([signal, box.lost, stop.signal]);
  const first = await box.counters().catch(() => null);
  const verdict = new Judge(verification, box, record);
  try {
    const work = prepare(verification, box, limits, all);
    if ('failure' in work) return verdict.failed(work.failure);
    const failure = await phases(work, record, verdict);
    return failure === null ? verdict.passed() : verdict.failed(failure);
  } catch (error) {
    if (signal.aborted && signal.reason instanceof CalledOff) return verdict.cancelled(signal.reason);
    const ours = asOurs(error);
    // A student's program can take the engine down with it; what the supervisor counted tells it from a fault of ours.
    const theirs = ours.reason === 'engine-away' ? await lastEvidence(box, first, limits) : null;
    return theirs === null ? verdict.error(ours) : verdict.failed(theirs);
  } finally {
    clock.removeEventListener('abort', strike);
  }
}

function asOurs(error: unknown): Ours {
  if (error instanceof Ours) return error;
  if (error instanceof EngineRefused && error.status >= 500)
    return new Ours('engine-away', error.message, { cause: error });
  return new Ours('unexpected', messageOf(error), { cause: error });
}

function prepare(
  verification: Verification,
  box: Box,
  limits: Limits,
  signal: AbortSignal,
): Work | { readonly failure: Failure } {
  const { student, lesson, backend, report, proxy } = verification;
  const { manifest } = lesson;
  const { files } = manifest;
  const text = (path: string): string | null => {
    const content = student[path] ?? backend.find((file) => file.path === path)?.bytes;
    return content === undefined
      ? null
      : typeof content === 'string'
        ? content
        : Buffer.from(content).toString('utf8');
  };
  // A `<Dockerfile>.dockerignore` goes before the common one, as BuildKit has it.
  const ignore = text(`${files.dockerfile}.dockerignore`) ?? text(files.dockerignore);
  const patterns = ignore === null ? noIgnoreFile : parseIgnoreFile(ignore);
  if (patterns.error !== null) {
    const { line, phrase } = patterns.error;
    const explanation = sayCause.later('ignore-pattern', { said: phrase });
    return { failure: { ...nowhere, reason: 'build-failed', explanation, file: files.dockerignore, line } };
  }
  const ignores = (path: string): boolean => ignoredBy(patterns, path) !== null;
  try {
    const context = layContext(backend, student, ignores, [files.dockerfile, files.dockerignore], limits);
    const everything = [...backend.map(({ path }) => path), ...Object.keys(student)];
    const ignored = new Set(everything.filter(ignores));
    const dockerfile = text(files.dockerfile) ?? '';
    return { box, limits, signal, lesson, manifest, student, context, ignored, dockerfile, report, proxy };
  } catch (error) {
    const base = { ...nowhere, reason: 'build-failed' } as const;
    if (error instanceof PathRefused)
      return {
        failure: {
          ...base,
          explanation: sayCause.later('path-refused', { path: cleanLine(error.message, 100) }),
        },
      };
    if (error instanceof ContextTooBig)
      return {
        failure: { ...base, explanation: sayCause.later('too-big-context', { said: error.message }) },
      };
    throw error;
  }
}

/** All phases in order; the first failure ends them. */
async function phases(work: Work, record: Recorder, judge: Judge): Promise<Failure | null> {
  let running: Running | null = null;
  try {
    const built: PhaseOutcome<Built> = await record.phase('build', () =>
      buildPhase(work, ({ n, of, instruction }) =>
        record.step({ n, of, instruction: cleanLine(instruction, 120) }),
      ),
    );
    if (built.failure !== null) return built.failure;
    const seen: PhaseOutcome<Inspected> = await record.phase('inspect', () =>
      inspectPhase(work, built.result),
    );
    if (seen.failure !== null) return seen.failure;
    judge.image = seen.result.image;
    const run = await record.phase('run', () => runPhase(work, built.result.image));
    if (run.failure !== null) return run.failure;
    running = run.result;
    const container = run.result;
    for (const [name, phase] of [
      ['ready', () => readyPhase(work, container)],
      ['probe', () => probePhase(work, container)],
      ['migrations', () => migrationsPhase(work, container)],
      ['stop', () => stopPhase(work, container)],
    ] as const) {
      const outcome = await record.phase(name, phase);
      if (outcome.failure !== null) return outcome.failure;
    }
    await container.remove();
    for (const [name, phase] of [
      ['again', () => againPhase(work, built.result.image)],
      ['rebuild', () => rebuildPhase(work, built.result)],
    ] as const) {
      const outcome = await record.phase(name, phase);
      if (outcome.failure !== null) return outcome.failure;
    }
    return todosPhase(work, record.done);
  } finally {
    // Called off, the container goes at once, so that nothing of it runs on while the box ends.
    if (running !== null) void running.remove();
  }
}

/** Times the phases and tells how far it is. */
class Recorder {
  readonly done: PhaseResult[] = [];
  /** The failed phase, until the verdict has its sentence. */
  broken: { readonly name: PhaseName; readonly ms: number } | null = null;
  readonly #tell: ((progress: Step) => void) | undefined;
  #phase: PhaseName = 'build';

  constructor(tell: ((progress: Step) => void) | undefined) {
    this.#tell = tell;
  }

  async phase<T>(name: PhaseName, work: () => Promise<PhaseOutcome<T>>): Promise<PhaseOutcome<T>> {
    this.#phase = name;
    this.step(null);
    const began = performance.now();
    this.broken = { name, ms: 0 };
    const outcome = await work().finally(() => {
      this.broken = { name, ms: Math.round(performance.now() - began) };
    });
    if (outcome.failure === null) {
      this.done.push(asResult(name, performance.now() - began, outcome.found));
      this.broken = null;
    }
    return outcome;
  }

  step(step: Step['step']): void {
    this.#tell?.({
      phase: this.#phase,
      step,
      done: this.done.map(({ name, status, ms }) => ({ name, status, ms })),
    });
  }
}

/** Puts a verdict together. */
class Judge {
  image: Verdict['image'] = null;
  readonly #verification: Verification;
  readonly #box: Box;
  readonly #record: Recorder;

  constructor(verification: Verification, box: Box, record: Recorder) {
    this.#verification = verification;
    this.#box = box;
    this.#record = record;
  }

  passed(): Verdict {
    return this.#verdict({ outcome: 'passed', reason: null, explanation: null });
  }

  failed(failure: Failure): Verdict {
    const { lesson, report } = this.#verification;
    const { reason, explanation } = failure;
    const todo = failure.todo ?? todoOf(lesson.manifest, report, failure.aims, failure);
    return this.#verdict({
      outcome: 'failed',
      reason,
      explanation,
      todo,
      ...placeOf(report, todo, failure),
      excerpt: [...failure.excerpt],
    });
  }

  error(ours: Ours): Verdict {
    const image = cleanLine(ours.message.split(': ')[0] ?? '', 100);
    const explanation = sayReason.later(ours.reason, ours.reason === 'pull-failed' ? { image } : {});
    const excerpt = [cleanLine(ours.message)];
    return this.#verdict({ outcome: 'error', reason: ours.reason, explanation, excerpt });
  }

  cancelled(off: CalledOff): Verdict {
    return this.#verdict({ outcome: 'cancelled', reason: off.why, explanation: sayReason.later(off.why) });
  }

  #verdict(found: Pick<Verdict, 'outcome' | 'reason' | 'explanation'> & Partial<Verdict>): Verdict {
    const { lesson, checker } = this.#verification;
    return {
      v: 1,
      todo: null,
      file: null,
      line: null,
      excerpt: [],
      ...found,
      phases: this.#phases(found),
      image: this.image,
      digests: { lesson: lesson.digest, checker, box: this.#box.disk },
    };
  }

  #phases({ outcome, explanation }: Pick<Verdict, 'outcome' | 'explanation'>): PhaseResult[] {
    const { done, broken } = this.#record;
    const ended = [...done];
    // What was called off or broke on our side is not a failed phase of the student's.
    if (broken !== null && outcome === 'failed' && explanation !== null)
      ended.push({ name: broken.name, status: 'failed', ms: broken.ms, detail: explanation });
    const skipped = phaseNames
      .filter((name) => !ended.some((phase) => phase.name === name))
      .map((name) => ({ name, status: 'skipped' as const, ms: 0, detail: sayDetail.later('skipped') }));
    return [...ended, ...skipped];
  }
}
