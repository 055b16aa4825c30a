import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import type { AlertSignals } from '../../grading/alerts.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import { PngRenderer } from '../../pictures/png-renderer.ts';
import type { AuditEntry } from '../../records/audit.ts';
import type { Records } from '../../records/records.ts';
import { AuditLog } from '../../teaching/staff-actions.ts';
import type { Locales } from '../notifications/locales.ts';
import { Reminders } from '../notifications/reminders.ts';
import { auditMessage } from '../render/staff/audit-entry.ts';
import { describeError } from '../rest/discord-errors.ts';
import { MemberSearch } from '../rest/members.ts';
import type { Messenger } from '../rest/messenger.ts';
import { Threads } from '../rest/threads.ts';
import { AlertWatch } from './alerts.ts';
import { Boards } from './boards.ts';
import { type ChangedLessons, LessonNews } from './lesson-news.ts';
import { QuestionCards } from './question-cards.ts';

export interface StaffServicesOptions {
  readonly rest: REST;
  readonly records: Records;
  readonly desk: Desk;
  readonly messenger: Messenger;
  readonly locales: Locales;
  /** The lesson of that slug, from memory. */
  readonly lesson: (slug: string) => { readonly lesson: Lesson } | null;
  readonly nameOf: MemberSearch['nameOf'];
  /** The path of the records if they are a file, for the alert about a full disk. */
  readonly recordsFile: string | null;
  /** Reports changes of the lessons while the bot runs. */
  readonly lessonNews?: LessonNewsSource | undefined;
  /** Whether this bot, of several, is responsible for a class now. */
  readonly owns: (guild: string) => boolean;
  /** Overrides the refresh intervals of boards and alerts. Milliseconds. */
  readonly rounds: { readonly boards?: number; readonly alerts?: number };
  readonly log: Logger;
}

/** The source of the lesson news that teaching assistants get. */
interface LessonNewsSource {
  /** The lessons that are currently unusable. */
  readonly broken: () => AlertSignals['brokenLessons'];
  /** Calls a listener whenever lessons were reloaded; returns a function that removes it. */
  readonly onChange: (listener: (changes: ChangedLessons) => Promise<void>) => () => void;
}

/**
 * Services for the handlers of teaching assistants, in addition to those for everybody, and the background tasks for them:
 * boards, alerts and reminders.
 */
export class StaffServices {
  readonly auditLog: AuditLog;
  readonly painter: PngRenderer;
  readonly members: MemberSearch;
  readonly threads: Threads;
  /** The cards of questions in the staff channels. */
  readonly cards: QuestionCards;
  readonly #options: StaffServicesOptions;
  readonly #boards: Boards;
  readonly #alerts: AlertWatch;
  readonly #reminders: Reminders;
  readonly #stopListening: () => void;

  constructor(options: StaffServicesOptions) {
    const { rest, records, desk, messenger, locales, lesson, recordsFile, rounds, lessonNews, owns, log } =
      options;
    this.#options = options;
    this.painter = new PngRenderer();
    this.members = new MemberSearch(rest, options.nameOf);
    this.threads = new Threads(rest);
    this.auditLog = new AuditLog({ records, announce: (entry) => this.#announce(entry) });
    this.#boards = new Boards({
      records,
      desk,
      messenger,
      locales,
      painter: this.painter,
      log,
      intervalMs: rounds.boards,
      owns,
    });
    this.cards = new QuestionCards({
      ...{ records, messenger, locales, log, everyMs: rounds.boards, owns },
      changed: (guild) => this.#boards.changed(guild),
    });
    this.#alerts = new AlertWatch({
      ...{ records, desk, messenger, locales, recordsFile, log, everyMs: rounds.alerts, owns },
      brokenLessons: lessonNews?.broken,
    });
    const news = new LessonNews({ records, messenger, locales, owns, log });
    this.#stopListening = lessonNews?.onChange((changes) => news.tell(changes)) ?? (() => undefined);
    this.#reminders = new Reminders({
      ...{ records, lesson, messenger, locales, owns, log },
      auditLog: this.auditLog,
    });
  }

  /** Notes a change that the board of a class shows. */
  boardChanged(guild: string): void {
    this.#boards.changed(guild);
  }

  async close(): Promise<void> {
    this.#stopListening();
    await Promise.all([
      this.#boards.close(),
      this.cards.close(),
      this.#alerts.close(),
      this.#reminders.close(),
    ]);
    await this.painter.close();
  }

  /** Posts an action of a teaching assistant in the staff channel. */
  async #announce(entry: AuditEntry): Promise<void> {
    const { records, messenger, locales, log } = this.#options;
    this.#boards.changed(entry.guild);
    try {
      const channel = (await records.guilds.get(entry.guild))?.taChannel ?? null;
      if (channel !== null) await messenger.send(channel, auditMessage(locales.ofClass(entry.guild), entry));
    } catch (error) {
      log.warn(
        { event: 'audit.not-announced', action: entry.action, err: describeError(error) },
        'an action was not announced in the staff channel',
      );
    }
  }
}
