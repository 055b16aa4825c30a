import type { Student } from './student.ts';

/** The lessons of channels and students, where they differ from the class's. */
export interface LessonChoiceRecords {
  /** The lesson that the environment named for a server when it was last read; null if none. */
  readonly configured: (guild: string) => Promise<string | null>;
  readonly setConfigured: (guild: string, lesson: string) => Promise<void>;
  /** The lesson of a channel; null for the class's. */
  readonly ofChannel: (guild: string, channel: string) => Promise<string | null>;
  /** Null resets it to the class's. */
  readonly setChannel: (guild: string, channel: string, lesson: string | null) => Promise<void>;
  /** The lesson that a student chose instead of the given one of the class or channel; null if none. */
  readonly own: (student: Student, insteadOf: string) => Promise<string | null>;
  /**
   * Records a student's choice for all places whose lesson is `insteadOf`; null removes it. It lasts until the class changes its
   * lesson ({@link GuildRecords.save} deletes it then).
   */
  readonly choose: (student: Student, insteadOf: string, lesson: string | null) => Promise<void>;
}
