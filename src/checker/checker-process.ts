import { type ChildProcess, spawn } from 'node:child_process';
import { LRUCache } from 'lru-cache';
import type { ReadingBounds } from './bounds.ts';
import { confined, usualFlags } from './confinement.ts';
import { type CheckerEndCause, CheckerEnded, causeOf } from './failures.ts';
import { type ProcessUsage, usageOf } from './process-usage.ts';
import type { FromChecker, ToChecker } from './protocol.ts';
import { PositionFile, positionEnvironment } from './reading-position.ts';

/** A call of a function that a checker process serves. */
export interface CheckerCall {
  readonly name: string;
  /** Values that are sent once and kept in the process, as long as they are the same objects: a lesson and its files. */
  readonly cached?: readonly object[];
  readonly args: readonly unknown[];
  /** Called with each message that the call sends while it runs. */
  readonly onMessage?: (value: unknown) => void;
  /** When the signal aborts, this message is sent to the call. */
  readonly cancel?: { readonly signal: AbortSignal; readonly message: () => unknown };
}

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onMessage: (value: unknown) => void;
}

export interface CheckerPlace {
  /** Whether the process prints to this process's output. */
  readonly talks: boolean;
  /** Folder for the position file; null if there is none. */
  readonly folder: string | null;
  /** Node's compile cache; null for none. */
  readonly compileCache: string | null;
}

/** Maximum number of cached values per process. The least recently used one is dropped first. */
const mostCached = 64;

let positionFiles = 0;

/** If there is no position file, a reading reports no position, which has no other effect. */
function positionFileIn(folder: string): PositionFile | null {
  positionFiles += 1;
  try {
    return PositionFile.in(folder, `place-${positionFiles}`);
  } catch {
    return null;
  }
}

/**
 * A process that reads untrusted text and may crash on it. It is a process rather than a thread: a thread with memory limits that fills a
 * Map, splits a long string or joins a long array takes the whole process down (V8 aborts), and buffers are not counted at all. All of this
 * was tried with Node 24. A runaway regular expression can be stopped in both.
 */
