import type { ImageBuildOptions } from 'dockerode';
import { z } from 'zod';
import { type BoundedText, boundedText } from './bounded-text.ts';
import { type Timer, TookTooLong, wallTimer } from './clock.ts';
import { type BuildContextFile, tarOf } from './context.ts';
import type { Engine } from './engine.ts';
import { InfrastructureError, isError, JobCancelled } from './failures.ts';
import { imageOfStep } from './images-of-steps.ts';
import { jsonLines } from './json-lines.ts';
import type { Limits } from './limits.ts';
import { lineOfStep, planSteps, readStepName } from './step-lines.ts';
import { decodeTrace, type Trace } from './trace.ts';

/** One instruction of the Dockerfile as BuildKit carried it out. */
export interface BuildStep {
  readonly n: number;
  readonly of: number;
  readonly instruction: string;
  /** First line of the instruction, from 1; null when it cannot be told. */
  readonly line: number | null;
  readonly cached: boolean;
  /** Null while it has not ended. */
  readonly ms: number | null;
  readonly error: string | null;
  readonly log: BoundedText;
}

export interface BuildResult {
  /** Id of the image; null when the build failed. */
  readonly image: string | null;
  /** What the engine said when it failed. */
  readonly error: string | null;
  /** True when the build was stopped because its time was over. */
  readonly timedOut: boolean;
  /** True when that may be because the machine gave the box no processor. */
  readonly starved: boolean;
  /** True when it was stopped because it printed too much. */
  readonly flooded: boolean;
  /** An image that it was stopped for, because it may not be fetched; null when there was none. */
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
  /** Its text as the student wrote it: lines are counted in this one. */
  readonly source: string;
  readonly tag: string;
  /** What predefined build arguments say of the way out; they are no part of the cache's key. */
  readonly proxy: string | null;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Whether an image may be used. Asked of what the engine says it looks up, whatever the Dockerfile was read to mean. */
  readonly allows: (image: string) => boolean;
  readonly onStep?: (step: BuildStep) => void;
  /** What the build's time is measured by. */
  readonly clock?: Timer;
}

interface StepDraft {
  name: string;
  cached: boolean;
  started: number | null;
  completed: number | null;
  error: string;
  readonly log: BoundedText;
}

/** Characters kept of a step's name and of an error: both quote the Dockerfile with its variables filled in. */
const mostSaid = 16_384;

const lineSchema = z.looseObject({
  id: z.string().optional(),
  aux: z.unknown().optional(),
  error: z.string().optional(),
  errorDetail: z.looseObject({ message: z.string().optional() }).optional(),
});

/** `ulimits` for every process of a build step and a container: nproc stops a fork bomb, nofile a hoarder. */
export const ulimits = (limits: Limits) => [
  { Name: 'nproc', Soft: limits.processes, Hard: limits.processes },
  { Name: 'nofile', Soft: limits.openFiles, Hard: limits.openFiles },
];

/** The way out for RUN steps, as predefined build arguments. */
export function buildArguments(proxy: string | null): Record<string, string> {
  if (proxy === null) return {};
  const none = 'localhost,127.0.0.1,::1';
  const both = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: none };
  return { ...both, ...Object.fromEntries(Object.entries(both).map(([k, v]) => [k.toLowerCase(), v])) };
}

/**
 * Builds with BuildKit. A failed build is a result; what is thrown is ours (the engine is away) or that the job was called off.
 */
