import type { Student } from './student.ts';

/** The maximum length of a question with all additions. Characters. */
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
  /** The card in the staff channel; null until it is posted. */
  readonly card: { readonly channel: string; readonly message: string } | null;
  /** The private thread with the student; null when there is none. */
  readonly thread: string | null;
  readonly claimedBy: string | null;
  readonly closedBy: string | null;
}

/** Students' questions to teaching assistants. */
export interface QuestionRecords {
  /**
   * Records a question. If the student has one that is not closed, the text is added to it, unless it already contains the text
   * (`repeated`) or has no room for it ({@link questionLimit}, `full`).
   */
  readonly ask: (
    question: Pick<Question, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ) => Promise<{ readonly ask: Question; readonly how: 'new' | 'appended' | 'repeated' | 'full' }>;
  readonly get: (id: string) => Promise<Question | null>;
  /** Open and claimed questions, oldest first. */
  readonly open: (guild: string) => Promise<readonly Question[]>;
  /** Questions that are not closed and have no card, in all classes with a staff channel; oldest first. */
  readonly withoutCard: () => Promise<readonly { readonly id: string; readonly guild: string }[]>;
  readonly setPlace: (id: string, place: Partial<Pick<Question, 'card' | 'thread'>>) => Promise<void>;
  /** Returns true if it was open until now. */
  readonly claim: (id: string, by: string, at: number) => Promise<boolean>;
  readonly release: (id: string) => Promise<boolean>;
  readonly close: (id: string, by: string, at: number) => Promise<boolean>;
}
