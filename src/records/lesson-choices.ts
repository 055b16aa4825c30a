import type { Student } from './student.ts';

/** Which lesson a server's channels and its students are at, where that is another one than the class's. */
export interface LessonChoiceRecords {
  /** The lesson that the environment named for a server when it was last read; null when it never was. */
  readonly configured: (guild: string) => Promise<string | null>;
  readonly setConfigured: (guild: string, lesson: string) => Promise<void>;
  /** The lesson of a channel; null where it is the class's. */
  readonly ofChannel: (guild: string, channel: string) => Promise<string | null>;
  /** Null makes it the class's again. */
  readonly setChannel: (guild: string, channel: string, lesson: string | null) => Promise<void>;
  /** The lesson that a student works on where the class, or the channel, is at another one; null when she chose none. */
  readonly own: (student: Student, insteadOf: string) => Promise<string | null>;
  /**
   * A student chooses for all places that are at a lesson; null takes it back. It holds until the class changes its lesson
   * ({@link GuildRecords.save} forgets it then).
   */
  readonly choose: (student: Student, insteadOf: string, lesson: string | null) => Promise<void>;
}