export async function build(engine: Engine, ask: BuildOptions): Promise<BuildResult> {
  const began = performance.now();
  const plan = planSteps(ask.source);
  const drafts = new Map<string, StepDraft>();
  const clock = new AbortController();
  const mostMs = ask.limits.buildSeconds * 1000;
  let starved = false;
  const timer = (ask.clock ?? wallTimer)(mostMs, (how) => {
    starved = how === 'starved';
    clock.abort(new TookTooLong('build', mostMs, how));
  });
  const stop = AbortSignal.any([ask.signal, clock.signal]);
  let [image, error]: [string | null, string | null] = [null, null];
  let [timedOut, flooded] = [false, false];
  let stray: string | null = null;
  const mostRead = ask.limits.logReadMegabytes * 1e6;
  let read = 0;

  try {
    const stream = await engine.call(
      'build',
      (docker) =>
        docker.buildImage(tarOf(ask.context), {
          version: '2',
          t: ask.tag,
          dockerfile: ask.dockerfile,
          rm: true,
          forcerm: true,
          pull: false,
          buildargs: buildArguments(ask.proxy),
          ulimits: JSON.stringify(ulimits(ask.limits)),
          ...networkMode(),
        } as ImageBuildOptions),
      // The engine answers the request only when it has read the whole context.
      { ms: 30_000, signal: stop },
    );
    const hangUp = (): void => {
      // dockerode ends the build's session on `end`, which a destroyed stream never says by itself.
      stream.emit('end');
      (stream as NodeJS.ReadableStream & { destroy: () => void }).destroy();
    };
    stop.addEventListener('abort', hangUp, { once: true });
    try {
      const count = (bytes: number): void => {
        read += bytes;
        if (flooded || read <= mostRead) return;
        flooded = true;
        hangUp();
      };
      for await (const value of jsonLines(stream, { dropped: count })) {
        const line = lineSchema.safeParse(value).data;
        if (line === undefined) continue;
        if (line.id === 'moby.buildkit.trace' && typeof line.aux === 'string') {
          const trace = decoded(line.aux);
          stray ??= strayIn(trace);
          if (stray !== null) {
            hangUp();
            break;
          }
          take(trace);
          count(trace.logs.reduce((sum, { bytes }) => sum + bytes.length, 0));
        } else if (line.id === 'moby.image.id') image = imageId(line.aux) ?? image;
        else if (line.errorDetail?.message !== undefined || line.error !== undefined)
          error = kept(line.errorDetail?.message ?? line.error ?? '');
        if (flooded) break;
      }
    } finally {
      stop.removeEventListener('abort', hangUp);
    }
    if (image === null && error === null && !flooded && stray === null && !stop.aborted)
      throw new InfrastructureError('engine-away', 'the engine ended the build without saying how');
  } catch (cause) {
    if (ask.signal.aborted) throw ask.signal.reason;
    // A stream that was hung up on ends in an error of its own.
    if (!clock.signal.aborted && !flooded && stray === null)
      throw isError(cause) && !(cause instanceof InfrastructureError) ? torn(cause) : cause;
  } finally {
    timer.end();
  }
  if (ask.signal.aborted) throw ask.signal.reason ?? new JobCancelled('stopped');
  timedOut = clock.signal.aborted;

  const steps = [...drafts.values()].flatMap((draft) => stepOf(draft) ?? []);
  const failed =
    steps.findLast((step) => step.error !== null && !/context canceled|^canceled/.test(step.error)) ??
    (flooded ? loudest(steps) : timedOut ? steps.findLast((step) => step.ms === null) : undefined) ??
    null;
  return {
    image: error === null && !timedOut && !flooded && stray === null ? image : null,
    error,
    timedOut,
    starved,
    flooded,
    stray,
    failed,
    steps,
    ms: performance.now() - began,
  };

  function strayIn({ vertexes }: Trace): string | null {
    const images = vertexes.flatMap(({ name }) => imageOfStep(name) ?? []);
    return images.find((each) => !ask.allows(each)) ?? null;
  }

  function take(trace: Trace): void {
    for (const vertex of trace.vertexes) {
      const known = drafts.get(vertex.digest);
      const name = kept(vertex.name);
      const draft = known ?? { ...vertex, name, log: boundedText(ask.limits.logKeptKilobytes * 1024) };
      drafts.set(vertex.digest, draft);
      draft.cached ||= vertex.cached;
      draft.started ??= vertex.started;
      draft.completed = vertex.completed ?? draft.completed;
      if (vertex.error !== '') draft.error = kept(vertex.error);
      const step = draft.started === null ? null : stepOf(draft);
      if (step !== null) ask.onStep?.(step);
    }
    for (const { vertex, bytes } of trace.logs) drafts.get(vertex)?.log.add(bytes);
  }

  function stepOf(draft: StepDraft): BuildStep | null {
    const name = readStepName(draft.name);
    if (name === null) return null;
    const { n, of, instruction } = name;
    return {
      n,
      of,
      instruction,
      line: lineOfStep(name, plan),
      cached: draft.cached,
      ms: draft.started === null || draft.completed === null ? null : draft.completed - draft.started,
      error: draft.error === '' ? null : draft.error,
      log: draft.log,
    };
  }
}

/** The step that printed most: it may have ended by the time that its output is read. */
const loudest = (steps: readonly BuildStep[]): BuildStep | undefined =>
  [...steps].sort((one, other) => other.log.bytes() - one.log.bytes())[0];

/** The engine hung up in the middle of a build: that is never the student's. */
function torn(cause: Error): Error {
  return new InfrastructureError('engine-away', `the build's stream broke off: ${cause.message}`, { cause });
}

function decoded(aux: string): Trace {
  try {
    return decodeTrace(Buffer.from(aux, 'base64'));
  } catch {
    // A record that cannot be read costs its progress, not the build.
    return { vertexes: [], logs: [], statuses: [], warnings: [] };
  }
}

function imageId(aux: unknown): string | null {
  return z.looseObject({ ID: z.string() }).safeParse(aux).data?.ID ?? null;
}

/** A copy, because a slice would hold the whole of a long text in memory. */
const kept = (text: string): string =>
  text.length <= mostSaid ? text : Buffer.from(text.slice(0, mostSaid)).toString();

/** A network for RUN steps other than the engine's own, where the box's engine needs one (development only). */
function networkMode(): { networkmode?: string } {
  const mode = process.env.SANDBOX_BUILD_NETWORK;
  return mode === undefined || mode === '' ? {} : { networkmode: mode };
}
