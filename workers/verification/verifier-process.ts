import { pino } from 'pino';
import { openChecker } from '../../src/check/check.ts';
import { type Serving, serve } from '../../src/checker/serve.ts';
import { CalledOff } from '../sandbox/failures.ts';
import { openShelf, type Shelf } from './lesson-source.ts';
import { carryOut, type Means, type Task } from './run-verification.ts';
import type { FromVerifier, ToVerifier } from './verifier-pool.ts';

/** Carries verifications out, each in a process that may die of what a student wrote or what her container prints. */
const check = await openChecker();
const log = pino(
  { level: process.env.LOG_LEVEL ?? 'info', name: 'verifier' },
  pino.destination({ dest: 2, sync: true }),
);
const shelves = new Map<string, Shelf>();

serve({
  verify: (task: Task, means: Means, lessonsDir: string, serving: Serving) => {
    const shelf = shelves.get(lessonsDir) ?? openShelf(lessonsDir, log);
    shelves.set(lessonsDir, shelf);
    const off = new AbortController();
    serving.onTold((told) => off.abort(new CalledOff((told as ToVerifier).off)));
    const say = (word: FromVerifier): void => serving.say(word);
    return carryOut(
      task,
      { ...means, shelf, check },
      {
        read: () => say({ kind: 'read' }),
        boxWaited: (ms) => say({ kind: 'box-waited', ms }),
        leased: ({ name, token }) => say({ kind: 'leased', name, token }),
        progress: (step) => say({ kind: 'progress', step }),
      },
      off.signal,
    );
  },
});
