import type { Logger } from 'pino';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { RecordsAway } from '../records/storage/away.ts';
import { digestOfFiles } from '../submission/files.ts';
import { newId } from '../submission/ids.ts';
import type { NewSubmission, SubmitOutcome } from './desk.ts';
import { type DeskOverview, disksNow } from './overview.ts';
import type { Admission, SubmissionQueue } from './submission-queue.ts';

/** Digests of the checker and the limits: files that had a verdict under the same ones are not verified again. */
export interface RememberedUnder {
  readonly checker: string;
  readonly limits: string;
}

export interface SubmissionIntakeParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly submissions: SubmissionQueue;
  readonly overview: DeskOverview;
  /** Null: no verdict is reused. */
  readonly remember: RememberedUnder | null;
  readonly log: Logger;
}

/** The queue's answer from before anything was recorded. `away`: there was none. */
type QueueReply =
  | { readonly kind: 'answered'; readonly replaced: readonly Submission[]; readonly admission: Admission }
  | { readonly kind: 'away'; readonly error: QueueAway };

const anyTime = { cooldownMs: 0, perDay: null } as const;

/** Accepts submissions: decides what they replace, whether they may be queued, and whether their verdict is already known. */
export class SubmissionIntake {
  readonly #parts: SubmissionIntakeParts;

  constructor(parts: SubmissionIntakeParts) {
    this.#parts = parts;
  }

  async submit(work: NewSubmission): Promise<SubmitOutcome> {
    const { student, lesson, files } = work;
    const same = await this.#parts.submissions.sameUnderway(student, lesson, digestOfFiles(files));
    if (same !== null) return this.#join(same, work);
    const known = await this.#knownVerdict(work);
    const queueReply = await this.#askQueue(work, known !== null);
    if (queueReply.kind === 'answered' && queueReply.admission.kind === 'refused')
      return { kind: 'refused', refusal: queueReply.admission.refusal };
    const submission = await this.#record(work);
    if (known === null) return this.#enqueue(submission, queueReply);
    const replaced = queueReply.kind === 'away' ? [] : queueReply.replaced;
    await this.#parts.submissions.supersede(replaced);
    const verdict = { ...known.verdict, remembered: { judgedAt: known.judgedAt } };
    return { kind: 'remembered', submission, verdict, replaced: replaced.at(-1) ?? null };
  }

  async #join(same: Submission, { pullRequest }: NewSubmission): Promise<SubmitOutcome> {
    const { overview, records } = this.#parts;
    if (pullRequest !== undefined) await records.submissions.setPullRequest(same.id, pullRequest);
    const submission = pullRequest === undefined ? same : { ...same, pullRequest };
    const status = await overview.statusOf(submission);
    const workers =
      status.job === null
        ? null
        : ((await overview.of(submission.student.guild)).queue?.workers.length ?? null);
    return { kind: 'joined', submission, status, workers };
  }

  /** The verdict that the same files had before under the same conditions. */
  async #knownVerdict({ student, lesson, files, again = false }: NewSubmission) {
    const { records, queue, remember } = this.#parts;
    if (remember === null || again) return null;
    const disks = await disksNow(queue);
    return records.verdicts.reusable({ student, lesson, files: digestOfFiles(files), ...remember, disks });
  }

  /** Asks whether the submission may be queued. A reused verdict needs no box and does not count as a turn. */
  async #askQueue({ student, lesson, turns = anyTime }: NewSubmission, free: boolean): Promise<QueueReply> {
    const { submissions } = this.#parts;
    let replaced: readonly Submission[] = [];
    try {
      replaced = await submissions.replaceable(student, lesson.slug);
      const admission: Admission = free
        ? { kind: 'admitted', turns: 0 }
        : await submissions.admit(student, lesson.slug, turns, replaced);
      return { kind: 'answered', replaced, admission };
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      return { kind: 'away', error };
    }
  }

  #record({ student, lesson, files, reply, pullRequest }: NewSubmission): Promise<Submission> {
    return this.#parts.records.submissions.create({
      id: newId('s'),
      receivedAt: Date.now(),
      ...{ student, lesson, files, reply, pullRequest: pullRequest ?? null },
    });
  }

  async #enqueue(submission: Submission, queueReply: QueueReply): Promise<SubmitOutcome> {
    const { queue, submissions, log } = this.#parts;
    try {
      // It just failed to answer; asking again would only keep the student waiting.
      if (queueReply.kind === 'away') throw queueReply.error;
      const { replaced, admission } = queueReply;
      const inherited = await submissions.supersede(replaced);
      const turns = admission.kind === 'admitted' ? admission.turns : 0;
      await submissions.enqueue(submission, { turns, position: inherited });
      const { workers, ...position } = await queue.position(submission.id, submission.run);
      return {
        kind: 'queued',
        submission: { ...submission, state: 'queued' },
        ...{ position, workers, replaced: replaced.at(-1) ?? null },
      };
    } catch (error) {
      // The submission is recorded, whatever else cannot be written at the moment.
      if (!(error instanceof QueueAway || error instanceof RecordsAway)) throw error;
      log.warn(
        { event: 'desk.recorded-only', submission: submission.id, err: error },
        'recorded, to be queued when the queue is back',
      );
      return { kind: 'recorded', submission };
    }
  }
}
