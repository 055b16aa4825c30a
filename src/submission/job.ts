import { z } from 'zod';
import { phaseNames, verdictSchema } from './verdict.ts';

/** Names of the two queues, without the prefix of the installation. */
export const queueNames = { verify: 'verify', verdicts: 'verdicts' } as const;

/**
 * The versions of the queue's message formats. During an upgrade the other side may use an older or newer one; its messages are
 * left to processes that can read them. Versions are raised only here.
 */
export const jobVersion = 1;
export const verdictVersion = 1;

/** Discord's limit on a nonce is 25 characters; ours leave room for a prefix. Letters and digits, never `:`. */
export const idSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,20}$/);

/** A verification to run. It carries IDs and digests, not content: the files are in Redis under the job's ID. */
export const verifyJobSchema = z.strictObject({
  v: z.literal(jobVersion),
  submission: idSchema,
  run: z.int().min(1),
  lesson: z.strictObject({ slug: z.string(), digest: z.string() }),
  /** SHA-256 (hex) of the student's files, see files.ts. */
  files: z.string().regex(/^[0-9a-f]{64}$/),
  /** A pseudonym of the student: two jobs of one student do not run in parallel. */
  student: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
});
export type VerifyJob = z.output<typeof verifyJobSchema>;

/** A worker's report during a job, sent as BullMQ progress. */
export const progressSchema = z.strictObject({
  v: z.literal(1),
  phase: z.enum(phaseNames),
  /** The current build step, if any: `4/9` and the instruction, already sanitized. */
  step: z.strictObject({ n: z.int(), of: z.int(), instruction: z.string() }).nullable(),
  /** Completed phases. */
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

/** A verdict on its way to the bot. */
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

/** Splits an ID made by {@link jobId}. */
export function runOf(job: string): { readonly submission: string; readonly run: number } {
  const [submission = '', run] = job.split('-');
  return { submission, run: Number(run) };
}

/** A job in the format of another version. Nothing is wrong with it, and a process that can read it may run it. */
export const isForeign = (job: unknown): boolean =>
  typeof job === 'object' && job !== null && 'v' in job && typeof job.v === 'number' && job.v !== jobVersion;
