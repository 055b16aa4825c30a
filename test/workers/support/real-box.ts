import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { word } from '../../../src/wording/wording.ts';
import { leaseBox } from '../../../workers/sandbox/boxes.ts';
import type { SubmittedContent } from '../../../workers/sandbox/context.ts';
import { type Limits, readLimits } from '../../../workers/sandbox/limits.ts';
import { readProxy } from '../../../workers/sandbox/proxy.ts';
import { assembleVerification } from '../../../workers/verification/assemble.ts';
import { type PhaseProgress, verify } from '../../../workers/verification/verification.ts';

/** The boxes that the test runner started. */
export function boxesDir(): string {
  const folder = process.env.SANDBOX_BOXES;
  if (folder === undefined)
    throw new Error('SANDBOX_BOXES is not set: run the tests with `npm test`, which starts boxes for them');
  return folder;
}

export const lessonsDir = process.env.LESSONS_DIR ?? join(import.meta.dirname, '../../../lessons');

export const theLesson = (): Promise<InstalledLesson> => loadLesson(join(lessonsDir, 'backend-docker'));

/** The lesson's own answer, as a student would hand it in. */
export async function answer(): Promise<Record<string, string>> {
  const folder = join(lessonsDir, 'backend-docker/solution');
  const names = ['Dockerfile', '.dockerignore', 'entrypoint.sh'];
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** The answer with each first text replaced by the second; fails when a text is not there, so that no case is a dud. */
export function changed(
  files: Record<string, string>,
  file: string,
  ...changes: readonly (readonly [string, string])[]
) {
  let text = files[file] ?? '';
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} does not contain ${JSON.stringify(from)}`);
    text = text.replace(from, to);
  }
  return { ...files, [file]: text };
}

export interface Tried {
  readonly verdict: Verdict;
  /** The sentence for the student, in English. */
  readonly sentence: string;
  readonly ms: number;
}

let checker: Promise<Checker> | null = null;

export async function check(student: Record<string, string>) {
  checker ??= openChecker();
  const { lesson, tree } = await theLesson();
  return (await checker)({ student: { files: student, complete: true }, lesson, tree });
}

/** Verifies in a real box, leased for this one job. */
export async function verifyForReal(
  student: SubmittedContent,
  options: {
    readonly limits?: Partial<Limits>;
    readonly signal?: AbortSignal;
    /** A folder of boxes of the test's own. */
    readonly boxes?: string;
    readonly onProgress?: (step: PhaseProgress) => void;
  } = {},
): Promise<Tried> {
  checker ??= openChecker();
  const limits = { ...readLimits(process.env), ...options.limits };
  const signal = options.signal ?? new AbortController().signal;
  const laid = await assembleVerification(await theLesson(), student, {
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
    const sentence = verdict.explanation === null ? '' : word('en', verdict.explanation);
    return { verdict, sentence, ms: performance.now() - began };
  } finally {
    await box.release();
  }
}
