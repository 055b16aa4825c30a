import { Worker } from 'node:worker_threads';

/** Longer than any of our pictures takes, even on a busy machine. Milliseconds. */
const patience = 10_000;
/** The thread and its fonts are released after this long without a picture. Milliseconds. */
const idleAfter = 60_000;

interface PendingPicture {
  readonly resolve: (png: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface PictureAnswer {
  readonly id: number;
  readonly png?: Uint8Array;
  readonly error?: string;
}

/**
 * Renders SVG to PNG in a separate thread, because a large picture takes tens of milliseconds that would block everything else.
 */
export class PngRenderer {
  readonly #pending = new Map<number, PendingPicture>();
  #thread: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  /** The SVG as PNG. Rejects when it cannot be drawn, or not within some seconds. */
  paint(svg: string): Promise<Buffer> {
    this.#thread ??= this.#start();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#pending.size === 0) this.#giveUp('idle');
    }, idleAfter);
    this.#idle.unref();
    this.#lastId += 1;
    const id = this.#lastId;
    const thread = this.#thread;
    return new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(`not drawn within ${patience} ms`), patience);
      this.#pending.set(id, { resolve, reject, timer });
      thread.postMessage({ id, svg });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const ended = this.#thread;
    this.#giveUp('closed');
    await ended?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(new URL('./paint.worker.js', import.meta.url));
    thread.unref();
    thread.on('message', (answer: PictureAnswer) => this.#settle(answer));
    thread.on('error', (error) => {
      if (this.#thread === thread) this.#giveUp(error instanceof Error ? error.message : String(error));
    });
    thread.on('exit', () => {
      if (this.#thread === thread) this.#giveUp('the thread ended');
    });
    return thread;
  }

  #settle({ id, png, error }: PictureAnswer): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    if (png === undefined) pending.reject(new Error(`picture: ${error ?? 'no answer'}`));
    else pending.resolve(Buffer.from(png));
  }

  #giveUp(why: string): void {
    for (const { timer, reject } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new Error(`picture: ${why}`));
    }
    this.#pending.clear();
    const ended = this.#thread;
    this.#thread = null;
    void ended?.terminate();
  }
}
