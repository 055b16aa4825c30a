import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import type { BoundedText } from '../bounded-text.ts';
import type { Engine } from '../engine/engine.ts';
import { type ExecResult, execInContainer } from '../engine/exec.ts';
import { EngineRefused } from '../failures.ts';
import { exposedPort } from './container-bounds.ts';
import { ContainerOutput } from './container-output.ts';
import { createOptionsOfRun, type RunOptions } from './run-options.ts';

interface ContainerState {
  readonly running: boolean;
  /** Null while the container runs. */
  readonly exitCode: number | null;
  /** The engine's message when it could not even start the container. */
  readonly error: string;
  /** The state of its healthcheck; null when it has none. */
  readonly health: string | null;
}

/** A running container of the student's image, with its port published inside the box. */
export interface RunningContainer {
  readonly id: string;
  /** The box's port that is forwarded to the container's port. */
  readonly port: number;
  /** The same container, reached at another of its published ports. */
  readonly at: (port: number) => RunningContainer;
  readonly log: BoundedText;
  /** Aborts when the container has printed more than is read. */
  readonly flooded: AbortSignal;
  /** Waits until its output so far has been read. */
  readonly caughtUp: () => Promise<void>;
  readonly state: () => Promise<ContainerState>;
  /** Runs a program in it as root; null when that is not possible or took too long. */
  readonly exec: (command: readonly string[], ms?: number) => Promise<ExecResult | null>;
  /** Whether an attempt has shown that nothing can be executed in it, because its image lacks the program. */
  readonly sealed: () => boolean;
  /** SIGTERM, then SIGKILL after `seconds`. Returns how long the stop took, in milliseconds. */
  readonly stop: (seconds: number) => Promise<number>;
  /** Kills and removes it; never throws. */
  readonly remove: () => Promise<void>;
}

export type StartResult =
  | { readonly running: RunningContainer; readonly refused: null }
  | { readonly running: null; readonly refused: string };

/**
 * Starts a container like `docker run -p`, detached. If the engine refuses to start it (an ENTRYPOINT that does not exist), that is a
 * result.
 */
export const start = (engine: Engine, options: RunOptions): Promise<StartResult> =>
  startFrom(engine, createOptionsOfRun(options), options);

/** The same with the full options of the engine's API; `port`: the container port behind {@link RunningContainer.port}. */
export async function startFrom(
  engine: Engine,
  asked: ContainerCreateOptions,
  options: Pick<RunOptions, 'port' | 'limits' | 'signal'>,
): Promise<StartResult> {
  const create = engine.call('create', (docker) => docker.createContainer(asked), { signal: options.signal });
  const created = await unlessRefused(create, isRefusalToCreate);
  if ('refused' in created) return { running: null, refused: created.refused };
  const { id } = created.value;
  try {
    const { signal } = options;
    const begun = engine.call('start', (docker) => docker.getContainer(id).start(), { signal, ms: startMs });
    const started = await unlessRefused(begun, isRefusalToStart);
    if (!('refused' in started)) return { running: await follow(engine, id, options), refused: null };
    await discard(engine, id);
    return { running: null, refused: started.refused };
  } catch (error) {
    await discard(engine, id);
    throw error;
  }
}

/** How long the engine may take to start a container. Milliseconds. */
const startMs = 30_000;

/** An image without any command. */
const isRefusalToCreate = ({ status }: EngineRefused): boolean => status === 400;

/** The program that ENTRYPOINT or CMD names, or the user, does not exist, or it cannot be run. */
const isRefusalToStart = ({ status, message }: EngineRefused): boolean =>
  status < 500 ||
  /OCI runtime|exec|runc|permission denied|unable to find (?:user|group)|no matching entries/i.test(message);

/** It has already exited, or the engine had been asked before. */
const isStoppedAlready = (error: unknown): boolean => error instanceof EngineRefused && error.status === 304;

