import type { TextReader } from '../checker/text-reader.ts';
import type { Desk, StaffControls } from '../desk/desk.ts';
import type { AuditEntry, Records, Student, Submission } from '../records/records.ts';

/** What a teaching assistant can do to the queue. */
export type QueueAction =
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'clear' }
  | { readonly do: 'promote'; readonly submission: string }
  | { readonly do: 'retry'; readonly submission: string }
  | { readonly do: 'cancel'; readonly submission: string }
  | { readonly do: 'drain'; readonly worker: string }
  | { readonly do: 'undrain'; readonly worker: string };

/** done; nothing: it was over already, or is in that state; not-here: it belongs to another class, or to none. */
export type StaffActionOutcome =
  | { readonly done: 'done'; readonly count: number; readonly submission: Submission | null }
  | { readonly done: 'nothing' }
  | { readonly done: 'not-here' };

/** Records what teaching assistants do: in the records for good, and in the staff channel. */
export class AuditLog {
  readonly #records: Pick<Records, 'audit'>;
  readonly #announce: (entry: AuditEntry) => Promise<void>;
  readonly #now: () => number;

  /** @param options `announce` posts to the staff channel; when that fails the entry is still in the records. */
  constructor(options: {
    readonly records: Pick<Records, 'audit'>;
    readonly announce: (entry: AuditEntry) => Promise<void>;
    readonly now?: () => number;
  }) {
    this.#records = options.records;
    this.#announce = options.announce;
    this.#now = options.now ?? Date.now;
  }

  async note(entry: Omit<AuditEntry, 'at'>): Promise<void> {
    const dated = { ...entry, at: this.#now() };
    await this.#records.audit.record(dated);
    await this.#announce(dated);
  }
}

/**
 * Carries out an action of a teaching assistant on the queue and records it. Submissions of another class are out of reach; the queue and the
 * workers themselves belong to the whole installation.
 *
 * @throws QueueAway while Redis is away; then nothing was done and nothing is recorded
 */
export async function controlQueue(
  services: {
    readonly records: Pick<Records, 'submissions'>;
    readonly desk: StaffControls & Pick<Desk, 'cancel'>;
    readonly auditLog: AuditLog;
  },
  who: string,
  guild: string,
  act: QueueAction,
  reason: string | null = null,
): Promise<StaffActionOutcome> {
  const { records, desk, auditLog } = services;
  const submission = 'submission' in act ? await records.submissions.get(act.submission) : null;
  if ('submission' in act && submission?.student.guild !== guild) return { done: 'not-here' };
  const outcome = await carryOut(desk, guild, act, submission);
  if (outcome.done !== 'done') return outcome;
  await auditLog.note({
    guild,
    who,
    action: `queue.${act.do}`,
    whom: submission?.student.user ?? ('worker' in act ? act.worker : null),
    details: detailsOf(act, outcome.count),
    reason,
  });
  return outcome;
}

function detailsOf(act: QueueAction, count: number): AuditEntry['details'] {
  if ('submission' in act) return { submission: act.submission };
  return act.do === 'clear' ? { count } : {};
}

/** Discards a text that ended a checker or has it read again, and records that. Returns the user who sent it; null when there is no such text. */
export async function handleDeadLetter(
  services: {
    readonly records: Pick<Records, 'deadLetters'>;
    readonly reading: Pick<TextReader, 'revive'>;
    readonly auditLog: AuditLog;
  },
  request: {
    readonly who: string;
    readonly guild: string;
    readonly act: 'discard' | 'retry';
    readonly letter: string;
  },
): Promise<string | null> {
  const { records, reading, auditLog } = services;
  const { who, guild, act, letter } = request;
  const found = (await records.deadLetters.ofGuild(guild, 1_000)).find(({ id }) => id === letter);
  if (found === undefined) return null;
  const done =
    act === 'retry'
      ? (await reading.revive(guild, letter)) !== null
      : await records.deadLetters.discard(guild, letter, Date.now());
  if (!done) return null;
  await auditLog.note({
    ...{ guild, who, action: `letter.${act}`, whom: found.user },
    ...{ details: { digest: found.digest.slice(0, 16) }, reason: null },
  });
  return found.user;
}

async function carryOut(
  desk: StaffControls & Pick<Desk, 'cancel'>,
  guild: string,
  act: QueueAction,
  submission: Submission | null,
): Promise<StaffActionOutcome> {
  const done = (count = 1, made: Submission | null = submission): StaffActionOutcome => ({
    done: 'done',
    count,
    submission: made,
  });
  switch (act.do) {
    case 'pause':
      await desk.pause();
      return done();
    case 'resume':
      await desk.resume();
      return done();
    case 'drain':
      await desk.drain(act.worker);
      return done();
    case 'undrain':
      await desk.undrain(act.worker);
      return done();
    case 'clear': {
      const count = await desk.clearWaiting(guild);
      return count === 0 ? { done: 'nothing' } : done(count);
    }
    default: {
      if (submission === null) return { done: 'not-here' };
      if (act.do === 'cancel') return (await desk.cancel(submission, 'by-ta')) ? done() : { done: 'nothing' };
      if (act.do === 'promote') return (await desk.promote(submission)) ? done() : { done: 'nothing' };
      const again = await desk.retry(submission);
      return again === null ? { done: 'nothing' } : done(1, again);
    }
  }
}

/** What a change of a grade is recorded in. */
interface GradeServices {
  readonly records: Pick<Records, 'grades'>;
  readonly auditLog: AuditLog;
}

/** Whose grade is changed, in which lesson (its slug), and by whom. */
interface GradeChange {
  readonly who: string;
  readonly student: Student;
  readonly lesson: string;
}

/** Sets a grade by hand, or removes that override (`points`: null); recorded with its reason. */
export async function overrideGrade(
  services: GradeServices,
  {
    who,
    student,
    lesson,
    points,
    reason,
  }: GradeChange & { readonly points: number | null; readonly reason: string },
): Promise<void> {
  const at = Date.now();
  await services.records.grades.override(
    student,
    lesson,
    points === null ? null : { points, by: who, at, reason },
  );
  await services.auditLog.note({
    guild: student.guild,
    who,
    action: points === null ? 'grade.override-removed' : 'grade.override',
    whom: student.user,
    details: points === null ? { lesson } : { lesson, points },
    reason,
  });
}

/** Gives one student more time: until `dueAt`, in Unix milliseconds. */
export async function extendDeadline(
  services: GradeServices,
  {
    who,
    student,
    lesson,
    dueAt,
    reason,
  }: GradeChange & { readonly dueAt: number; readonly reason: string | null },
): Promise<void> {
  await services.records.grades.extend(student, lesson, { dueAt, by: who, at: Date.now(), reason });
  await services.auditLog.note({
    guild: student.guild,
    who,
    action: 'grade.extend',
    whom: student.user,
    details: { lesson, until: dueAt },
    reason,
  });
}