export class CheckerProcess {
  readonly ready: Promise<void>;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #position: PositionFile | null;
  readonly #bounds: ReadingBounds;
  readonly #underway = new Map<number, PendingCall>();
  readonly #numbers = new LRUCache<object, number>({
    max: mostCached,
    dispose: (number) => this.#send({ kind: 'forget', number }),
  });
  #lastId = 0;
  #lastNumber = 0;
  #look: NodeJS.Timeout | null = null;
  #isAlive = true;
  #since: { readonly at: number; readonly figures: ProcessUsage | null } = { at: 0, figures: null };
  #endedFor: CheckerEndCause | null = null;
  #hasEnded = false;

  /** `module`: the functions to serve; see serve.ts. */
  constructor(module: URL, bounds: ReadingBounds, { talks, folder, compileCache }: CheckerPlace) {
    this.#bounds = bounds;
    this.#position = folder === null ? null : positionFileIn(folder);
    const flags = [...usualFlags, `--max-old-space-size=${bounds.heapMegabytes}`];
    const argv = ['-c', confined(bounds), process.execPath, ...flags, module.pathname];
    const { NODE_OPTIONS: _, ...env } = process.env;
    const prints = talks ? 'inherit' : 'ignore';
    this.#child = spawn('/bin/sh', argv, {
      stdio: ['ignore', prints, prints, 'ipc', ...(this.#position === null ? [] : [this.#position.fd])],
      env: {
        ...env,
        ...(compileCache === null ? {} : { NODE_COMPILE_CACHE: compileCache }),
        ...(this.#position === null ? {} : positionEnvironment),
      },
    });
    const start = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    this.ready = start.promise;
    this.ended = end.promise;
    // A caller that awaits it sees the error, but no caller has to await it.
    this.ready.catch(() => undefined);
    const tooLate = setTimeout(() => this.#end('broken'), bounds.startMs);
    tooLate.unref();
    this.#child.on('message', (message: FromChecker) => {
      if (message.kind === 'ready') {
        clearTimeout(tooLate);
        this.#rest();
        start.resolve();
      } else this.#take(message);
    });
    const onEnd = (cause: CheckerEndCause): void => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      clearTimeout(tooLate);
      this.#stopLooking();
      const position = this.#position?.read() ?? null;
      this.#position?.close();
      const error = new CheckerEnded(this.#endedFor ?? cause, position);
      start.reject(error);
      for (const call of this.#underway.values()) call.reject(error);
      this.#underway.clear();
      end.resolve();
    };
    this.#child.on('error', () => onEnd('broken'));
    this.#child.on('exit', (code, signal) => onEnd(causeOf(code, signal)));
  }

  /** Whether the process accepts calls. */
  get open(): boolean {
    return !this.#hasEnded && this.#endedFor === null;
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** @throws CheckerEnded if the process ended during the call */
  call({ name, cached = [], args, onMessage = () => undefined, cancel }: CheckerCall): Promise<unknown> {
    if (!this.open) return Promise.reject(new CheckerEnded('killed'));
    this.#lastId += 1;
    const id = this.#lastId;
    const numbers = cached.map((value) => this.#cache(value));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#underway.set(id, { resolve, reject, onMessage });
    this.#child.ref();
    this.#child.channel?.ref();
    this.#send({ kind: 'call', id, name, cached: numbers, args });
    this.#watch();
    if (cancel === undefined) return promise;
    const { signal, message } = cancel;
    const onAbort = (): void => this.#send({ kind: 'message', id, value: message() });
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Ends the process, whatever it is doing. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    // Keeps this process alive until the child has ended.
    this.#child.ref();
    this.#end('killed');
    await this.ended;
  }

  #cache(value: object): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#numbers.set(value, this.#lastNumber);
    this.#send({ kind: 'cache', number: this.#lastNumber, value });
    return this.#lastNumber;
  }

  #send(message: ToChecker): void {
    if (!this.open || !this.#child.connected) return;
    // If the child has just died, its exit event reports that.
    this.#child.send(message, () => undefined);
  }

  #take(message: Exclude<FromChecker, { readonly kind: 'ready' }>): void {
    this.#isAlive = true;
    if (message.kind === 'alive') return;
    const call = this.#underway.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'message') {
      call.onMessage(message.value);
      return;
    }
    this.#underway.delete(message.id);
    if (this.#underway.size === 0) this.#rest();
    if (message.kind === 'answer') call.resolve(message.value);
    else call.reject(new Error(message.message));
  }

  /** While the child is idle, it does not keep this process alive. */
  #rest(): void {
    this.#stopLooking();
    if (this.#underway.size > 0) return;
    this.#child.unref();
    this.#child.channel?.unref();
  }

  #stopLooking(): void {
    if (this.#look !== null) clearInterval(this.#look);
    this.#look = null;
  }

  #watch(): void {
    if (this.#look !== null) return;
    this.#isAlive = true;
    // `setImmediate`: messages that arrived while this process was busy are handled before the child is judged.
    this.#look = setInterval(() => setImmediate(() => this.#judge()), this.#bounds.pollIntervalMs);
  }

  #judge(): void {
    if (this.#underway.size === 0 || !this.open) return;
    const figures = usageOf(this.#child.pid ?? 0);
    if (figures !== null && figures.residentBytes > this.#bounds.residentMegabytes * 1_000_000) {
      this.#end('memory');
    } else if (this.#isAlive) {
      this.#isAlive = false;
      this.#since = { at: performance.now(), figures };
    } else if (this.#isStuck(figures)) this.#end('time');
  }

  #isStuck(figures: ProcessUsage | null): boolean {
    const { pollIntervalMs, processorMs, wallMs } = this.#bounds;
    const waited = performance.now() - this.#since.at;
    const worked =
      figures === null || this.#since.figures === null
        ? waited
        : figures.processorMs - this.#since.figures.processorMs;
    // The time before the first measurement counts as work too.
    return worked + pollIntervalMs >= processorMs || waited >= wallMs;
  }

  #end(cause: CheckerEndCause): void {
    if (this.#hasEnded) return;
    this.#endedFor ??= cause;
    this.#child.kill('SIGKILL');
  }
}
