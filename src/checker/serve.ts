import { flushCompileCache } from 'node:module';
import type { FromChecker, ToChecker } from './protocol.ts';
import { positionWriter, type ReadingPosition } from './reading-position.ts';

/** A call as seen by the function that serves it. */
export interface ServedCall {
  /** Reports the position in the text, in case the call never finishes. */
  readonly at: (place: ReadingPosition | null) => void;
  /** Sends a message to the caller. */
  readonly send: (value: unknown) => void;
  /** Registers a listener for messages that arrive during the call. */
  readonly onMessage: (listener: (value: unknown) => void) => void;
}

/** Functions that a checker process serves, by name. Their parameters are the cached values, the arguments, and the call itself. */
export type ServedFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** How often a running call reports that it is not stuck. Milliseconds. */
const aliveEveryMs = 50;

const post = (message: FromChecker): void => {
  // The parent is gone, so there is no reason to go on.
  process.send?.(message, (error: Error | null) => {
    if (error !== null) process.exit(0);
  });
};

/** Serves functions to the parent process until the parent is gone. */
export function serve(functions: ServedFunctions): void {
  const cached = new Map<number, unknown>();
  const listeners = new Map<number, (value: unknown) => void>();
  const at = positionWriter();
  let underway = 0;
  const alive = setInterval(() => {
    if (underway > 0) post({ kind: 'alive' });
  }, aliveEveryMs);
  alive.unref();

  const carryOut = async (call: Extract<ToChecker, { kind: 'call' }>): Promise<void> => {
    const { id, name } = call;
    underway += 1;
    try {
      const found = functions[name] as ((...args: unknown[]) => unknown) | undefined;
      if (found === undefined) throw new Error(`this process serves no ${name}`);
      at(null);
      const serving: ServedCall = {
        at,
        send: (value) => post({ kind: 'message', id, value }),
        onMessage: (listener) => void listeners.set(id, listener),
      };
      const value = await found(...call.cached.map((number) => cached.get(number)), ...call.args, serving);
      post({ kind: 'answer', id, value });
    } catch (error) {
      post({
        kind: 'failed',
        id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    } finally {
      underway -= 1;
      listeners.delete(id);
    }
  };

  process.on('message', (message: ToChecker) => {
    if (message.kind === 'call') void carryOut(message);
    else if (message.kind === 'message') listeners.get(message.id)?.(message.value);
    else if (message.kind === 'cache') cached.set(message.number, message.value);
    else cached.delete(message.number);
  });
  process.on('disconnect', () => process.exit(0));
  // A signal to the whole process group is the parent's business: it lets running calls finish.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  // This process is always killed, but Node writes its compile cache only on a regular exit.
  flushCompileCache();
  post({ kind: 'ready' });
}
