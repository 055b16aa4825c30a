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

/** The dependencies of handlers. They are injected so that tests can replace them. */
export interface Services {
  readonly records: Records;
  readonly desk: Desk;
  /** The usable lesson of that slug, else null. From memory. */
  readonly lesson: (slug: string) => LessonWithTree | null;
  /** Resolves which of several lessons a request is about. */
  readonly lessons: LessonResolver;
  /** Reloads lessons that a teacher has changed. */
  readonly reloadLessons: () => Promise<void>;
  /** Reads students' texts in a separate process, which may crash on them. They must not be read anywhere else. */
  readonly reading: TextReader;
  /** `guild`: the class that a button in a DM was made for. */
  readonly resolveClass: (call: CommandCall, guild?: string) => Promise<ResolvedClass>;
  /** The class as known without a request to Discord or the records, for autocomplete; null when it is not in memory. */
  readonly classFromMemory: (call: CommandCall) => GuildSettings | null;
  /** Whether the operator serves a server. */
  readonly isServed: IsServed;
  /** A server's name, from memory. */
  readonly guildName: (id: string) => string;
  readonly locales: Locales;
  /** Reads pull requests. */
  readonly github: GitHub;
  /** Posts the status of a submission at its pull request, if the operator has enabled that. Runs in the background. */
  readonly reportOnGitHub: (submission: Submission) => void;
  readonly liveMessages: LiveMessages;
  /** The same for practice runs. */
  readonly livePractice: LiveMessages<PracticeRun>;
  readonly messenger: Messenger;
  readonly plantedBugs: PlantedBugs;
  readonly staff: StaffServices;
  /** Days for which files and details are kept; null: forever. */
  readonly keepsDays: number | null;
  readonly log: Logger;
  readonly now: () => number;
  /** The time zone of the class, in which typed dates are read. */
  readonly timeZone: string;
}
