import { openChecker } from '../../../src/check/check.ts';
import type { InstalledLesson } from '../../../src/library/installed-lesson.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { translate } from '../../../src/wording/wording.ts';
import { leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import type { SubmittedContent } from '../../../workers/sandbox/build/context.ts';
import { readProxy } from '../../../workers/sandbox/build/proxy.ts';
import { type Limits, readLimits } from '../../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../../workers/verification/assemble.ts';
import { type PhaseProgress, verify } from '../../../workers/verification/verification.ts';
import { theLesson } from './lesson.ts';

/** The boxes that the test runner started. */
export function boxesDir(): string {
  const folder = process.env.SANDBOX_BOXES;
  if (folder === undefined)
    throw new Error('SANDBOX_BOXES is not set: run the tests with `npm test`, which starts boxes for them');
  return folder;
}

let checker: ReturnType<typeof openChecker> | null = null;

export interface Tried {
  readonly verdict: Verdict;
  /** The sentence for the student, in English. */
  readonly sentence: string;
  readonly ms: number;
}

/** Verifies in a real box, leased for this one job. */
export async function verifyForReal(
  student: SubmittedContent,
  options: {
    readonly limits?: Partial<Limits>;
    readonly signal?: AbortSignal;
    /** The backend lesson by default. */
    readonly lesson?: InstalledLesson;
    /** A folder with boxes of the test's own. */
    readonly boxes?: string;
    readonly onProgress?: (step: PhaseProgress) => void;
  } = {},
): Promise<Tried> {
  checker ??= openChecker();
  const limits = { ...readLimits(process.env), ...options.limits };
  const signal = options.signal ?? new AbortController().signal;
  const laid = await assembleVerification(options.lesson ?? (await theLesson()), student, {
    check: await checker,
    checker: 'test',
    proxy: readProxy(process.env),
    limits,
  });
  const box = await leaseBox(options.boxes ?? boxesDir(), 'test', limits, signal);
  const began = performance.now();
  try {
    const onProgress = options.onProgress === undefined ? {} : { onProgress: options.onProgress };
    const verdict = await verify(laid, box, { limits, signal, ...onProgress });
    const sentence = verdict.explanation === null ? '' : translate('en', verdict.explanation);
    return { verdict, sentence, ms: performance.now() - began };
  } finally {
    await box.release();
  }
}
