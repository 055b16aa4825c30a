import { pino } from 'pino';
import { openChecker } from '../../src/check/check.ts';
import { type ServedCall, serve } from '../../src/checker/serve.ts';
import { JobCancelled } from '../sandbox/failures.ts';
import { LessonSource } from './lesson-source.ts';
import { runVerification, type VerificationSettings, type VerificationTask } from './run-verification.ts';
import type { CancelMessageToVerifier, FromVerifierMessage } from './verifier-pool.ts';

/** Carries verifications out, each in a process that may die of what a student wrote or what her container prints. */
const check = await openChecker();
const log = pino(
  { level: process.env.LOG_LEVEL ?? 'info', name: 'verifier' },
  pino.destination({ dest: 2, sync: true }),
);
const shelves = new Map<string, LessonSource>();

serve({
  verify: (task: VerificationTask, means: VerificationSettings, lessonsDir: string, serving: ServedCall) => {
    const shelf = shelves.get(lessonsDir) ?? new LessonSource(lessonsDir, log);
    shelves.set(lessonsDir, shelf);
    const off = new AbortController();
    serving.onTold((told) => off.abort(new JobCancelled((told as CancelMessageToVerifier).off)));
    const say = (word: FromVerifierMessage): void => serving.say(word);
    return runVerification(
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