/** The result of a call, or the engine's message when it refused. Other errors are thrown. */
async function unlessRefused<T>(
  call: Promise<T>,
  isRefusal: (error: EngineRefused) => boolean,
): Promise<{ readonly value: T } | { readonly refused: string }> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof EngineRefused && isRefusal(error)) return { refused: error.message };
    throw error;
  }
}

/** Kills and removes a container; never throws. */
async function discard(engine: Engine, id: string): Promise<void> {
  await engine
    .call('remove', (docker) => docker.getContainer(id).remove({ force: true, v: true }))
    .catch(() => undefined);
}

/** Reads what the container prints from now on, within the limits. */
async function follow(
  engine: Engine,
  id: string,
  options: Pick<RunOptions, 'port' | 'limits' | 'signal'>,
): Promise<RunningContainer> {
  const { port, limits, signal } = options;
  const stream = await engine.call(
    'logs',
    (docker) => docker.getContainer(id).logs({ follow: true, stdout: true, stderr: true }),
    { signal },
  );
  const output = new ContainerOutput(stream, limits);
  try {
    const inspected = await engine.call('inspect', (docker) => docker.getContainer(id).inspect(), { signal });
    const { Ports } = inspected.NetworkSettings;
    const leadingTo = (each: number): number => Number(Ports[exposedPort(each)]?.[0]?.HostPort ?? 0);
    return new StartedContainer(engine, id, output, { port, leadingTo });
  } catch (error) {
    output.hangUp();
    throw error;
  }
}

/** Which container port is meant, and the box's port for each published one; 0 if it is not published. */
interface PublishedPorts {
  readonly port: number | null;
  readonly leadingTo: (port: number) => number;
}

/** A started container whose output is being read. */
class StartedContainer implements RunningContainer {
  readonly id: string;
  readonly port: number;
  readonly #engine: Engine;
  readonly #output: ContainerOutput;
  readonly #leadingTo: PublishedPorts['leadingTo'];
  #sealed = false;

  constructor(engine: Engine, id: string, output: ContainerOutput, { port, leadingTo }: PublishedPorts) {
    this.#engine = engine;
    this.id = id;
    this.port = port === null ? 0 : leadingTo(port);
    this.#leadingTo = leadingTo;
    this.#output = output;
  }

  at(port: number): RunningContainer {
    const leadingTo = this.#leadingTo;
    return new StartedContainer(this.#engine, this.id, this.#output, { port, leadingTo });
  }

  get log(): BoundedText {
    return this.#output.log;
  }

  get flooded(): AbortSignal {
    return this.#output.flooded;
  }

  caughtUp(): Promise<void> {
    return this.#output.caughtUp();
  }

  async state(): Promise<ContainerState> {
    const { State } = await this.#engine.call('inspect', (docker) => docker.getContainer(this.id).inspect());
    return {
      running: State.Running,
      exitCode: State.Running ? null : State.ExitCode,
      error: State.Error.slice(0, 8192),
      health: State.Health?.Status ?? null,
    };
  }

  async exec(command: readonly string[], ms = 5000): Promise<ExecResult | null> {
    try {
      const run = (docker: Docker): Promise<ExecResult> =>
        execInContainer(docker.getContainer(this.id), command);
      const result = await this.#engine.call('exec', run, { ms });
      this.#sealed = /^OCI runtime exec failed|executable file not found/.test(result.text);
      return result;
    } catch (error) {
      this.#sealed ||=
        error instanceof EngineRefused && /executable file not found|no such file/.test(error.message);
      return null;
    }
  }

  sealed(): boolean {
    return this.#sealed;
  }

  async stop(seconds: number): Promise<number> {
    const began = performance.now();
    const stop = this.#engine.call('stop', (docker) => docker.getContainer(this.id).stop({ t: seconds }), {
      ...{ ms: (seconds + 15) * 1000, repeatable: true },
    });
    await stop.catch((error: unknown) => {
      if (!isStoppedAlready(error)) throw error;
    });
    return performance.now() - began;
  }

  remove(): Promise<void> {
    this.#output.hangUp();
    return discard(this.#engine, this.id);
  }
}
