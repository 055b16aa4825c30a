import { openShelf } from '../../workers/verification/lesson-source.ts';
import { carryOut, type Means } from '../../workers/verification/run-verification.ts';
import type { verify } from '../../workers/verification/verification.ts';
import type { Verifiers } from '../../workers/verification/verifier-pool.ts';
import { silent } from './redis.ts';

/** Carries verifications out in the test's own process, with phases that the test plays. */
export function verifyHere(
  lessonsDir: string,
  means: Means,
  played: typeof verify,
  /** Called where the files are read. */
  reading: (() => never) | null = null,
): Verifiers {
  const shelf = openShelf(lessonsDir, silent);
  return {
    verify: (task, hearing, signal) =>
      carryOut(
        task,
        { ...means, shelf, check: reading, verify: played },
        { ...hearing, leased: () => undefined },
        signal,
      ),
    close: async () => undefined,
  };
}
