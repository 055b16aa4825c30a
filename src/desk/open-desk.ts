import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import { QueueAway } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { newId } from '../submission/ids.ts';
import type { VerifyJob } from '../submission/job.ts';
import { calledOff } from './called-off.ts';
import type { Desk } from './desk.ts';
import { deskLevers } from './levers.ts';
import { repair } from './repair.ts';
import { openTelling } from './telling.ts';

/** How often what broke in between is looked for. Milliseconds. */
const repairEvery = 60_000;

/** The job that carries a submission's current run. */
export const jobOf = (submission: Submission): VerifyJob => ({
  v: 1,
  submission: submission.id,
  run: submission.run,
  lesson: submission.lesson,
  files: submission.filesDigest,
});

/** The start of the current day in UTC, for "done today". */
const startOfDay = (now: number): number => now - (now % 86_400_000);

/** Opens the desk: verdicts are consumed from now on, and what an earlier life left half done is repaired. */
export function openDesk(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
}): Desk {
  const { records, queue, log } = options;
  const telling = openTelling({ records, log });

  queue.consumeVerdicts(async ({ submission, run, verdict }) => {
    if (await records.judge(submission, run, verdict, Date.now())) telling.wake();
  });

  const enqueue = async (submission: Submission): Promise<void> => {
    await queue.add(jobOf(submission), submission.files);
    await records.markQueued(submission.id, submission.run);
  };

  /** One verification per student at a time: a newer submission replaces one that still waits. */
  const supersede = async (older: Submission | null): Promise<boolean> => {
    if (older === null || older.state === 'judged') return false;
    const job = older.state === 'queued' ? await queue.state(older.id, older.run) : null;
    if (job?.state === 'running' || job?.state === 'done') return false;
    if (job !== null) await queue.cancel(older.id, older.run, 'superseded');
    await records.judge(older.id, older.run, calledOff('superseded', older.lesson.digest), Date.now());
    // The answer to the newer one says it: no message of its own.
    await records.markTold(older.id, older.run, Date.now());
    return true;
  };

  const cancel: Desk['cancel'] = async (submission, why) => {
    if (submission.state === 'judged') return false;
    const job = submission.state === 'queued' ? await queue.state(submission.id, submission.run) : null;
    if (job?.state === 'done') return false;
    if (job !== null) await queue.cancel(submission.id, submission.run, why);
    // A worker that has the job answers with a verdict of its own; it comes later and is history.
    const judged = await records.judge(
      submission.id,
      submission.run,
      calledOff(why, submission.lesson.digest),
      Date.now(),
    );
    if (judged) telling.wake();
    return judged;
  };

  const looking = setInterval(() => {
    void repair({ records, queue, enqueue, log }).then(() => telling.wake());
  }, repairEvery);
  looking.unref();
  void repair({ records, queue, enqueue, log }).then(() => telling.wake());

  return {
    handIn: async ({ student, lesson, files, reply }) => {
      const older = await records.latest(student, lesson.slug);
      const submission = await records.submit({
        id: newId('s'),
        student,
        lesson,
        files,
        receivedAt: Date.now(),
        reply,
      });
      try {
        const replaced = (await supersede(older)) ? older : null;
        await enqueue(submission);
        const [job, { workers }] = await Promise.all([
          queue.state(submission.id, submission.run),
          queue.overview(),
        ]);
        return {
          submission: { ...submission, state: 'queued' },
          place: job.state === 'waiting' ? job.place : { position: 1, etaMs: null },
          workers: workers.length,
          replaced,
        };
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        log.warn({ submission: submission.id, err: error }, 'recorded, to be queued when the queue is back');
        return { submission, place: null, workers: null, replaced: null };
      }
    },

    replyAt: (submission, reply) => records.setReply(submission, reply),

    standing: async (student, lesson) => {
      const submission = await records.latest(student, lesson);
      if (submission === null) return null;
      if (submission.state !== 'queued') return { submission, job: null };
      try {
        return { submission, job: await queue.state(submission.id, submission.run) };
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return { submission, job: null };
      }
    },

    cancel,
    ...deskLevers({ records, queue, enqueue, cancel }),

    overview: async (guild) => {
      const today = await records.outcomesSince(guild, startOfDay(Date.now()));
      try {
        return { queue: await queue.overview(), today };
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return { queue: null, today };
      }
    },

    onProgress: (listener) => queue.onProgress(listener),
    tell: (teller) => telling.begin(teller),

    close: async () => {
      clearInterval(looking);
      await telling.end();
    },
  };
}
