import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Checker, CheckInput } from '../check/check.ts';
import type { CheckReport } from '../check/report.ts';

/** Characters of a student's files that are checked at once: a few milliseconds at most, also for the worst of them. */
const smallest = 12 * 1024;
/** A check that takes longer than this never ends; none is known that does. */
const limitMs = 5_000;

export interface AsideChecker {
  /** Checks small files at once, large ones in a thread of their own, so that everybody else is answered meanwhile. */
  check(input: CheckInput): CheckReport | Promise<CheckReport>;
  close(): Promise<void>;
}

type Answer = { readonly id: number } & ({ readonly report: CheckReport } | { readonly error: string });
interface Waiting {
  readonly resolve: (report: CheckReport) => void;
  readonly reject: (error: Error) => void;
  readonly clock: NodeJS.Timeout;
}

/**
 * A checker that never holds up its thread for long. The second thread is started when the first large input comes, is
 * thrown away when it does not answer, and holds no process open.
 */
export function openAsideChecker(checker: Checker): AsideChecker {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;

  const settle = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    if (found !== undefined) clearTimeout(found.clock);
    waiting.delete(id);
    return found;
  };
  const giveUp = (broken: Worker, error: Error): void => {
    if (thread !== broken) return;
    thread = null;
    for (const id of [...waiting.keys()]) settle(id)?.reject(error);
    void broken.terminate();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('check-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    started.on('message', (answer: Answer) => {
      const asked = settle(answer.id);
      if ('report' in answer) asked?.resolve(answer.report);
      else asked?.reject(new Error(answer.error));
    });
    started.on('error', (error) =>
      giveUp(started, error instanceof Error ? error : new Error(String(error))),
    );
    started.on('exit', () => giveUp(started, new Error('the thread that checks large files has ended')));
    started.unref();
    return started;
  };

  const check = (input: CheckInput): CheckReport | Promise<CheckReport> => {
    const size = Object.values(input.student.files).reduce((sum, text) => sum + text.length, 0);
    if (size <= smallest) return checker(input);
    thread ??= start();
    const asked = thread;
    last += 1;
    const id = last;
    return new Promise<CheckReport>((resolve, reject) => {
      const clock = setTimeout(
        () => giveUp(asked, new Error(`a check did not end within ${limitMs} ms`)),
        limitMs,
      );
      waiting.set(id, { resolve, reject, clock });
      asked.postMessage({ id, input });
    });
  };

  return {
    check,
    close: async () => {
      const open = thread;
      if (open === null) return;
      const ended = once(open, 'exit');
      await open.terminate();
      await ended.catch(() => undefined);
    },
  };
}
