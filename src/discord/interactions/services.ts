import type { Logger } from 'pino';
import type { TextReader } from '../../checker/text-reader.ts';
import type { Desk } from '../../desk/desk.ts';
import type { GitHub } from '../../github/github.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings, PracticeRun, Records, Submission } from '../../records/records.ts';
import type { LiveMessages } from '../notifications/live-messages.ts';
import type { Locales } from '../notifications/locales.ts';
import type { Messenger } from '../rest/messenger.ts';
import type { IsServed } from '../rest/served-guilds.ts';
import type { StaffServices } from '../staff/staff.ts';
import type { CommandCall } from './command-call.ts';
import type { PlantedBugs } from './planted-bugs.ts';
import type { ResolvedClass } from './resolve-class.ts';
import type { LessonResolver } from './resolve-lesson.ts';

/** What handlers may use. All of it is handed in, so that a test can hand in something else. */
export interface Services {
  readonly records: Records;
  readonly desk: Desk;
  /** The lesson of that slug; null when there is none that can be used. From memory. */
  readonly lesson: (slug: string) => LessonWithTree | null;
  /** Which of several lessons a request is about. */
  readonly lessons: LessonResolver;
  /** Reads lessons again that a teacher has changed meanwhile. */
  readonly reloadLessons: () => Promise<void>;
  /** Reads a student's text, in a process that may die of it. Nothing else may. */
  readonly reading: TextReader;
  /** `guild`: the one that a button in a DM was made for. */
  readonly resolveClass: (call: CommandCall, guild?: string) => Promise<ResolvedClass>;
  /** What autocomplete may know without asking anybody; null when that is not known from memory. */
  readonly classFromMemory: (call: CommandCall) => GuildSettings | null;
  /** Whether the operator serves that server. */
  readonly isServed: IsServed;
  /** A server's name, from memory. */
  readonly guildName: (id: string) => string;
  readonly locales: Locales;
  /** Reads pull requests. */
  readonly github: GitHub;
  /** Says at a submission's pull request how it stands, where the operator wants that. Nobody waits for it. */
  readonly reportOnGitHub: (submission: Submission) => void;
  readonly liveMessages: LiveMessages;
  /** The same for runs that are no verifications. */
  readonly livePractice: LiveMessages<PracticeRun>;
  readonly messenger: Messenger;
  readonly plantedBugs: PlantedBugs;
  readonly staff: StaffServices;
  /** Days that files and details are kept; null: for ever. */
  readonly keepsDays: number | null;
  readonly log: Logger;
  readonly now: () => number;
  /** The clocks of the class, by which dates are read that somebody types. */
  readonly timeZone: string;
}
