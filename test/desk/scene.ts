import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { AcceptedSubmission, Desk, SubmitOutcome } from '../../src/desk/desk.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import type { Records, Student } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { jobId, type VerdictMessage, type VerifyJob } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { newPrefix, redisUrl, silent, type Wire, wireTo } from '../support/redis.ts';

/** A desk on records in memory and a real Redis, behind a proxy that can be cut. */
export interface Scene {
  readonly prefix: string;
  readonly wire: Wire;
  readonly redis: Redis;
  readonly records: Records;
  readonly desk: Desk;
  readonly queue: VerifyQueue;
  /** A worker that returns the given verdicts through the second queue, as the real one does. */
  readonly judge: (how: (job: VerifyJob) => Verdict | Promise<Verdict>, concurrency?: number) => void;
  readonly close: () => Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const prefix = newPrefix();
  const wire = await wireTo(redisUrl());
  const records = await openRecords(':memory:');
  const redis = new Redis(redisUrl());
  const queue = new BullmqVerifyQueue({ url: wire.url, prefix, log: silent });
  const desk = VerificationDesk.open({ records, queue, log: silent });
  const connection = { url: redisUrl(), maxRetriesPerRequest: null };
  const verdicts = new Queue<VerdictMessage>('verdicts', { connection, prefix });
  const workers: Worker[] = [];
  return {
    prefix,
    wire,
    redis,
    records,
    desk,
    queue,
    judge: (how, concurrency = 1) => {
      workers.push(
        new Worker<VerifyJob>(
          'verify',
          async ({ data }) => {
            const { submission, run } = data;
            const message: VerdictMessage = { v: 1, submission, run, verdict: await how(data) };
            await verdicts.add('verdict', message, { jobId: jobId(data) });
          },
          { connection, prefix, concurrency },
        ),
      );
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close(true)));
      await verdicts.close();
      await desk.close();
      await queue.close();
      await records.close();
      await wire.close();
      const left = await redis.keys(`${prefix}:*`);
      if (left.length > 0) await redis.del(left);
      redis.disconnect();
    },
  };
}

/** The n-th student of a class. */
const student = (n: number, guild = '100000000000000001'): Student => ({
  guild,
  user: String(200_000_000_000_000_000n + BigInt(n)),
});

/** The same student's next version of the files. */
export const nextOf = (n: number, version = 2) => ({
  ...workOf(n),
  files: { Dockerfile: `FROM scratch\n# ${n}, version ${version}\n` },
});

export const workOf = (n: number, guild?: string) => ({
  student: student(n, guild),
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: { Dockerfile: `FROM scratch\n# ${n}\n` },
  reply: null,
});

/** A submission that the desk has to accept. */
export async function accepted(outcome: Promise<SubmitOutcome>): Promise<AcceptedSubmission> {
  const known = await outcome;
  if (known.kind === 'refused') throw new Error(`refused: ${known.refusal.kind}`);
  return known;
}

/** A submission that has to get into the queue. */
export async function queued(
  outcome: Promise<SubmitOutcome>,
): Promise<Extract<AcceptedSubmission, { readonly kind: 'queued' }>> {
  const known = await outcome;
  if (known.kind !== 'queued') throw new Error(`not queued: ${known.kind}`);
  return known;
}

/** A submission whose verdict has to be known already. */
export async function remembered(
  outcome: Promise<SubmitOutcome>,
): Promise<Extract<AcceptedSubmission, { readonly kind: 'remembered' }>> {
  const known = await outcome;
  if (known.kind !== 'remembered') throw new Error(`not remembered: ${known.kind}`);
  return known;
}

/** The queue position of a waiting submission; null for every other one. */
export function positionOf(outcome: AcceptedSubmission): number | null {
  if (outcome.kind === 'queued') return outcome.position.position;
  const job = outcome.kind === 'joined' ? outcome.status.job : null;
  return job?.state === 'waiting' ? job.place.position : null;
}
