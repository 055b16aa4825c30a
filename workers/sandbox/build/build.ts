import type { ImageBuildOptions } from 'dockerode';
import { z } from 'zod';
import { isError } from '../../../src/errors/message-of.ts';
import { type Clock, TimeLimitExceeded, wallClock } from '../../../src/timing/time-limit.ts';
import { ulimits } from '../containers/ulimits.ts';
import type { Engine } from '../engine/engine.ts';
import { jsonLines } from '../engine/json-lines.ts';
import { InfrastructureError, JobCancelled } from '../failures.ts';
import type { Limits } from '../limits.ts';
import { BuildProgress, type BuildStep, bounded } from './build-progress.ts';
import { type BuildContextFile, tarOf } from './context.ts';
import { imageOfStep } from './images-of-steps.ts';
import { buildArguments } from './proxy.ts';
import { decodeTrace, type Trace } from './trace.ts';

/** How long the engine may take to read the whole context; it answers nothing before that. Milliseconds. */
const contextMs = 30_000;

export interface BuildResult {
  /** Id of the image; null when the build failed. */
  readonly image: string | null;
  /** The engine's error message, if it failed. */
  readonly error: string | null;
  /** True when the build was stopped because its time was up. */
  readonly timedOut: boolean;
  /** True when the cause may be that the machine gave the box no processor. */
  readonly starved: boolean;
  /** True when it was stopped because it printed too much. */
  readonly flooded: boolean;
  /** The image for which the build was stopped because it may not be fetched; null if none. */
  readonly stray: string | null;
  readonly failed: BuildStep | null;
  /** Steps in the order in which they began. */
  readonly steps: readonly BuildStep[];
  readonly ms: number;
}

export interface BuildOptions {
  readonly context: readonly BuildContextFile[];
  /** Path of the Dockerfile in the context. */
  readonly dockerfile: string;
  /** The Dockerfile as the student wrote it: line numbers refer to this text. */
  readonly source: string;
  readonly tag: string;
  /** Predefined build arguments with the proxy's address; they are not part of the cache key. */
  readonly proxy: string | null;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Whether an image may be used. Asked for every image that the engine resolves, however the Dockerfile was parsed here. */
  readonly allows: (image: string) => boolean;
  readonly onStep?: (step: BuildStep) => void;
  /** Values for ARG; none by default. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** The target stage; the last one if null or left out. */
  readonly target?: string | null;
  /** The clock that the build's time is measured by. */
  readonly clock?: Clock;
}

const lineSchema = z.looseObject({
  id: z.string().optional(),
  aux: z.unknown().optional(),
  error: z.string().optional(),
  errorDetail: z.looseObject({ message: z.string().optional() }).optional(),
});
type BuildStreamLine = z.output<typeof lineSchema>;

/** Builds with BuildKit. A failed build is a result; it throws only when the engine is away or the job was cancelled. */
export const build = (engine: Engine, options: BuildOptions): Promise<BuildResult> =>
  new Build(engine, options).run();

/** One build, from sending the context to the last record of the engine's stream. */
class Build {
  readonly #engine: Engine;
  readonly #options: BuildOptions;
  readonly #progress: BuildProgress;
  readonly #overtime = new AbortController();
  /** Why the build is aborted: the job was cancelled, or the build's time is up. */
  readonly #stop: AbortSignal;
  #image: string | null = null;
  #error: string | null = null;
  #stray: string | null = null;
  #starved = false;
  #flooded = false;
  #readBytes = 0;
  #hangUp = (): void => undefined;

  constructor(engine: Engine, options: BuildOptions) {
    const { source, limits, onStep, signal } = options;
    this.#engine = engine;
    this.#options = options;
    this.#progress = new BuildProgress(source, limits.logKeptKilobytes * 1024, onStep);
    this.#stop = AbortSignal.any([signal, this.#overtime.signal]);
  }

  async run(): Promise<BuildResult> {
    const { signal, limits, clock = wallClock } = this.#options;
    const began = performance.now();
    const mostMs = limits.buildSeconds * 1000;
    const timer = clock(mostMs, (how) => {
      this.#starved = how === 'starved';
      this.#overtime.abort(new TimeLimitExceeded('build', mostMs, how));
    });
    try {
      await this.#follow();
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      // A stream that this side closed ends in an error of its own.
      if (!this.#wasCut)
        throw isError(cause) && !(cause instanceof InfrastructureError) ? torn(cause) : cause;
    } finally {
      timer.end();
    }
    if (signal.aborted) throw signal.reason ?? new JobCancelled('stopped');
    return this.#result(performance.now() - began);
  }

  /** Whether this side stopped the build. */
  get #wasCut(): boolean {
    return this.#overtime.signal.aborted || this.#flooded || this.#stray !== null;
  }

