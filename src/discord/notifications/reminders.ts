import type { Logger } from 'pino';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Records } from '../../records/records.ts';
import type { AuditLog } from '../../teaching/staff-actions.ts';
import { gradebook } from '../../teaching/views.ts';
import { reminderMessage } from '../render/staff/deadline.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { openRounds, type PeriodicTask } from './rounds.ts';

/** How often is looked for reminders that are due. Milliseconds. */
const lookEvery = 60_000;

/** Reminds those who have not passed before a lesson is due, if its teaching assistant and they themselves wish it. */
export function openReminders(options: {
  readonly records: Records;
  /** The lesson of that slug, from memory. */
  readonly lesson: (slug: string) => { readonly lesson: Lesson } | null;
  readonly post: Messenger;
  readonly book: AuditLog;
  readonly log: Logger;
  readonly every?: number;
}): PeriodicTask {
  const { records, lesson, post, book, log } = options;
  let closed = false;

  const remind = async (guild: string, slug: string): Promise<void> => {
    const known = lesson(slug)?.lesson;
    if (known === undefined) return;
    const policy = await records.grades.policy(guild, slug);
    // At most once: what is not sent because the bot goes down now is not sent twice either.
    await records.grades.savePolicy(guild, slug, { ...policy, remindedAt: Date.now() });
    const [{ rows }, without] = await Promise.all([
      gradebook(records, guild, known),
      records.reminders.optedOut(guild),
    ]);
    let count = 0;
    for (const { user, passedAt, grade } of rows) {
      if (closed) return;
      if (user === null || passedAt !== null || without.has(user) || grade.dueAt === null) continue;
      try {
        await post.send(await post.dmChannel(user), reminderMessage('en', guild, known, grade.dueAt));
        count += 1;
      } catch (error) {
        if (!isFinal(error)) log.warn({ err: describeError(error) }, 'a reminder was not sent');
      }
    }
    await book.note({
      guild,
      who: 'operator',
      action: 'lesson.remind',
      whom: null,
      details: { lesson: known.title, count },
      reason: null,
    });
  };

  const look = async (): Promise<void> => {
    for (const due of await records.reminders.due(Date.now())) await remind(due.guild, due.lesson);
  };
  const rounds = openRounds(look, {
    every: options.every ?? lookEvery,
    failed: (error) => log.warn({ err: describeError(error) }, 'reminders were not sent'),
  });
  return {
    look: rounds.look,
    close: async () => {
      closed = true;
      await rounds.close();
    },
  };
}
