import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Shelved } from '../library/library.ts';
import type { Records, Submission } from '../records/records.ts';
import { editPlace, type Live } from './live.ts';
import type { People } from './people.ts';
import type { Post } from './post.ts';
import type { Message } from './render/message.ts';
import { comeAndSee, verdictMessage } from './render/verdict.ts';
import { codeOf, codes, describeError, isFinal, safeError } from './trouble.ts';

/** A verdict that is this fresh may overtake the answer that it is to replace. Milliseconds. */
const settling = 2_500;

/**
 * A bot that died may have left an edit that Discord is still to carry out: progress, over the verdict that the next
 * life told meanwhile. So what is told in place this soon after the start is drawn once more after as long. Milliseconds.
 */
const leftEdits = 15_000;

/**
 * Tells a student how her verification came out: in the progress message while that can be edited, else in a DM,
 * else by a mention in the class channel whose button shows the result to her alone. Each way that Discord refuses
 * for good falls through to the next; anything else is thrown, and the desk tries again later.
 * The nonce keeps a second try from being seen twice.
 */
export function openTeller(options: {
  readonly records: Records;
  readonly post: Post;
  readonly live: Live;
  readonly people: Pick<People, 'locale'>;
  readonly lesson: (slug: string) => Shelved | null;
  readonly log: Logger;
}): (submission: Submission) => Promise<void> {
  const { records, post, live, people, lesson, log } = options;

  const openedAt = performance.now();

  const onceMore = async (submission: Submission, message: Message): Promise<void> => {
    await sleep(leftEdits, undefined, { ref: false });
    const now = await records.submission(submission.id);
    // A new run has the place to itself.
    if (now?.state !== 'judged' || now.run !== submission.run) return;
    await inPlace(submission, message);
  };

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

  const inPlace = async (submission: Submission, message: Message): Promise<boolean> => {
    const place = submission.reply;
    if (place === null) return false;
    const age = Date.now() - submission.receivedAt;
    try {
      return await editPlace(post, place, message);
    } catch (error) {
      // The answer may be on its way still: then it is there a moment later.
      const code = codeOf(error);
      const early = code === codes.unknownWebhook || code === codes.unknownMessage;
      if (!early || age > settling || age < 0) throw error;
      await sleep(settling - age);
      return editPlace(post, place, message);
    }
  };

  return async (submission) => {
    const { verdict, student } = submission;
    if (verdict === null) return;
    await live.finish(submission);
    const locale = await people.locale(student.user);
    const known = lesson(submission.lesson.slug)?.lesson ?? null;
    const message = verdictMessage(locale, submission, verdict, known);
    const nonce = `${submission.id}-${submission.run}`.slice(0, 25);
    if (await attempt('progress message', submission, () => inPlace(submission, message))) {
      if (performance.now() - openedAt < leftEdits)
        onceMore(submission, message).catch((error: unknown) =>
          log.debug({ submission: submission.id, err: describeError(error) }, 'was not drawn once more'),
        );
      return;
    }
    const byDm = await attempt('direct message', submission, async () => {
      const channel = await post.dmChannel(student.user);
      const sent = await post.send(channel, message, { nonce });
      // She may answer there while Dockhand is away: then it is read where this message stands.
      await records.dmOpened(student.user, channel, sent.message, Date.now()).catch((error: unknown) => {
        log.debug({ err: describeError(error) }, 'a DM was not recorded');
      });
      return true;
    });
    if (byDm) return;
    const guild = await records.guild(student.guild);
    const channel = guild?.classChannel ?? null;
    const byMention =
      channel !== null &&
      (await attempt('class channel', submission, async () => {
        await post.send(channel, comeAndSee(locale, submission), { nonce });
        return true;
      }));
    // She finds it with /status; telling again would change nothing.
    if (!byMention)
      log.warn({ submission: submission.id, guild: student.guild }, 'no way to tell the student');
  };
}
