import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import { QueueAway } from '../queue/verify-queue.ts';
import { RecordsAway } from '../records/away.ts';
import type { Records, Submission } from '../records/records.ts';
import { digestOfFiles } from '../submission/files.ts';
import { newId } from '../submission/ids.ts';
import type { Verdict } from '../submission/verdict.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import type { Desk } from './desk.ts';
import { oneByOne } from './one-by-one.ts';
import { disksNow, looks } from './overview.ts';
import { repair } from './repair.ts';
import { openRunningTimes } from './running-times.ts';
import { staffControls } from './staff-controls.ts';
import { openSubmissionQueue } from './submission-queue.ts';
import { openVerdictNotifier } from './verdict-notifier.ts';

/** How often what broke in between is looked for. Milliseconds. */
const repairEvery = 60_000;

/** Opens the desk: verdicts are consumed from now on, and what an earlier life left half done is repaired. */
export function openDesk(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
  /** How many may wait; one more is refused. Without it there is no such limit. */
  readonly mostWaiting?: number;
  /** Digests of the checker and of the limits: files that had a verdict under these are not verified twice. Null: always anew. */
  readonly remember?: { readonly checker: string; readonly limits: string } | null;
}): Desk {
  const { records, queue, log, mostWaiting = Number.POSITIVE_INFINITY, remember = null } = options;
  const telling = openVerdictNotifier({ records, log, queue });

  const line = openSubmissionQueue({ records, queue, mostWaiting, log });
  /** Called off in the records while Redis was away: their jobs are still to be taken out. */
  const calledOffOnly = new Map<
    string,
    { readonly submission: Submission; readonly why: 'by-student' | 'by-ta' }
  >();

  const judge = async (
    id: string,
    run: number,
    verdictOf: (judged: Submission) => Verdict,
  ): Promise<void> => {
    const submission = await records.submissions.get(id);
    if (submission === null) return;
    if (await records.submissions.judge(id, run, verdictOf(submission), Date.now())) telling.wake();
    await line.letGo({ ...submission, run });
  };
  queue.consumeVerdicts(
    ({ submission, run, verdict }) => judge(submission, run, () => verdict),
    (id, run) => judge(id, run, ({ lesson }) => deskVerdict('verdict-unreadable', lesson.digest)),
  );

  /**
   * Takes a job out of the queue or stops its worker; false when its verdict is on the way already. While Redis is away
   * the records alone say that it is off: the repair round takes the job out.
   */
  const callOff = async (submission: Submission, why: 'by-student' | 'by-ta'): Promise<boolean> => {
    try {
      const { state } = await queue.state(submission.id, submission.run);
      if (state === 'done') return false;
      if (state !== 'gone') await queue.cancel(submission.id, submission.run, why);
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      calledOffOnly.set(submission.id, { submission, why });
      log.warn({ submission: submission.id, err: error }, 'called off in the records only');
    }
    return true;
  };

  const cancel: Desk['cancel'] = async (submission, why, { evenStaffs = false } = {}) => {
    if (submission.state === 'judged') return false;
    if (why === 'by-student' && submission.runBy === 'ta' && !evenStaffs) return false;
    if (!(await callOff(submission, why))) return false;
    // A worker that has the job answers with a verdict of its own; it comes later and is history.
    const judged = await records.submissions.judge(
      submission.id,
      submission.run,
      deskVerdict(why, submission.lesson.digest),
      Date.now(),
    );
    if (judged) telling.wake();
    await line.letGo(submission);
    return judged;
  };

  const takeOutCalledOff = async (): Promise<void> => {
    for (const [id, { submission, why }] of calledOffOnly) {
      try {
        await queue.cancel(id, submission.run, why);
        calledOffOnly.delete(id);
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return;
      }
    }
  };

  /** One round at a time; a wish for another that comes meanwhile is one more round after it. */
  const sweeper = openRunningTimes();
  const mend = oneAtATime(async () => {
    await takeOutCalledOff();
    await repair({ records, queue, line, log, sweeper });
    telling.wake();
  });
  const looking = setInterval(mend, repairEvery);
  looking.unref();
  const stopHearing = queue.onReady(mend);
  mend();

  const { standingOf, overview } = looks({ records, queue });

  const nothing = { place: null, workers: null, joined: null, replaced: null, remembered: null } as const;

  const handIn: Desk['submit'] = async ({
    student,
    lesson,
    files,
    reply,
    turns = { cooldownMs: 0, perDay: null },
    again = false,
  }) => {
    const same = await line.sameUnderway(student, lesson, digestOfFiles(files));
    if (same !== null) {
      const joined = await standingOf(same);
      const workers =
        joined.job === null ? null : ((await overview(student.guild)).queue?.workers.length ?? null);
      const place = joined.job?.state === 'waiting' ? joined.job.place : null;
      return { ...nothing, submission: same, place, workers, joined };
    }
    const known =
      remember === null || again
        ? null
        : await records.verdicts.reusable({
            student,
            lesson,
            files: digestOfFiles(files),
            ...remember,
            disks: await disksNow(queue),
          });
    let replaced: readonly Submission[] = [];
    let away: QueueAway | null = null;
    let turn = 0;
    try {
      replaced = await line.replaceable(student, lesson.slug);
      // What costs no box is nobody's turn.
      if (known === null) turn = await line.admit(student, lesson.slug, turns, replaced);
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      away = error;
    }
    const submission = await records.submissions.create({
      id: newId('s'),
      student,
      lesson,
      files,
      receivedAt: Date.now(),
      reply,
    });
    if (known !== null) {
      if (away === null) await line.supersede(replaced);
      const remembered = { ...known.verdict, remembered: { judgedAt: known.judgedAt } };
      return { ...nothing, submission, replaced: replaced.at(-1) ?? null, remembered };
    }
    try {
      // It just did not answer: asking once more would only keep the student waiting.
      if (away !== null) throw away;
      const spot = await line.supersede(replaced);
      await line.enqueue(submission, { turn, spot });
      const { workers, ...place } = await queue.position(submission.id, submission.run);
      return {
        ...nothing,
        submission: { ...submission, state: 'queued' },
        place,
        workers,
        replaced: replaced.at(-1) ?? null,
      };
    } catch (error) {
      // Recorded it is, whatever else cannot be written at the moment.
      if (!(error instanceof QueueAway || error instanceof RecordsAway)) throw error;
      log.warn({ submission: submission.id, err: error }, 'recorded, to be queued when the queue is back');
      return { ...nothing, submission };
    }
  };

  const inTurn = oneByOne();
  return {
    submit: (work) => inTurn(`${work.student.guild}/${work.student.user}`, () => handIn(work)),

    settleRemembered: async ({ id, run }, verdict) => {
      const now = Date.now();
      if (await records.submissions.judge(id, run, verdict, now))
        await records.submissions.markNotified(id, run, now);
    },

    replyAt: (submission, reply) =>
      inTurn(submission, async () => {
        const before = (await records.submissions.get(submission))?.reply ?? null;
        await records.submissions.setReply(submission, reply);
        return before;
      }),

    status: async (student, lesson) => {
      const submission = await records.submissions.latest(student, lesson);
      return submission === null ? null : standingOf(submission);
    },

    cancel,
    ...staffControls({ records, queue, enqueue: line.enqueue, cancel }),

    overview,

    onProgress: (listener) => queue.onProgress(listener),
    notifyWith: (teller) => telling.begin(teller),
    wake: telling.wake,

    close: async () => {
      clearInterval(looking);
      stopHearing();
      await line.close();
      await telling.end();
    },
  };
}

function oneAtATime(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void work().finally(() => {
      running = false;
      if (!again) return;
      again = false;
      run();
    });
  };
  return run;
}
