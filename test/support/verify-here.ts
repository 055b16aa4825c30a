import { LessonSource } from '../../workers/verification/lesson-source.ts';
import { runVerification, type VerificationSettings } from '../../workers/verification/run-verification.ts';
import type { verify } from '../../workers/verification/verification.ts';
import type { VerifierPool } from '../../workers/verification/verifier-pool.ts';
import { silent } from './redis.ts';

/** Runs verifications in the test's own process, with phases that the test defines. */
export function verifyHere(
  lessonsDir: string,
  means: VerificationSettings,
  played: typeof verify,
  /** Called at the moment when the files are read. */
  reading: (() => never) | null = null,
): VerifierPool {
  const lessons = new LessonSource(lessonsDir, silent);
  return {
    verify: (task, hearing, signal) =>
      runVerification(
        task,
        { ...means, lessons, check: reading, verify: played },
        { ...hearing, leased: () => undefined },
        signal,
      ),
    close: async () => undefined,
  };
}
