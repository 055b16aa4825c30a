import Docker from 'dockerode';
import { isError } from '../../../src/errors/message-of.ts';
import { type Clock, TimeLimitExceeded, wallClock, withTimeLimit } from '../../../src/timing/time-limit.ts';
import { EngineRefused, InfrastructureError } from '../failures.ts';
import { boundAnswers } from './bounded-answers.ts';
import { insistOnSessions } from './build-session.ts';
import { BoxAgent } from './dial.ts';

/** Options of one call to an engine. */
export interface EngineCallOptions {
  /** Its hard time limit, milliseconds; the engine's default when left out. */
  readonly ms?: number;
  readonly signal?: AbortSignal | null;
  /** Idempotent: retried once if the connection breaks off, since it is then unknown whether the call took effect. */
  readonly repeatable?: boolean;
}

export interface EngineOptions {
  /** Maximum size of an answer that is not a stream. Bytes. */
  readonly mostAnswerBytes?: number;
  /** The clock that the call's time is measured by. */
  readonly clock?: Clock;
}

/** A Docker engine, as far as Dockhand needs it. */
export interface Engine {
  /** `what`: the call's name in error messages. */
  readonly call: <T>(
    what: string,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
    options?: EngineCallOptions,
  ) => Promise<T>;
}

/**
 * The engine behind a box's unix socket. Every call has its own hard time limit, because a wedged engine keeps its socket open and
 * answers nothing. Any error that is not a refusal by the engine is {@link InfrastructureError} `engine-away`.
 */
export class BoxEngine implements Engine {
  readonly #docker: Docker;
  readonly #callMs: number;
  readonly #clock: Clock;

  /** `callMs`: the default time limit of a call. */
  constructor(
    socketPath: string,
    callMs: number,
    { mostAnswerBytes = usualAnswerBytes, clock = wallClock }: EngineOptions = {},
  ) {
    // dockerode's types omit the agent, which it passes to each request.
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

/** At most this many characters of a refusal are kept: it may quote what a student wrote. */
const mostRefusalCharacters = 8192;
const usualAnswerBytes = 2 ** 20;

/** Whether an established connection ended before the answer came. */
const brokeOff = (error: unknown): boolean =>
  isError(error) &&
  (('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) ||
    error.message === 'socket hang up');

/** Converts an error into the engine's refusal, or into one that says that nothing answers on its socket. */
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
  // ENOENT, ECONNREFUSED, ECONNRESET, EPIPE, EACCES: nothing listens on the socket, or it went away during the call.
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  if (/socket hang up|aborted/.test(error.message))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  return error;
}
