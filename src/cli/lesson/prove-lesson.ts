import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import { leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import type { SubmittedContent } from '../../../workers/sandbox/build/context.ts';
import { readProxy } from '../../../workers/sandbox/build/proxy.ts';
import { InfrastructureError } from '../../../workers/sandbox/failures.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { checkerDigest } from '../../../workers/verdict/checker-digest.ts';
import { errorVerdict } from '../../../workers/verdict/error-verdict.ts';
import { assembleVerification } from '../../../workers/verification/assemble.ts';
import { verify } from '../../../workers/verification/verification.ts';
import type { Check } from '../../check/check.ts';
import type { StudentFiles } from '../../check/model/report.ts';
import { fileNamesOf } from '../../lesson/manifest/requested-files.ts';
import { type MutationPlan, planMutations } from '../../lesson/mutations/mutations.ts';
import type { InstalledLesson } from '../../library/library.ts';
import { readStudentFiles } from '../../library/student-files.ts';
import type { Verdict } from '../../submission/verdict.ts';
import type { Locale } from '../../wording/wording.ts';
import { type BothJudgements, conclude, type Proof, provedAnswer, provedMutation } from './proof.ts';

/** The boxes that verifications run in. */
export interface ProvingBoxes {
  readonly folder: string;
  readonly count: number;
  readonly limits: Limits;
}

export interface ProofOptions {
  readonly check: Check;
  /** Null to use only the check. */
  readonly boxes: ProvingBoxes | null;
  /** How many mutations are verified. The check judges all of them. */
  readonly sample: number;
  /** Offset of the sample, so that different mutations can be verified each day. Default 0. */
  readonly from?: number;
  readonly signal: AbortSignal;
  /** The language of the names of mistakes. Default English, which programs read. */
  readonly locale?: Locale;
  readonly onProgress: (done: number, of: number, name: string) => void;
}

/** A lesson with a manifest and a solution of its own. */
export type ProvableLesson = InstalledLesson & {
  readonly lesson: { readonly manifest: NonNullable<InstalledLesson['lesson']['manifest']> };
  readonly folder: string;
  readonly solution: string;
};

/** Tests whether a lesson's check and verification catch each mistake that can be derived from it, and accept each correct answer. */
export async function proveLesson(installed: ProvableLesson, options: ProofOptions): Promise<Proof> {
  const { lesson } = installed;
  const names = fileNamesOf(lesson.manifest);
  const answer = (await readStudentFiles(installed.solution, names)).files;
  const also = await otherAnswers(installed);
  const plan = planMutations(lesson, answer, options.locale);
  const chosen = sampled(plan, options);
  const items = [
    { name: 'solution', files: answer, run: true },
    ...also.map(([name, files]) => ({ name, files, run: true })),
    ...plan.mutations.map(({ name, files }) => ({ name, files, run: chosen.has(name) })),
  ];
  const judge = new Judge(installed, options);
  let done = 0;
  const judged = await pLimit(Math.max(1, options.boxes?.count ?? 1)).map(
    items,
    async ({ name, files, run }) => {
      const result = await judge.judge(files, run);
      done += 1;
      options.onProgress(done, items.length, name);
      return result;
    },
  );
  const [first, ...rest] = judged;
  return conclude(
    {
      lesson: lesson.slug,
      solution: provedAnswer('solution', first ?? (await judge.judge(answer, true))),
      also: also.flatMap(([name], index) => {
        const result = rest[index];
        return result === undefined ? [] : [provedAnswer(name, result)];
      }),
      mutations: plan.mutations.flatMap((mutation, index) => {
        const result = rest[also.length + index];
        return result === undefined ? [] : [provedMutation(mutation, result)];
      }),
    },
    plan,
  );
}

/** The names of the mutations to verify, evenly spread so that each kind is included. */
function sampled(
  { mutations }: MutationPlan,
  { sample: most, from = 0 }: Pick<ProofOptions, 'sample' | 'from'>,
): ReadonlySet<string> {
  if (mutations.length <= most) return new Set(mutations.map(({ name }) => name));
  const every = mutations.length / Math.max(most, 1);
  const indexes = Array.from({ length: most }, (_, at) => (Math.floor(at * every) + from) % mutations.length);
  return new Set(indexes.flatMap((index) => mutations[index]?.name ?? []));
}

/** Other correct answers: the folders in `also/`. */
async function otherAnswers({
  folder,
  lesson,
}: ProvableLesson): Promise<readonly (readonly [name: string, files: StudentFiles['files']])[]> {
  const also = join(folder, 'also');
  if (!existsSync(also)) return [];
  const entries = (await readdir(also, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(
    entries
      .map(({ name }) => name)
      .sort()
      .map(async (name) => {
        const { files } = await readStudentFiles(join(also, name), fileNamesOf(lesson.manifest));
        return [`also/${basename(name)}`, files] as const;
      }),
  );
}

/** Judges files like a student's: by the check and in a box. */
class Judge {
  readonly #installed: ProvableLesson;
  readonly #options: ProofOptions;

  constructor(installed: ProvableLesson, options: ProofOptions) {
    this.#installed = installed;
    this.#options = options;
  }

  async judge(files: StudentFiles['files'], run: boolean): Promise<BothJudgements> {
    const { lesson, tree } = this.#installed;
    const report = await this.#options.check({ student: { files, complete: true }, lesson, tree });
    const { boxes } = this.#options;
    return { report, verdict: run && boxes !== null ? await this.#verifyPatiently(files, boxes) : null };
  }

  /** An infrastructure error says nothing about the lesson, so the verification is retried. */
  async #verifyPatiently(files: SubmittedContent, boxes: ProvingBoxes): Promise<Verdict> {
    let verdict = await this.#verify(files, boxes);
    for (let tried = 1; verdict.outcome === 'error' && tried < mostTries; tried += 1) {
      if (this.#options.signal.aborted) break;
      verdict = await this.#verify(files, boxes);
    }
    return verdict;
  }

  async #verify(files: SubmittedContent, { folder, limits }: ProvingBoxes): Promise<Verdict> {
    const { check, signal } = this.#options;
    const verification = await assembleVerification(this.#installed, files, {
      check,
      checker: await checkerDigest(),
      proxy: readProxy(process.env),
      limits,
    });
    const digests = { lesson: verification.lesson.digest, checker: verification.checker, box: '' };
    try {
      const box = await leaseBox(folder, 'dockhand/prove', patient(limits), signal);
      try {
        return await verify(verification, box, { limits, signal });
      } finally {
        await box.release();
      }
    } catch (error) {
      // An infrastructure error is reported as such, and the remaining files are still judged.
      if (error instanceof InfrastructureError) return errorVerdict(error, digests);
      throw error;
    }
  }
}

/** How often a single verification is attempted. */
const mostTries = 3;

/** A proof may wait longer for a box than a student, because each box restarts between verifications. */
const patient = (limits: Limits): Limits => ({ ...limits, boxWaitSeconds: limits.boxWaitSeconds * 10 });
