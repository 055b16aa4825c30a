import type { Logger } from 'pino';
import type { Lesson } from '../../lesson/lesson.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { Records } from '../../records/records.ts';
import type { AuditLog } from '../../teaching/staff-actions.ts';
import { gradebook } from '../../teaching/views.ts';
import { reminderMessage } from '../render/staff/deadline.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import type { Locales } from './locales.ts';
import { PeriodicTask } from './periodic-task.ts';

/** How often due reminders are looked for. Milliseconds. */
const intervalMs = 60_000;

export interface RemindersOptions {
  readonly records: Records;
  /** The lesson of that slug, from memory. */
  readonly lesson: (slug: string) => { readonly lesson: Lesson } | null;
  readonly messenger: Pick<Messenger, 'send' | 'dmChannel'>;
  readonly locales: Pick<Locales, 'of'>;
  readonly auditLog: AuditLog;
  readonly log: Logger;
  readonly everyMs?: number;
  /** Whether this bot, of several, is responsible for a class now. Default: for all classes. */
  readonly owns?: (guild: string) => boolean;
}

/**
 * Reminds students who have not passed before a lesson is due, if the teaching assistant enabled it and the student has not opted
 * out.
 */
export class Reminders {
  readonly #options: RemindersOptions;
  readonly #rounds: PeriodicTask;
  #closed = false;

  constructor(options: RemindersOptions) {
    this.#options = options;
    this.#rounds = new PeriodicTask(() => this.#sendAllDue(), {
      everyMs: options.everyMs ?? intervalMs,
      onError: (error) =>
        options.log.warn(
          { event: 'reminders.round-failed', err: describeError(error) },
          'reminders were not sent',
        ),
    });
  }

  /** Sends the reminders that are due now. */
  sendDue(): Promise<void> {
    return this.#rounds.run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#rounds.close();
  }

  async #sendAllDue(): Promise<void> {
    for (const due of await this.#options.records.reminders.due(Date.now())) {
      if (this.#options.owns?.(due.guild) ?? true) await this.#remindClass(due.guild, due.lesson);
    }
  }

  async #remindClass(guild: string, slug: string): Promise<void> {
    const { records, auditLog } = this.#options;
    const lesson = this.#options.lesson(slug)?.lesson;
    if (lesson === undefined) return;
    const policy = await records.grades.policy(guild, slug);
    // Recorded before sending, for at-most-once delivery: reminders lost in a crash are not sent again.
    await records.grades.savePolicy(guild, slug, { ...policy, remindedAt: Date.now() });
    const count = await this.#remindStudents(guild, lesson);
    if (count === null) return;
    await auditLog.note({
      guild,
      who: 'operator',
      action: 'lesson.remind',
      whom: null,
      details: { lesson: lesson.title, count },
      reason: null,
    });
  }

  /** Returns how many students were reminded; null when the bot closed during that. */
  async #remindStudents(guild: string, lesson: Lesson): Promise<number | null> {
    const { records } = this.#options;
    const [{ rows }, declined] = await Promise.all([
      gradebook(records, guild, lesson),
      records.reminders.optedOut(guild),
    ]);
    let count = 0;
    for (const { user, passedAt, grade } of rows) {
      if (this.#closed) return null;
      if (user === null || passedAt !== null || declined.has(user) || grade.dueAt === null) continue;
      if (await this.#remind(user, guild, lesson, grade.dueAt)) count += 1;
    }
    return count;
  }

  async #remind(user: string, guild: string, lesson: Lesson, dueAt: number): Promise<boolean> {
    const { messenger, locales, log } = this.#options;
    try {
      const locale = await locales.of(user);
      const reminder = reminderMessage(locale, guild, lessonIn(lesson, locale), dueAt);
      await messenger.send(await messenger.dmChannel(user), reminder);
      return true;
    } catch (error) {
      if (!isFinal(error)) {
        log.warn({ event: 'reminders.not-sent', err: describeError(error) }, 'a reminder was not sent');
      }
      return false;
    }
  }
}
