import type { Logger } from 'pino';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records, Submission } from '../../records/records.ts';
import type { Verdict } from '../../submission/verdict.ts';
import type { Message } from '../render/message.ts';
import { resultInvitation, verdictMessage } from '../render/verdict.ts';
import { showsProgress } from '../render/verify.ts';
import { describeError, isFinal, safeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { editPlace, type LiveMessages, readPlace } from './live-messages.ts';
import type { Locales } from './locales.ts';

/**
 * How long an edit of a bot that has died, or of another one, may still be carried out: progress, over the verdict that was
 * told meanwhile. After so long the message is looked at, and drawn once more where that happened. Milliseconds.
 */
const leftEdits = 15_000;
/** Verdicts that are looked at again after a start. */
const mostLooks = 500;

/**
 * Tells a student how her verification came out: in the progress message while that can be edited, else in a DM,
 * else by a mention in the class channel whose button shows the result to her alone. Each way that Discord refuses
 * for good falls through to the next; anything else is thrown, and the desk tries again later.
 * The nonce keeps a second try from being seen twice.
 */
export function openTeller(options: {
  readonly records: Records;
  readonly post: Messenger;
  readonly live: LiveMessages;
  readonly people: Pick<Locales, 'locale'>;
  readonly lesson: (slug: string) => LessonWithTree | null;
  readonly log: Logger;
}): (submission: Submission) => Promise<void> {
  const { records, post, live, people, lesson, log } = options;

  const messageOf = async (submission: Submission, verdict: Verdict): Promise<Message> => {
    const known = lesson(submission.lesson.slug)?.lesson ?? null;
    return verdictMessage(await people.locale(submission.student.user), submission, verdict, known);
  };

  const lookAgain = async ({ id, run }: Submission): Promise<void> => {
    try {
      const now = await records.submissions.get(id);
      // A new run has the place to itself.
      if (now === null || now.run !== run || now.verdict === null || now.reply === null) return;
      const shown = await readPlace(post, now.reply);
      if (shown === null || !showsProgress(shown, id)) return;
      await editPlace(post, now.reply, await messageOf(now, now.verdict));
      log.info({ submission: id, run }, 'progress stood over a verdict, which is drawn once more');
    } catch (error) {
      log.debug({ submission: id, err: describeError(error) }, 'what stands in a place was not seen');
    }
  };

  const later = (submissions: readonly Submission[]): void => {
    const looking = setTimeout(async () => {
      for (const submission of submissions) await lookAgain(submission);
    }, leftEdits);
    looking.unref();
  };

  // Whoever told these may have died before it looked.
  records.backlog
    .notifiedSince(Date.now() - 2 * leftEdits, mostLooks)
    .then(later)
    .catch((error: unknown) => log.debug({ err: describeError(error) }, 'what was told lately was not read'));

  const attempt = async (
    way: string,
    submission: Submission,
    act: () => Promise<boolean>,
  ): Promise<boolean> => {
    try {
      const told = await act();
      if (told) log.info({ submission: submission.id, run: submission.run, way }, 'told the student');
      return told;
    } catch (error) {
      if (!isFinal(error)) throw safeError(error, `telling by ${way}`);
      log.info(
        { submission: submission.id, way, err: describeError(error) },
        'this way to the student is closed',
      );
      return false;
    }
  };

  const inPlace = async ({ reply }: Submission, message: Message): Promise<boolean> =>
    reply !== null && (await editPlace(post, reply, message));

  return async (submission) => {
    const { verdict, student } = submission;
    if (verdict === null) return;
    await live.finish(submission);
    const message = await messageOf(submission, verdict);
    const nonce = `${submission.id}-${submission.run}`.slice(0, 25);
    if (await attempt('progress message', submission, () => inPlace(submission, message))) {
      later([submission]);
      return;
    }
    // Another bot, or a look at it later, must not show the verdict there as well.
    if (submission.reply !== null) await records.submissions.setReply(submission.id, null);
    const byDm = await attempt('direct message', submission, async () => {
      const channel = await post.dmChannel(student.user);
      const sent = await post.send(channel, message, { nonce });
      // She may answer there while Dockhand is away: then it is read where this message stands.
      await records.people
        .dmOpened(student.user, channel, sent.message, Date.now())
        .catch((error: unknown) => {
          log.debug({ err: describeError(error) }, 'a DM was not recorded');
        });
      return true;
    });
    if (byDm) return;
    const guild = await records.guilds.get(student.guild);
    const channel = guild?.classChannel ?? null;
    const byMention =
      channel !== null &&
      (await attempt('class channel', submission, async () => {
        await post.send(channel, resultInvitation(await people.locale(student.user), submission), { nonce });
        return true;
      }));
    // She finds it with /status; telling again would change nothing.
    if (!byMention)
      log.warn({ submission: submission.id, guild: student.guild }, 'no way to tell the student');
  };
}
