import Docker from 'dockerode';
import { isError } from '../../../src/errors/message-of.ts';
import { type Clock, TimeLimitExceeded, wallClock, withTimeLimit } from '../../../src/timing/time-limit.ts';
import { EngineRefused, InfrastructureError } from '../failures.ts';
import { boundAnswers } from './bounded-answers.ts';
import { insistOnSessions } from './build-session.ts';
import { BoxAgent } from './dial.ts';

/** How one call to an engine may end before its answer is there. */
export interface EngineCallOptions {
  /** Its hard limit, milliseconds; the engine's usual one when left out. */
  readonly ms?: number;
  readonly signal?: AbortSignal | null;
  /** Idempotent: asked once more when the connection broke off, since it is not known then whether it was done. */
  readonly repeatable?: boolean;
}

export interface EngineOptions {
  /** Bytes of an answer that is not a stream. */
  readonly mostAnswerBytes?: number;
  /** What the time of a call is measured by. */
  readonly clock?: Clock;
}

/** A Docker engine, as far as Dockhand needs one. */
export interface Engine {
  /** `what`: the call's name in errors. */
  readonly call: <T>(
    what: string,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
    options?: EngineCallOptions,
  ) => Promise<T>;
}

/**
 * The engine behind a box's unix socket. Every call has a hard time limit of its own, because a wedged engine
 * keeps its socket open and answers nothing; what is not the engine's refusal is {@link InfrastructureError} `engine-away`.
 */
export class BoxEngine implements Engine {
  readonly #docker: Docker;
  readonly #callMs: number;
  readonly #clock: Clock;

  /** `callMs`: the usual limit of a call. */
  constructor(
    socketPath: string,
    callMs: number,
    { mostAnswerBytes = usualAnswerBytes, clock = wallClock }: EngineOptions = {},
  ) {
    // dockerode's types do not know the agent, which it hands to each request.
    const options = { socketPath, agent: new BoxAgent(socketPath, { keepAlive: true, timeout: 5_000 }) };
    this.#docker = new Docker(options);
    this.#callMs = callMs;
    this.#clock = clock;
    boundAnswers(this.#docker, mostAnswerBytes);
    insistOnSessions(this.#docker);
  }

  async call<T>(
    what: string,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
    { ms = this.#callMs, signal = null, repeatable = false }: EngineCallOptions = {},
  ): Promise<T> {
    const limited = (inner: AbortSignal): Promise<T> => work(this.#docker, inner);
    const ask = () => withTimeLimit(`engine: ${what}`, ms, signal, limited, this.#clock);
    try {
      return await ask().catch((error: unknown) => {
        if (!repeatable || signal?.aborted || !brokeOff(error)) throw error;
        return ask();
      });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw engineErrorOf(what, error);
    }
  }
}

/** Characters of a refusal that are kept: it may quote what a student wrote. */
const mostRefusalCharacters = 8192;
const usualAnswerBytes = 2 ** 20;

/** Whether a connection that stood has ended before its answer came. */
const brokeOff = (error: unknown): boolean =>
  isError(error) &&
  (('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) ||
    error.message === 'socket hang up');

/** A refusal of the engine, or that nobody answers behind its socket. */
function engineErrorOf(what: string, error: unknown): unknown {
  if (error instanceof TimeLimitExceeded)
    return new InfrastructureError('engine-away', error.message, { cause: error });
  if (!isError(error)) return error;
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    return new EngineRefused(
      error.statusCode,
      `${what}: ${error.message.slice(0, mostRefusalCharacters).trim()}`,
    );
  }
  // ENOENT, ECONNREFUSED, ECONNRESET, EPIPE, EACCES: no one behind the socket, or gone while it was asked.
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  if (/socket hang up|aborted/.test(error.message))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  return error;
}
