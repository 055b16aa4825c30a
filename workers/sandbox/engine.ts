import Docker from 'dockerode';
import { type Clock, TimeLimitExceeded, wallClock, withTimeLimit } from '../../src/timing/time-limit.ts';
import { boundAnswers } from './bounded-answers.ts';
import { BoxAgent } from './dial.ts';
import { EngineRefused, InfrastructureError, isError } from './failures.ts';

/**
 * A Docker engine behind a unix socket. Every call has a hard time limit of its own, because a wedged engine
 * keeps its socket open and answers nothing; what is not the engine's refusal is {@link InfrastructureError} `engine-away`.
 */
export interface Engine {
  /** Runs one call. `ms` is its hard limit, the engine's usual one when left out. */
  readonly call: <T>(
    what: string,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
    options?: { readonly ms?: number; readonly signal?: AbortSignal | null },
  ) => Promise<T>;
}

/** `most`: bytes of an answer that is no stream. `clock`: what the time of a call is measured by. */
export function openEngine(
  socketPath: string,
  callMs: number,
  { most = mostAnswered, clock = wallClock }: { readonly most?: number; readonly clock?: Clock } = {},
): Engine {
  // dockerode's types do not know the agent, which it hands to each request.
  const options = { socketPath, agent: new BoxAgent(socketPath, { keepAlive: true, timeout: 5_000 }) };
  const docker = new Docker(options);
  boundAnswers(docker, most);
  return {
    call: async (what, work, { ms = callMs, signal = null } = {}) => {
      try {
        return await withTimeLimit(`engine: ${what}`, ms, signal, (inner) => work(docker, inner), clock);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw sorted(what, error);
      }
    },
  };
}

/** Characters of a refusal that are kept: it may quote what a student wrote. */
const mostSaid = 8192;
const mostAnswered = 2 ** 20;

function sorted(what: string, error: unknown): unknown {
  if (error instanceof TimeLimitExceeded)
    return new InfrastructureError('engine-away', error.message, { cause: error });
  if (!isError(error)) return error;
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    return new EngineRefused(error.statusCode, `${what}: ${error.message.slice(0, mostSaid).trim()}`);
  }
  // ENOENT, ECONNREFUSED, ECONNRESET, EPIPE, EACCES: no one behind the socket, or gone while it was asked.
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  if (/socket hang up|aborted/.test(error.message))
    return new InfrastructureError('engine-away', `${what}: ${error.message}`, { cause: error });
  return error;
}
