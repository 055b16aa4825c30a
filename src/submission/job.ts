import { z } from 'zod';
import { phaseNames, verdictSchema } from './verdict.ts';

/** Names of the two queues, without the prefix of the installation. */
export const queueNames = { verify: 'verify', verdicts: 'verdicts' } as const;

/**
 * The versions of what crosses the queue. While an upgrade is under way the other side may be of another one, an older
 * or a newer: what it wrote is left to those who can read it. A version is raised here, and nowhere else.
 */
export const jobVersion = 1;
export const verdictVersion = 1;

/** Discord's limit on a nonce is 25 characters; ours leave room for a prefix. Letters and digits, never `:`. */
export const idSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,20}$/);

/** A verification to do. It carries ids and digests, not content: the files lie in Redis under the job. */
export const verifyJobSchema = z.strictObject({
  v: z.literal(jobVersion),
  submission: idSchema,
  run: z.int().min(1),
  lesson: z.strictObject({ slug: z.string(), digest: z.string() }),
  /** SHA-256 (hex) of the student's files, see files.ts. */
  files: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whose it is, without saying who: two jobs of one student do not run side by side. */
  student: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
export type VerifyJob = z.output<typeof verifyJobSchema>;

/** What a worker reports while it works, as BullMQ progress. */
export const progressSchema = z.strictObject({
  v: z.literal(1),
  phase: z.enum(phaseNames),
  /** The build's current step, where it has one: `4/9` and the instruction, already cleaned. */
  step: z.strictObject({ n: z.int(), of: z.int(), instruction: z.string() }).nullable(),
  /** Phases that are over. */
  done: z.array(
    z.strictObject({
      name: z.enum(phaseNames),
      status: z.enum(['ok', 'warned', 'failed', 'skipped']),
      ms: z.number(),
    }),
  ),
  worker: z.string(),
});
export type Progress = z.output<typeof progressSchema>;

/** A verdict on its way back. */
export const verdictMessageSchema = z.strictObject({
  v: z.literal(verdictVersion),
  submission: idSchema,
  run: z.int().min(1),
  verdict: verdictSchema,
});
export type VerdictMessage = z.output<typeof verdictMessageSchema>;

/** `<submission>-<run>`: the id of the job in BullMQ. */
export const jobId = (job: { readonly submission: string; readonly run: number }): string =>
  `${job.submission}-${job.run}`;

/** Takes apart what {@link jobId} put together. */
export function runOf(job: string): { readonly submission: string; readonly run: number } {
  const [submission = '', run] = job.split('-');
  return { submission, run: Number(run) };
}

/** A job that another version wrote: nothing is wrong with it, and whoever can read it may carry it out. */
export const isForeign = (job: unknown): boolean =>
  typeof job === 'object' && job !== null && 'v' in job && typeof job.v === 'number' && job.v !== jobVersion;
