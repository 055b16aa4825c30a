import { expect } from '@jest/globals';
import { openChecker } from '../../../src/check/check.ts';
import { hintMessage } from '../../../src/discord/render/lesson/hint.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { translate } from '../../../src/wording/wording.ts';
import { buildPhase } from '../../../workers/phases/build.ts';
import type { PhaseFailure } from '../../../workers/phases/phase.ts';
import { probePhase } from '../../../workers/phases/probe.ts';
import { readinessPhase } from '../../../workers/phases/readiness.ts';
import { runPhase } from '../../../workers/phases/run.ts';
import { type Box, leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import type { SubmittedContent } from '../../../workers/sandbox/build/context.ts';
import { readProxy } from '../../../workers/sandbox/build/proxy.ts';
import { type Limits, readLimits } from '../../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../../workers/verification/assemble.ts';
import { prepare } from '../../../workers/verification/prepare.ts';
import { type Verification, verify } from '../../../workers/verification/verification.ts';
import { theLesson } from '../../workers/support/lesson.ts';
import { boxesDir } from '../../workers/support/real-box.ts';
import { type Inventory, inventory } from './inventory.ts';

export interface Attempt {
  readonly verdict: Verdict;
  /** The sentence for the student, in English. */
  readonly sentence: string;
  readonly ms: number;
  /** Name of the box. */
  readonly box: string;
  /** What the box contained before the student's files arrived. */
  readonly before: Inventory;
  /** How long the same process took to answer a hint meanwhile, if it was slow. */
  readonly slowHintMs: number;
}

/** Other tests use the boxes too, and some keep one for minutes. */
const patience = { boxWaitSeconds: 600 } as const;
let checker: ReturnType<typeof openChecker> | null = null;

/** Like `attempt`, but tries once more if the machine was too busy to inspect the container: then nothing was seen of the attack. */
export async function attemptSeen(...given: Parameters<typeof attempt>): Promise<Attempt> {
  const first = await attempt(...given);
  return first.verdict.reason === 'machine-busy' ? attempt(...given) : first;
}

/**
 * Verifies in any box, or in the one of that name. Here the worker's code and the bot's hint share one process, which is harder than in
 * production.
 */
export async function attempt(
  student: SubmittedContent,
  limits: Partial<Limits> = {},
  named: { readonly box?: string; readonly folder?: string } = {},
): Promise<Attempt> {
  checker ??= openChecker();
  const all = { ...readLimits(process.env), ...limits };
  const installed = await theLesson();
  const check = await checker;
  const laid = await assembleVerification(installed, student, {
    check,
    checker: 'test',
    proxy: readProxy(process.env),
    limits: all,
  });
  const { signal } = new AbortController();
  const folder = named.folder ?? boxesDir();
  const box = await (named.box === undefined
    ? leaseBox(folder, 'test/attacks', { ...all, ...patience }, signal)
    : leaseNamed(named.box, folder));
  const hints = timeHints(installed.lesson);
  try {
    const before = await inventory(box);
    const began = performance.now();
    const verdict = await verify(laid, box, { limits: all, signal });
    const ms = performance.now() - began;
    const sentence = verdict.explanation === null ? '' : translate('en', verdict.explanation);
    return { verdict, sentence, ms, box: box.name, before, slowHintMs: hints.slow() };
  } finally {
    hints.stop();
    await box.release();
  }
}

/**
 * Asks for a hint ten times a second, as the bot would, and measures how long a student would have waited. The slowest two in a hundred
 * are left out, because other tests keep the same machine busy.
 */
function timeHints(lesson: Parameters<typeof hintMessage>[2]) {
  const late: number[] = [0];
  let due = performance.now() + 100;
  const timer = setInterval(() => {
    for (const todo of lesson.todos) hintMessage('en', '1', lesson, todo);
    const now = performance.now();
    late.push(now - due);
    due = now + 100;
  }, 100);
  return {
    slow: () => late.sort((a, b) => a - b)[Math.floor(0.98 * (late.length - 1))] ?? 0,
    stop: () => clearInterval(timer),
  };
}

/** Leases one box and no other. */
function leaseNamed(name: string, folder = boxesDir()): Promise<Box> {
  const limits = { ...readLimits(process.env), ...patience };
  return leaseBox(folder, 'test/attacks', limits, new AbortController().signal, { only: name });
}

/**
 * The attacked box lives again, contains what it did before (counted, not assumed), and the lesson's solution is built, run and served in
 * it.
 */
export async function nothingLeft(
  { box, before }: Attempt,
  right: SubmittedContent,
  folder = boxesDir(),
): Promise<void> {
  const next = await honestJob(right, box, folder);
  expect(next.before.things).toEqual(before.things);
  expect(next.before.processes).toBeLessThan(before.processes + 20);
  expect(Math.abs(next.before.diskBytes - before.diskBytes)).toBeLessThan(64e6);
  expect(next.told).toBe('served');
  // About ten seconds on a quiet machine; a busy one takes several times as long.
  expect(next.ms).toBeLessThan(300_000);
}

/** The phases up to the first response: later ones would only repeat the result, in twice the time. */
async function honestJob(
  right: SubmittedContent,
  name: string,
  folder: string,
): Promise<{ readonly before: Inventory; readonly told: string; readonly ms: number }> {
  const limits = readLimits(process.env);
  const laid = await assembleVerification(await theLesson(), right, {
    ...{ check: null, checker: 'test', proxy: readProxy(process.env), limits },
  });
  const box = await leaseNamed(name, folder);
  try {
    const before = await inventory(box);
    const began = performance.now();
    const told = await served(laid, box, limits);
    return { before, told, ms: performance.now() - began };
  } finally {
    await box.release();
  }
}

async function served(laid: Verification, box: Box, limits: Limits): Promise<string> {
  const work = prepare(laid, box, { limits, signal: box.lost, unclocked: (run) => run() });
  if ('failure' in work) return said(work.failure);
  await box.egress(true);
  const built = await buildPhase(work, () => undefined);
  if (built.failure !== null) return said(built.failure);
  const run = await runPhase(work, built.result.image);
  if (run.failure !== null) return said(run.failure);
  const ready = await readinessPhase(work, run.result);
  if (ready.failure !== null) return said(ready.failure);
  const probe = await probePhase(work, run.result);
  return probe.failure === null ? 'served' : said(probe.failure);
}

const said = ({ explanation, excerpt }: PhaseFailure): string =>
  `${translate('en', explanation)}\n${excerpt.join('\n')}`;
