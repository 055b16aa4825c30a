import type { APIMessage } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Desk, SubmissionStatus } from '../../desk/desk.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records, ReplyPlace, Submission } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import type { UsedFile } from '../render/check-result.ts';
import type { Message } from '../render/message.ts';
import { verdictMessage } from '../render/verdict.ts';
import { progressMessage, type VerificationProgress } from '../render/verify.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import type { Locales } from './locales.ts';

/**
 * Live progress: one message per submission, edited only when it says something new, and never more often than
 * every {@link editIntervalMs}. It is lossy by design: what counts is the verdict, which has its own way (notify.ts).
 */
export interface LiveMessages {
  /** The answer to a submission is there, in this place. */
  readonly watch: (watched: WatchedSubmission) => void;
  /**
   * The verdict is about to be shown in this place: no edit of ours comes after this has returned. An answer that may be
   * on its way still is waited for, because there is nothing to edit before it has arrived.
   */
  readonly finish: (submission: Submission) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface WatchedSubmission {
  readonly submission: Submission;
  readonly reply: ReplyPlace;
  readonly locale: Locale;
  readonly used: readonly UsedFile[];
  readonly absent: readonly string[];
}

interface LiveMessage extends WatchedSubmission {
  /** What is on the screen, as JSON. */
  shown: string;
  wanted: VerificationProgress | null;
  editedAt: number;
  timer: NodeJS.Timeout | null;
  editing: Promise<void> | null;
  poll: NodeJS.Timeout | null;
}

/** The least time between two edits of one message. Milliseconds. */
export const editIntervalMs = 1_500;
/** How long until a waiting student's place is looked up again: the further back, the less often. Milliseconds. */
const pollAfter = (position: number): number => 4_000 + Math.min(position, 60) * 1_000;
/** How long a verdict waits for the answer that it is to replace. Milliseconds. */
const answerTime = 4_000;
/** Submissions remembered as answered, or as over: a late progress report does not draw over a verdict. */
const mostNoted = 2_000;

export function openLive(options: {
  readonly desk: Desk;
  readonly records: Records;
  readonly post: Messenger;
  readonly people: Pick<Locales, 'locale'>;
  readonly lesson: (slug: string) => LessonWithTree | null;
  readonly log: Logger;
}): LiveMessages {
  const { desk, records, post, people, lesson, log } = options;
  const entries = new Map<string, LiveMessage>();
  const over = new Set<string>();
  const crew = openCrew(desk);
  /** Submissions whose answer has arrived. */
  const answered = new Set<string>();
  /** Answers that a verdict waits for. */
  const expected = new Map<string, { readonly there: Promise<void>; readonly arrived: () => void }>();
  /** Being looked up after a restart. */
  const resuming = new Map<string, Promise<void>>();
  let closed = false;

  const drop = (entry: LiveMessage): void => {
    if (entry.timer !== null) clearTimeout(entry.timer);
    if (entry.poll !== null) clearTimeout(entry.poll);
    if (entries.get(entry.submission.id) === entry) entries.delete(entry.submission.id);
  };

  const edit = async (entry: LiveMessage): Promise<void> => {
    const now = entry.wanted;
    entry.wanted = null;
    if (now === null) return;
    const message = progressMessage(entry.locale, entry.submission.id, now, entry);
    const json = JSON.stringify(message);
    if (json === entry.shown) return;
    try {
      if ((await verdictOf(entry)) !== null) return drop(entry);
      if (!(await editPlace(post, entry.reply, message))) return drop(entry);
      entry.shown = json;
      await redrawIfOver(entry);
    } catch (error) {
      log.debug({ submission: entry.submission.id, err: describeError(error) }, 'progress was not shown');
      if (isFinal(error)) drop(entry);
    }
    entry.editedAt = Date.now();
  };

  const verdictOf = async ({ submission: { id } }: LiveMessage): Promise<Submission | null> => {
    const now = await records.submissions.get(id).catch(() => null);
    return now?.state === 'judged' ? now : null;
  };

  /** Another bot of an upgrade or a mistake may have told the verdict while ours was under way: then ours stands over it. */
  const redrawIfOver = async (entry: LiveMessage): Promise<void> => {
    const over = await verdictOf(entry);
    if (over === null) return;
    drop(entry);
    const { verdict, lesson: of } = over;
    if (verdict === null || verdict.reason === 'superseded') return;
    await editPlace(
      post,
      entry.reply,
      verdictMessage(entry.locale, over, verdict, lesson(of.slug)?.lesson ?? null),
    );
  };

  const want = (entry: LiveMessage, now: VerificationProgress): void => {
    entry.wanted = now;
    if (entry.timer !== null || entry.editing !== null) return;
    entry.timer = setTimeout(
      () => {
        entry.timer = null;
        entry.editing = edit(entry).finally(() => {
          entry.editing = null;
          if (entry.wanted !== null && entries.has(entry.submission.id)) want(entry, entry.wanted);
        });
      },
      Math.max(0, entry.editedAt + editIntervalMs - Date.now()),
    );
  };

  const pollLater = (entry: LiveMessage, position: number): void => {
    if (entry.poll !== null) clearTimeout(entry.poll);
    entry.poll = setTimeout(() => void poll(entry), pollAfter(position));
    entry.poll.unref();
  };

  const poll = async (entry: LiveMessage): Promise<void> => {
    const { student, lesson, id } = entry.submission;
    try {
      const standing = await desk.status(student, lesson.slug);
      if (standing === null || standing.submission.id !== id) return drop(entry);
      const now = progressOf(standing, await crew(student.guild));
      if (now === null) return drop(entry);
      if (entries.get(id) === entry) want(entry, now);
      pollLater(entry, now.state === 'waiting' ? now.place.position : 30);
    } catch (error) {
      log.debug({ submission: id, err: describeError(error) }, 'a place in the queue was not looked up');
      pollLater(entry, 30);
    }
  };

  const add = (watched: WatchedSubmission, editedAt: number): LiveMessage => {
    const entry: LiveMessage = {
      ...watched,
      shown: '',
      wanted: null,
      editedAt,
      timer: null,
      editing: null,
      poll: null,
    };
    entries.set(watched.submission.id, entry);
    return entry;
  };

  /** After a restart the records know where a submission's answer is. */
  const resume = async (id: string): Promise<void> => {
    const submission = await records.submissions.get(id);
    // A run that a teaching assistant started takes the place of no result before it has one of its own.
    const shown = submission?.runBy === 'ta' && submission.verdict !== null;
    if (submission === null || submission.state === 'judged' || submission.reply === null || shown)
      return note(over, id);
    // There is nothing to edit yet.
    if (answerIn(submission) > 0) return;
    const locale = await people.locale(submission.student.user);
    if (entries.has(id) || over.has(id)) return;
    add({ submission, reply: submission.reply, locale, used: [], absent: [] }, 0);
  };

  /** How long the answer to a submission may still be on its way. Milliseconds; a clock that was set back says nothing. */
  const answerIn = ({ receivedAt }: Submission): number => {
    const age = Date.now() - receivedAt;
    return age < 0 ? 0 : Math.max(0, answerTime - age);
  };

  /** Ends when {@link LiveMessages.watch} names the place of an answer, or that has become unlikely. */
  const answerTo = (submission: Submission): Promise<void> => {
    const { id, reply } = submission;
    const waited = expected.get(id);
    if (waited !== undefined) return waited.there;
    const left = reply?.kind === 'interaction' ? answerIn(submission) : 0;
    if (left === 0 || answered.has(id)) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const late = setTimeout(resolve, left);
    late.unref();
    const there = promise.finally(() => {
      clearTimeout(late);
      expected.delete(id);
    });
    expected.set(id, { there, arrived: resolve });
    return there;
  };

  const note = (ids: Set<string>, id: string): void => {
    if (ids.size >= mostNoted) ids.clear();
    ids.add(id);
  };

  const stop = desk.onProgress((id, _run, progress) => {
    if (closed || over.has(id)) return;
    const entry = entries.get(id);
    if (entry !== undefined) return want(entry, { state: 'running', progress });
    if (resuming.has(id)) return;
    const lookup = resume(id)
      .then(() => {
        const found = entries.get(id);
        if (found !== undefined) want(found, { state: 'running', progress });
      })
      .catch((error: unknown) =>
        log.debug({ submission: id, err: describeError(error) }, 'progress has no place'),
      )
      .finally(() => resuming.delete(id));
    resuming.set(id, lookup);
  });

  return {
    watch: (watched) => {
      note(answered, watched.submission.id);
      expected.get(watched.submission.id)?.arrived();
      if (closed || over.has(watched.submission.id)) return;
      const before = entries.get(watched.submission.id);
      if (before !== undefined) drop(before);
      const entry = add(watched, Date.now());
      if (before?.wanted) want(entry, before.wanted);
      pollLater(entry, 0);
    },
    finish: async (submission) => {
      const { id } = submission;
      await answerTo(submission);
      note(over, id);
      const entry = entries.get(id);
      if (entry === undefined) return;
      drop(entry);
      await entry.editing;
    },
    close: async () => {
      closed = true;
      stop();
      const all = [...entries.values()];
      for (const entry of all) drop(entry);
      await Promise.allSettled(all.map((entry) => entry.editing));
    },
  };
}

/** Edits what stands in a place; false when that place can no longer be edited. */
export async function editPlace(post: Messenger, place: ReplyPlace, message: Message): Promise<boolean> {
  if (place.kind === 'message') await post.editMessage(place.channel, place.message, message);
  else if (place.expiresAt > Date.now()) await post.edit(place.token, message);
  else return false;
  return true;
}

/** What stands in a place; null when that can no longer be edited. */
export async function readPlace(post: Messenger, place: ReplyPlace): Promise<APIMessage | null> {
  if (place.kind === 'message') return post.message(place.channel, place.message);
  return place.expiresAt > Date.now() ? post.shown(place.token) : null;
}

/** How many workers there are, asked at most every few seconds however many students wait; null when not known. */
function openCrew(desk: Desk): (guild: string) => Promise<number | null> {
  let asked = 0;
  let answer: Promise<number | null> = Promise.resolve(null);
  return (guild) => {
    if (Date.now() - asked > 3_000) {
      asked = Date.now();
      answer = desk.overview(guild).then(({ queue }) => queue?.workers.length ?? null);
    }
    return answer;
  };
}

/** How a submission without a verdict stands; null when it has one. `workers`: how many there are, null when not known. */
export function progressOf(
  { submission, job }: SubmissionStatus,
  workers: number | null = null,
): VerificationProgress | null {
  if (submission.state === 'judged') return null;
  if (job === null || job.state === 'gone' || job.state === 'failed') return { state: 'recorded' };
  if (job.state === 'waiting') return { state: 'waiting', place: job.place, workers };
  return { state: 'running', progress: job.state === 'running' ? job.progress : null };
}
