import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bounds, bounds as usualBounds } from './bounds.ts';
import { type CheckerCall, CheckerProcess } from './checker-process.ts';
import { CheckerEnded, TooMuchAtOnce } from './failures.ts';
import { FairQueue } from './fair-queue.ts';

/** Readings in processes that may die of them. */
export interface Pool {
  /**
   * Has a function of the pool's module carried out. `whose`: whose text it reads.
   * @throws CheckerEnded when the reading ended its process
   * @throws TooMuchAtOnce when that person has too much in line
   */
  readonly call: (call: CheckerCall, whose: string) => Promise<unknown>;
  /** Process ids of those that stand ready or work, for tests and metrics. */
  readonly pids: () => readonly number[];
  readonly close: () => Promise<void>;
}

interface PendingReading {
  readonly call: CheckerCall;
  readonly whose: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** How often somebody else ended its process. */
  killed: number;
}

export interface PoolOptions {
  readonly bounds?: Partial<Bounds>;
  /** Told of each reading that ended its process by its own fault. */
  readonly onEnded?: (ended: CheckerEnded, whose: string) => void;
  /** What the processes print goes where this one prints. */
  readonly talks?: boolean;
}

/** A process that does not even start is tried again after this, twice as long each time. Milliseconds. */
const restart = { first: 100, most: 10_000 } as const;

/** Opens a pool of processes that serve a module's functions (serve.ts). The first ones start at once. */
export function openPool(module: URL, options: PoolOptions = {}): Pool {
  return new CheckerPool(module, { ...usualBounds, ...options.bounds }, options);
}

class CheckerPool implements Pool {
  readonly #module: URL;
  readonly #bounds: Bounds;
  readonly #options: PoolOptions;
  readonly #line: FairQueue<PendingReading>;
  readonly #all = new Set<CheckerProcess>();
  readonly #idle: CheckerProcess[] = [];
  /** What the first process compiled, the next ones need not compile again, and where each of them is. Ours alone: others could put code there. */
  readonly #folder: string | null = ownFolder();
  #working = 0;
  #failedStarts = 0;
  #closed = false;

  constructor(module: URL, bounds: Bounds, options: PoolOptions) {
    this.#module = module;
    this.#bounds = bounds;
    this.#options = options;
    this.#line = new FairQueue(bounds);
    this.#keepReady();
  }

  call = (call: PendingReading['call'], whose: string): Promise<unknown> => {
    if (this.#closed) return Promise.reject(new Error('the checkers are closed'));
    return new Promise((resolve, reject) => {
      if (!this.#line.add({ call, whose, resolve, reject, killed: 0 })) reject(new TooMuchAtOnce());
      else this.#hand();
    });
  };

  pids = (): readonly number[] => [...this.#all].flatMap(({ pid }) => pid ?? []);

  close = async (): Promise<void> => {
    this.#closed = true;
    for (const item of this.#line.clear()) item.reject(new Error('the checkers are closed'));
    await Promise.all([...this.#all].map((each) => each.close()));
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  };

  /** Gives what waits to processes that are idle. */
  #hand(): void {
    for (let free = this.#idle.at(-1); free !== undefined; free = this.#idle.at(-1)) {
      if (!free.open) {
        this.#idle.pop();
        continue;
      }
      const item = this.#line.take();
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
      this.#line.done(item);
      item.resolve(value);
    } catch (error) {
      this.#afterFailure(item, error instanceof Error ? error : new Error(String(error)));
    }
    this.#working -= 1;
    if (checker.open) this.#idle.push(checker);
    this.#hand();
    this.#letGoLater(checker);
  }

  #afterFailure(item: PendingReading, error: Error): void {
    if (!(error instanceof CheckerEnded) || this.#closed) {
      this.#line.done(item);
      item.reject(error);
    } else if (error.why === 'killed' && item.killed < this.#bounds.killedAgain) {
      // Not this reading's doing, so that it is no reason to refuse it: whoever kills one may kill those that stand ready.
      item.killed += 1;
      this.#line.putBack(item);
    } else {
      this.#line.done(item);
      this.#line.suspect(item);
      this.#options.onEnded?.(error, item.whose);
      item.reject(error);
    }
  }

  /** Starts what is missing: the usual number, and a spare while all of them work. */
  #keepReady(): void {
    if (this.#closed || this.#failedStarts > 0) return;
    const { ready, spare, most } = this.#bounds;
    const free = Math.max(spare, this.#line.length);
    const wanted = Math.min(Math.max(ready, this.#working + free), most);
    for (let n = this.#all.size; n < wanted; n += 1) this.#start();
  }

  /** What was started for a rush is let go when that has been over for a while. */
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
    const checker = new CheckerProcess(this.#module, this.#bounds, { talks, folder: this.#folder });
    this.#all.add(checker);
    checker.ready.then(
      () => {
        this.#failedStarts = 0;
        this.#idle.push(checker);
        this.#hand();
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
    return mkdtempSync(join(tmpdir(), 'dockhand-checkers-'));
  } catch {
    return null;
  }
}