  async #follow(): Promise<void> {
    const stream = await this.#start();
    this.#hangUp = () => {
      // dockerode ends the build's session on `end`, an event that a destroyed stream does not emit.
      stream.emit('end');
      (stream as NodeJS.ReadableStream & { destroy: () => void }).destroy();
    };
    this.#stop.addEventListener('abort', this.#hangUp, { once: true });
    try {
      for await (const value of jsonLines(stream, { dropped: (bytes) => this.#count(bytes) })) {
        const line = lineSchema.safeParse(value).data;
        if (line !== undefined) this.#take(line);
        if (this.#flooded || this.#stray !== null) break;
      }
    } finally {
      this.#stop.removeEventListener('abort', this.#hangUp);
    }
    if (this.#image === null && this.#error === null && !this.#wasCut && !this.#stop.aborted)
      throw new InfrastructureError('engine-away', 'the engine ended the build without saying how');
  }

  #start(): Promise<NodeJS.ReadableStream> {
    const { context, tag, dockerfile, proxy, limits, arguments: given = {}, target } = this.#options;
    const options = {
      ...{ version: '2', t: tag, dockerfile, rm: true, forcerm: true, pull: false },
      buildargs: { ...given, ...buildArguments(proxy) },
      ...(target == null ? {} : { target }),
      ulimits: JSON.stringify(ulimits(limits)),
    } as ImageBuildOptions;
    return this.#engine.call('build', (docker) => docker.buildImage(tarOf(context), options), {
      ms: contextMs,
      signal: this.#stop,
    });
  }

  #take(line: BuildStreamLine): void {
    if (line.id === 'moby.buildkit.trace' && typeof line.aux === 'string') this.#takeTrace(decoded(line.aux));
    else if (line.id === 'moby.image.id') this.#image = imageId(line.aux) ?? this.#image;
    else if (line.errorDetail?.message !== undefined || line.error !== undefined)
      this.#error = bounded(line.errorDetail?.message ?? line.error ?? '');
  }

  #takeTrace(trace: Trace): void {
    this.#stray ??= this.#strayIn(trace);
    if (this.#stray !== null) {
      this.#hangUp();
      return;
    }
    this.#progress.add(trace);
    this.#count(trace.logs.reduce((sum, { bytes }) => sum + bytes.length, 0));
  }

  #strayIn({ vertexes }: Trace): string | null {
    const images = vertexes.flatMap(({ name }) => imageOfStep(name) ?? []);
    return images.find((each) => !this.#options.allows(each)) ?? null;
  }

  #count(bytes: number): void {
    this.#readBytes += bytes;
    if (this.#flooded || this.#readBytes <= this.#options.limits.logReadMegabytes * 1e6) return;
    this.#flooded = true;
    this.#hangUp();
  }

  #result(ms: number): BuildResult {
    const { steps } = this.#progress;
    const timedOut = this.#overtime.signal.aborted;
    const built = this.#error === null && !this.#wasCut;
    return {
      image: built ? this.#image : null,
      error: this.#error,
      timedOut,
      starved: this.#starved,
      flooded: this.#flooded,
      stray: this.#stray,
      failed: this.#failedStep(steps, timedOut),
      steps,
      ms,
    };
  }

  #failedStep(steps: readonly BuildStep[], timedOut: boolean): BuildStep | null {
    const broken = steps.findLast(({ error }) => error !== null && !/context canceled|^canceled/.test(error));
    if (broken !== undefined) return broken;
    if (this.#flooded) return loudest(steps) ?? null;
    return (timedOut ? steps.findLast((step) => step.ms === null) : undefined) ?? null;
  }
}

/** The step that printed most; it may already have ended when its output is read. */
const loudest = (steps: readonly BuildStep[]): BuildStep | undefined =>
  [...steps].sort((one, other) => other.log.bytes - one.log.bytes)[0];

/** The engine hung up in the middle of a build, which is never the student's fault. */
function torn(cause: Error): Error {
  return new InfrastructureError('engine-away', `the build's stream broke off: ${cause.message}`, { cause });
}

function decoded(aux: string): Trace {
  try {
    return decodeTrace(Buffer.from(aux, 'base64'));
  } catch {
    // A record that cannot be decoded costs its progress, not the build.
    return { vertexes: [], logs: [], statuses: [], warnings: [] };
  }
}

function imageId(aux: unknown): string | null {
  return z.looseObject({ ID: z.string() }).safeParse(aux).data?.ID ?? null;
}
