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
  /** All lessons that can be used now; where it is left out, nobody has a choice. */
  readonly lessons?: () => Services['lessons']['all'];
  /** What becomes of the lessons while the bot runs. */
  readonly lessonNews?: StaffServicesOptions['lessonNews'];
  /** Reads lessons again that have changed. */
  readonly reloadLessons?: Services['reloadLessons'];
  /** The lesson of a server that nobody has set up yet. */
  readonly usualLesson: string;
  readonly reading: Services['reading'];
  readonly commands: BotCommands;
  readonly log: Logger;
  readonly rest?: Partial<RESTOptions>;
  /** Which of several bots does what; null for one that is alone on its records. */
  readonly leases?: HeldLeases | null;
  /** Handed each client before it logs in: to measure, not to act. */
  readonly watch?: (client: Client) => void;
  /** How often boards and alerts are refreshed, when not as usual. Milliseconds. */
  readonly rounds?: { readonly boards?: number; readonly alerts?: number };
}
