import type { Student } from './student.ts';

/** Maximum length of a question with everything added to it. Characters. */
export const questionLimit = 6_000;

export interface Question {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly at: number;
  readonly question: string;
  /** The submission that the question is about. */
  readonly submission: string | null;
  readonly state: 'open' | 'claimed' | 'closed';
  /** The card in the staff channel; null if it has not been posted. */
  readonly card: { readonly channel: string; readonly message: string } | null;
  /** The private thread with the student; null if there is none. */
  readonly thread: string | null;
  readonly claimedBy: string | null;
  readonly closedBy: string | null;
}

/** Students' questions to a human. */
export interface QuestionRecords {
  /**
   * Records a question. If the student already has one that is not closed, it is added to that one, unless it is already part of it
   * (`repeated`) or there is no room ({@link questionLimit}, `full`).
   */
  readonly ask: (
    question: Pick<Question, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ) => Promise<{ readonly ask: Question; readonly how: 'new' | 'appended' | 'repeated' | 'full' }>;
  readonly get: (id: string) => Promise<Question | null>;
  /** Open and claimed questions, oldest first. */
  readonly open: (guild: string) => Promise<readonly Question[]>;
  /** Questions without a card that are not closed, of all classes with a staff channel, oldest first. */
  readonly withoutCard: () => Promise<readonly { readonly id: string; readonly guild: string }[]>;
  readonly setPlace: (id: string, place: Partial<Pick<Question, 'card' | 'thread'>>) => Promise<void>;
  /** Claims an open question; false if it is not open. */
  readonly claim: (id: string, by: string, at: number) => Promise<boolean>;
  readonly release: (id: string) => Promise<boolean>;
  readonly close: (id: string, by: string, at: number) => Promise<boolean>;
}
