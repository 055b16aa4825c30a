import type { Logger } from 'pino';
import type { Lesson } from '../../lesson/lesson.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { GuildSettings, Records } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import type { Locales } from '../notifications/locales.ts';
import type { Message } from '../render/message.ts';
import { lessonArrived, lessonCorrected, lessonGone } from '../render/staff/lesson-news.ts';
import { describeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

interface HasLesson {
  readonly lesson: Lesson;
}

/** Changes of the lessons while the bot runs. */
export interface ChangedLessons {
  readonly added: readonly HasLesson[];
  readonly corrected: readonly HasLesson[];
  readonly removed: readonly HasLesson[];
}

export interface LessonNewsOptions {
  readonly records: Pick<Records, 'guilds' | 'attempts'>;
  readonly messenger: Pick<Messenger, 'send'>;
  readonly locales: Pick<Locales, 'ofClass'>;
  /** Whether this bot, of several, is responsible for a class now. */
  readonly owns: (guild: string) => boolean;
  readonly log: Logger;
}

/**
 * Reports changed lessons in the staff channels: new ones, the removal of a class's current lesson, and corrections, for which a
 * regrade of existing results is offered.
 */
export class LessonNews {
  readonly #options: LessonNewsOptions;

  constructor(options: LessonNewsOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async tell({ added, corrected, removed }: ChangedLessons): Promise<void> {
    try {
      for (const guild of await this.#options.records.guilds.all()) {
        if (!this.#options.owns(guild.id)) continue;
        for (const { lesson } of added) await this.#send(guild, lesson, lessonArrived);
        for (const { lesson } of corrected) await this.#tellCorrected(guild, lesson);
        for (const { lesson } of removed)
          if (lesson.slug === guild.lesson) await this.#send(guild, lesson, lessonGone);
      }
    } catch (error) {
      this.#warn(error);
    }
  }

  async #tellCorrected(guild: GuildSettings, lesson: Lesson): Promise<void> {
    const figures = await this.#options.records.attempts.figures(guild.id, lesson.slug);
    const students = figures.filter(({ rated }) => rated > 0).length;
    // A class that never used that lesson need not hear of it.
    if (students === 0 && lesson.slug !== guild.lesson) return;
    await this.#send(guild, lesson, (locale, shown) => lessonCorrected(locale, shown, students));
  }

  async #send(
    { id, taChannel }: GuildSettings,
    lesson: Lesson,
    news: (locale: Locale, lesson: Lesson) => Message,
  ): Promise<void> {
    if (taChannel === null) return;
    const locale = this.#options.locales.ofClass(id);
    const message = news(locale, lessonIn(lesson, locale));
    try {
      // The nonce prevents duplicates: other bots of the same installation report the same.
      await this.#options.messenger.send(taChannel, message, { nonce: `l${lesson.digest}`.slice(0, 25) });
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    this.#options.log.warn(
      { event: 'lessons.not-announced', err: describeError(error) },
      'the staff channel was not told of a changed lesson',
    );
  }
}
