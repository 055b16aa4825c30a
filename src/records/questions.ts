import type { Student } from './student.ts';

/** How long a question with all that was added to it may be. Characters. */
export const questionLimit = 6_000;

export interface Question {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly at: number;
  readonly question: string;
  /** The verification that it is about. */
  readonly submission: string | null;
  readonly state: 'open' | 'claimed' | 'closed';
  /** The card in the staff channel; null until it is there. */
  readonly card: { readonly channel: string; readonly message: string } | null;
  /** The private thread with the student; null when there is none. */
  readonly thread: string | null;
  readonly claimedBy: string | null;
  readonly closedBy: string | null;
}

/** Questions of students to a human. */
export interface QuestionRecords {
  /**
   * Records a question. Where the student has one that is not closed, it is added to that one, unless that says it already
   * (`repeated`) or has no room for it ({@link questionLimit}, `full`).
   */
  readonly ask: (
    question: Pick<Question, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ) => Promise<{ readonly ask: Question; readonly how: 'new' | 'appended' | 'repeated' | 'full' }>;
  readonly get: (id: string) => Promise<Question | null>;
  /** Open and claimed ones, the oldest first. */
  readonly open: (guild: string) => Promise<readonly Question[]>;
  /** Questions that are not closed and have no card, of all classes that have a staff channel; the oldest first. */
  readonly withoutCard: () => Promise<readonly { readonly id: string; readonly guild: string }[]>;
  readonly setPlace: (id: string, place: Partial<Pick<Question, 'card' | 'thread'>>) => Promise<void>;
  /** True when it was open until now. */
  readonly claim: (id: string, by: string, at: number) => Promise<boolean>;
  readonly release: (id: string) => Promise<boolean>;
  readonly close: (id: string, by: string, at: number) => Promise<boolean>;
}
