import type { Logger } from 'pino';
import type { TextReader } from '../../checker/text-reader.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings, Records } from '../../records/records.ts';
import type { Live } from '../notifications/live-messages.ts';
import type { People } from '../notifications/locales.ts';
import type { Post } from '../rest/post.ts';
import type { Serves } from '../rest/served-guilds.ts';
import type { Teaching } from '../staff/staff.ts';
import type { Call } from './call.ts';
import type { Whose } from './resolve-class.ts';

/** What handlers may use. All of it is handed in, so that a test can hand in something else. */
export interface Services {
  readonly records: Records;
  readonly desk: Desk;
  /** The lesson of that slug; null when there is none that can be used. From memory. */
  readonly lesson: (slug: string) => LessonWithTree | null;
  /** Reads lessons again that a teacher has changed meanwhile. */
  readonly freshen: () => Promise<void>;
  /** What makes something of a student's text, in a process that may die of it. Nothing else may. */
  readonly reading: TextReader;
  /** `guild`: the one that a button in a DM was made for. */
  readonly whose: (call: Call, guild?: string) => Promise<Whose>;
  /** What autocomplete may know without asking anybody; null when that is not known from memory. */
  readonly whoseAtOnce: (call: Call) => GuildSettings | null;
  /** Whether the operator serves that server. */
  readonly serves: Serves;
  /** A server's name, from memory. */
  readonly guildName: (id: string) => string;
  readonly people: People;
  readonly live: Live;
  readonly post: Post;
  readonly teaching: Teaching;
  /** Days that files and details are kept; null: for ever. */
  readonly keepsDays: number | null;
  readonly log: Logger;
  readonly now: () => number;
}
