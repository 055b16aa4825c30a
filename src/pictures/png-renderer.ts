import { Worker } from 'node:worker_threads';

/** Makes pictures from SVG, in a thread of its own: a large one takes tens of milliseconds, in which nobody else waits. */
export interface PngRenderer {
  /** The SVG as PNG. Rejects when it cannot be drawn, or not within some seconds. */
  readonly paint: (svg: string) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** Longer than any picture of ours takes, even on a busy machine. Milliseconds. */
const patience = 10_000;
/** The thread and the fonts in it are let go after this long without a picture. Milliseconds. */
const idleAfter = 60_000;

interface Waiting {
  readonly resolve: (png: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export function openPngRenderer(): PngRenderer {
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  const giveUp = (why: string): void => {
    for (const one of waiting.values()) {
      clearTimeout(one.timer);
      one.reject(new Error(`picture: ${why}`));
    }
    waiting.clear();
    const ended = thread;
    thread = null;
    void ended?.terminate();
  };

  const start = (): Worker => {
    const worker = new Worker(new URL('./paint.worker.js', import.meta.url));
    worker.unref();
    worker.on(
      'message',
      (answer: { readonly id: number; readonly png?: Uint8Array; readonly error?: string }) => {
        const one = waiting.get(answer.id);
        if (one === undefined) return;
        waiting.delete(answer.id);
        clearTimeout(one.timer);
        if (answer.png === undefined) one.reject(new Error(`picture: ${answer.error ?? 'no answer'}`));
        else one.resolve(Buffer.from(answer.png));
      },
    );
    worker.on('error', (error) => {
      if (thread === worker) giveUp(error instanceof Error ? error.message : String(error));
    });
    worker.on('exit', () => {
      if (thread === worker) giveUp('the thread ended');
    });
    return worker;
  };

  return {
    paint: (svg) => {
      thread ??= start();
      clearTimeout(idle);
      idle = setTimeout(() => {
        if (waiting.size === 0) giveUp('idle');
      }, idleAfter);
      idle.unref();
      const id = ++last;
      const worker = thread;
      return new Promise<Buffer>((resolve, reject) => {
        const timer = setTimeout(() => giveUp(`not drawn within ${patience} ms`), patience);
        waiting.set(id, { resolve, reject, timer });
        worker.postMessage({ id, svg });
      });
    },
    close: async () => {
      clearTimeout(idle);
      const ended = thread;
      giveUp('closed');
      await ended?.terminate();
    },
  };
}
