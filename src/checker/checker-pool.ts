import { rm } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { processFolder } from '../processes/process-folder.ts';
import { type ReadingBounds, bounds as usualBounds } from './bounds.ts';
import { type CheckerCall, CheckerProcess } from './checker-process.ts';
import { CheckerEnded, TooMuchAtOnce } from './failures.ts';
import { FairQueue } from './fair-queue.ts';

interface PendingReading {
  readonly call: CheckerCall;
  readonly owner: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** How often its process was killed by something else. */
  killed: number;
}

export interface CheckerPoolOptions {
  readonly bounds?: Partial<ReadingBounds>;
  /** Called for each reading that caused its process to end. */
  readonly onEnded?: (ended: CheckerEnded, owner: string) => void;
  /** Whether the processes print to this process's output. */
  readonly talks?: boolean;
}

/** Delay before the next attempt after a process fails to start; doubled each time. Milliseconds. */
const restart = { first: 100, most: 10_000 } as const;

/** A pool of processes that serve a module's functions (serve.ts) and may crash on what they read. The first ones start immediately. */
export class CheckerPool {
  readonly #module: URL;
  readonly #bounds: ReadingBounds;
  readonly #options: CheckerPoolOptions;
  readonly #waiting: FairQueue<PendingReading>;
  readonly #all = new Set<CheckerProcess>();
  readonly #idle: CheckerProcess[] = [];
  /** Contains the files with each process's reading position. Private, because others could place code in it. */
  readonly #folder: string | null = ownFolder();
  /** A compile cache that all processes share. */
  readonly #compileCache: string | null = ownCompileCache() ?? this.#folder;
  #working = 0;
  #failedStarts = 0;
  #closed = false;

  constructor(module: URL, options: CheckerPoolOptions = {}) {
    this.#module = module;
    this.#bounds = { ...usualBounds, ...options.bounds };
    this.#options = options;
    this.#waiting = new FairQueue(this.#bounds);
    this.#keepReady();
  }

  /**
   * Calls a function of the pool's module in one of its processes. `owner`: whose text it reads.
   *
   * @throws CheckerEnded if the reading ended its process
   * @throws TooMuchAtOnce if that person has too many readings waiting
   */
  call(call: CheckerCall, owner: string): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('the checkers are closed'));
    return new Promise((resolve, reject) => {
      if (!this.#waiting.add({ call, owner, resolve, reject, killed: 0 })) reject(new TooMuchAtOnce());
      else this.#handOut();
    });
  }

  /** Ids of the processes that are ready or working, for tests and metrics. */
  pids(): readonly number[] {
    return [...this.#all].flatMap(({ pid }) => pid ?? []);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const item of this.#waiting.clear()) item.reject(new Error('the checkers are closed'));
    await Promise.all([...this.#all].map((each) => each.close()));
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  /** Assigns waiting readings to idle processes. */
  #handOut(): void {
    for (let free = this.#idle.at(-1); free !== undefined; free = this.#idle.at(-1)) {
      if (!free.open) {
        this.#idle.pop();
        continue;
      }
      const item = this.#waiting.take();
      if (item === undefined) break;
      this.#idle.pop();
      this.#working += 1;
      void this.#carryOut(free, item);
    }
    this.#keepReady();
  }

  async #carryOut(checker: CheckerProcess, item: PendingReading): Promise<void> {
    try {
      const value = await checker.call(item.call);
      this.#waiting.done(item);
      item.resolve(value);
    } catch (error) {
      this.#afterFailure(item, error instanceof Error ? error : new Error(String(error)));
    }
    this.#working -= 1;
    if (checker.open) this.#idle.push(checker);
    this.#handOut();
    this.#letGoLater(checker);
  }

  #afterFailure(item: PendingReading, error: Error): void {
    if (!(error instanceof CheckerEnded) || this.#closed) {
      this.#waiting.done(item);
      item.reject(error);
    } else if (error.why === 'killed' && item.killed < this.#bounds.killedAgain) {
      // Not the reading's fault, so it is not rejected: whatever killed the process may kill those of the waiting ones too.
      item.killed += 1;
      this.#waiting.putBack(item);
    } else {
      this.#waiting.done(item);
      this.#waiting.suspect(item);
      this.#options.onEnded?.(error, item.owner);
      item.reject(error);
    }
  }

  /** Starts missing processes: the normal number, plus a spare while all of them work. */
  #keepReady(): void {
    if (this.#closed || this.#failedStarts > 0) return;
    const { ready, spare, most } = this.#bounds;
    const free = Math.max(spare, this.#waiting.length);
    const wanted = Math.min(Math.max(ready, this.#working + free), most);
    for (let n = this.#all.size; n < wanted; n += 1) this.#start();
  }

  /** Ends additional processes some time after a rush. */
  #letGoLater(checker: CheckerProcess): void {
    if (this.#all.size <= this.#bounds.ready) return;
    const later = setTimeout(() => {
      if (this.#all.size <= this.#bounds.ready || !this.#idle.includes(checker)) return;
      this.#idle.splice(this.#idle.indexOf(checker), 1);
      void checker.close();
    }, this.#bounds.rushMs);
    later.unref();
  }

  #start(): void {
    const { talks = false } = this.#options;
    const checker = new CheckerProcess(this.#module, this.#bounds, {
      talks,
      folder: this.#folder,
      compileCache: this.#compileCache,
    });
    this.#all.add(checker);
    checker.ready.then(
      () => {
        this.#failedStarts = 0;
        this.#idle.push(checker);
        this.#handOut();
      },
      () => this.#startLater(),
    );
    void checker.ended.then(() => {
      this.#all.delete(checker);
      const at = this.#idle.indexOf(checker);
      if (at >= 0) this.#idle.splice(at, 1);
      this.#keepReady();
    });
  }

  #startLater(): void {
    if (this.#closed) return;
    this.#failedStarts += 1;
    const wait = Math.min(restart.first * 2 ** this.#failedStarts, restart.most);
    setTimeout(() => {
      if (!this.#closed && this.#all.size < this.#bounds.ready) this.#start();
    }, wait);
  }
}

function ownFolder(): string | null {
  try {
    return processFolder('dockhand-checkers-');
  } catch {
    return null;
  }
}

/** The compile cache of this process, which outlives the pool. Node returns the subfolder for its own version and flags. */
function ownCompileCache(): string | null {
  const folder = getCompileCacheDir();
  return folder === undefined ? null : dirname(folder);
}
