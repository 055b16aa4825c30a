import type { Client, RESTOptions } from 'discord.js';
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { Desk } from '../../desk/desk.ts';
import type { HeldLeases } from '../../records/leases/held-leases.ts';
import type { Records } from '../../records/records.ts';
import type { BotCommands } from '../interactions/router.ts';
import type { Services } from '../interactions/services.ts';
import type { StaffServicesOptions } from '../staff/staff.ts';

export interface BotOptions {
  readonly settings: Settings;
  readonly records: Records;
  readonly desk: Desk;
  readonly lesson: Services['lesson'];
  /** All lessons that are usable now. When left out, students and classes cannot choose a lesson. */
  readonly lessons?: () => Services['lessons']['all'];
  /** Reports changes of the lessons while the bot runs. */
  readonly lessonNews?: StaffServicesOptions['lessonNews'];
  /** Reloads lessons that have changed. */
  readonly reloadLessons?: Services['reloadLessons'];
  /** The lesson of a server that has not been set up yet. */
  readonly usualLesson: string;
  readonly reading: Services['reading'];
  readonly commands: BotCommands;
  readonly log: Logger;
  readonly rest?: Partial<RESTOptions>;
  /** Divides the work among several bots; null for a bot that is the only one on its records. */
  readonly leases?: HeldLeases | null;
  /** Receives each client before it logs in. For measurements only: it must not act on Discord. */
  readonly watch?: (client: Client) => void;
  /** Overrides the refresh intervals of boards and alerts. Milliseconds. */
  readonly rounds?: { readonly boards?: number; readonly alerts?: number };
}
