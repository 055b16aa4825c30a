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

/** Where verifications are carried out. */
export interface ProvingBoxes {
  readonly folder: string;
  readonly count: number;
  readonly limits: Limits;
}

export interface ProofOptions {
  readonly check: Check;
  /** Null for a proof by the check alone. */
  readonly boxes: ProvingBoxes | null;
  /** Of how many mutations a verification is carried out; the check judges all of them. */
  readonly sample: number;
  /** With which mutation the sample begins, so that another day may have others; the first where it is left out. */
  readonly from?: number;
  readonly signal: AbortSignal;
  /** The language of mistakes' names; English, which programs read, where it is left out. */
  readonly locale?: Locale;
  readonly onProgress: (done: number, of: number, name: string) => void;
}

/** A lesson with a manifest and an answer of its own. */
export type ProvableLesson = InstalledLesson & {
  readonly lesson: { readonly manifest: NonNullable<InstalledLesson['lesson']['manifest']> };
  readonly folder: string;
  readonly solution: string;
};

/** Shows whether a lesson's check and verification catch each mistake that its shape gives, and take each right answer. */
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

/** Which mutations are verified: evenly spread, so that each kind has its turn. */
function sampled(
  { mutations }: MutationPlan,
  { sample: most, from = 0 }: Pick<ProofOptions, 'sample' | 'from'>,
): ReadonlySet<string> {
  if (mutations.length <= most) return new Set(mutations.map(({ name }) => name));
  const every = mutations.length / Math.max(most, 1);
  const indexes = Array.from({ length: most }, (_, at) => (Math.floor(at * every) + from) % mutations.length);
  return new Set(indexes.flatMap((index) => mutations[index]?.name ?? []));
}

/** The folders in `also/`: other right answers. */
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

/** Judges files as a student's are judged: by the check, and in a box. */
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

  /** An error of ours shows nothing about the lesson: it is tried again. */
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
      // An error of ours is reported as one, and the others go on.
      if (error instanceof InfrastructureError) return errorVerdict(error, digests);
      throw error;
    }
  }
}

/** How often one verification of a proof is tried. */
const mostTries = 3;

/** A proof may wait longer for a box than a student does: each box has to restart in between. */
const patient = (limits: Limits): Limits => ({ ...limits, boxWaitSeconds: limits.boxWaitSeconds * 10 });
