import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import { openPngRenderer, type PngRenderer } from '../../pictures/png-renderer.ts';
import type { Records } from '../../records/records.ts';
import { type AuditLog, openAuditLog } from '../../teaching/staff-actions.ts';
import { openReminders } from '../notifications/reminders.ts';
import { auditMessage } from '../render/staff/audit-entry.ts';
import { describeError } from '../rest/discord-errors.ts';
import { type MemberSearch, openMembers } from '../rest/members.ts';
import type { Messenger } from '../rest/messenger.ts';
import { openThreads, type Threads } from '../rest/threads.ts';
import { openAlertWatch } from './alerts.ts';
import { openBoards } from './boards.ts';

/** What the handlers of teaching assistants may use, beside what all may. */
export interface StaffServices {
  readonly auditLog: AuditLog;
  readonly painter: PngRenderer;
  readonly members: MemberSearch;
  readonly threads: Threads;
  /** Something changed that the board of a class shows. */
  readonly boardChanged: (guild: string) => void;
  readonly close: () => Promise<void>;
}

/** Opens what works for teaching assistants all the time: the boards, the alerts, the reminders. */
export function openTeaching(options: {
  readonly rest: REST;
  readonly records: Records;
  readonly desk: Desk;
  readonly post: Messenger;
  /** The lesson of that slug, from memory. */
  readonly lesson: (slug: string) => { readonly lesson: Lesson } | null;
  readonly nameOf: MemberSearch['nameOf'];
  /** Where the records lie when they are a file, for the alert on a full disk. */
  readonly recordsFile: string | null;
  /** How often boards and alerts are looked after, when not as usual. Milliseconds. */
  readonly rounds: { readonly boards?: number; readonly alerts?: number };
  readonly log: Logger;
}): StaffServices {
  const { rest, records, desk, post, lesson, recordsFile, rounds, log } = options;
  const painter = openPngRenderer();
  const boards = openBoards({ records, desk, post, painter, log, pace: rounds.boards });
  const alerts = openAlertWatch({ records, desk, post, recordsFile, log, every: rounds.alerts });
  const auditLog = openAuditLog({
    records,
    announce: async (entry) => {
      boards.changed(entry.guild);
      try {
        const channel = (await records.guilds.get(entry.guild))?.taChannel ?? null;
        if (channel !== null) await post.send(channel, auditMessage('en', entry));
      } catch (error) {
        log.warn({ action: entry.action, err: describeError(error) }, 'the staff channel was not told');
      }
    },
  });
  const reminders = openReminders({ records, lesson, post, book: auditLog, log });
  return {
    auditLog,
    painter,
    members: openMembers(rest, options.nameOf),
    threads: openThreads(rest),
    boardChanged: boards.changed,
    close: async () => {
      await Promise.all([boards.close(), alerts.close(), reminders.close()]);
      await painter.close();
    },
  };
}
