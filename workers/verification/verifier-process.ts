import { pino } from 'pino';
import { openChecker } from '../../src/check/check.ts';
import { type ServedCall, serve } from '../../src/checker/serve.ts';
import { JobCancelled } from '../sandbox/failures.ts';
import { LessonSource } from './lesson-source.ts';
import { runVerification, type VerificationSettings, type VerificationTask } from './run-verification.ts';
import type { CancelMessageToVerifier, FromVerifierMessage } from './verifier-pool.ts';

/** Runs verifications, each in a process that a student's files, or their container's output, may kill. */
const check = await openChecker();
const log = pino(
  { level: process.env.LOG_LEVEL ?? 'info', name: 'verifier' },
  pino.destination({ dest: 2, sync: true }),
);
const sources = new Map<string, LessonSource>();

serve({
  verify: (
    task: VerificationTask,
    settings: VerificationSettings,
    lessonsDir: string,
    serving: ServedCall,
  ) => {
    const source = sources.get(lessonsDir) ?? new LessonSource(lessonsDir, log);
    sources.set(lessonsDir, source);
    const cancellation = new AbortController();
    serving.onMessage((message) =>
      cancellation.abort(new JobCancelled((message as CancelMessageToVerifier).cancel)),
    );
    const send = (message: FromVerifierMessage): void => serving.send(message);
    return runVerification(
      task,
      { ...settings, lessons: source, check },
      {
        read: () => send({ kind: 'read' }),
        boxWaited: (ms) => send({ kind: 'box-waited', ms }),
        leased: ({ name, token }) => send({ kind: 'leased', name, token }),
        progress: (step) => send({ kind: 'progress', step }),
      },
      cancellation.signal,
    );
  },
});
