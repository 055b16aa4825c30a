import type { Student } from './student.ts';

/** The lessons of channels and students that differ from that of the class. */
export interface LessonChoiceRecords {
  /** The lesson that the environment named for a server when it was last read; null if it never was. */
  readonly configured: (guild: string) => Promise<string | null>;
  readonly setConfigured: (guild: string, lesson: string) => Promise<void>;
  /** The lesson of a channel; null if it is that of the class. */
  readonly ofChannel: (guild: string, channel: string) => Promise<string | null>;
  /** Null resets the channel to the class's lesson. */
  readonly setChannel: (guild: string, channel: string, lesson: string | null) => Promise<void>;
  /** The lesson that a student works on instead of the given one of the class or channel; null if they have not chosen one. */
  readonly own: (student: Student, insteadOf: string) => Promise<string | null>;
  /**
   * Records a student's choice for all places with a certain lesson; null removes it. It is valid until the class changes its lesson, when
   * {@link GuildRecords.save} deletes it.
   */
  readonly choose: (student: Student, insteadOf: string, lesson: string | null) => Promise<void>;
}
