import type { TranslatableText } from '../../wording/wording.ts';

/** What a student submitted: path in the build context → content. */
export interface StudentFiles {
  readonly files: Readonly<Record<string, string>>;
  /** True when what is not in `files` is absent from the student's folder; false when it was simply not sent. */
  readonly complete: boolean;
}

export type TodoStatus = 'done' | 'missing' | 'wrong' | 'unknown';
export type Severity = 'error' | 'warning' | 'advice';

export interface TodoResult {
  readonly n: number;
  readonly title: string;
  readonly status: TodoStatus;
  /** Whether the lesson's manifest requires it. */
  readonly required: boolean;
  /** Id of the rule that decided. */
  readonly rule: string;
  readonly message: TranslatableText;
  readonly file: string | null;
  /** First line of the instruction, from 1; null where there is none to point at. */
  readonly line: number | null;
  /** Line of the comment that names it in the student's Dockerfile; left out where there is none. */
  readonly mark?: number;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number | null;
  /** The instruction's last line, where Docker names that one; left out elsewhere. */
  readonly endLine?: number;
  readonly message: TranslatableText;
  /** A page that says more; null where there is none. */
  readonly url: string | null;
}

/** What ends the build first. Nothing after it is reached. */
export interface Blocker {
  /** `unread`: Docker refuses the Dockerfile, and no step of it is built. `step`: a step of the build fails. */
  readonly kind: 'unread' | 'step';
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: TranslatableText;
  readonly url: string | null;
  /** The TODO that it belongs to; null where there is none, or where that is not known. */
  readonly todo: number | null;
}

/** Whether a TODO is known to be not done. */
export const isOpen = ({ status }: Pick<TodoResult, 'status'>): boolean =>
  status === 'missing' || status === 'wrong';

/** The answer of the instant check. */
export interface CheckReport {
  /** What to fix first; null where nothing is known to end the build. It is among the TODOs or findings, too. */
  readonly blocker: Blocker | null;
  readonly todos: readonly TodoResult[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Whether the full verification will pass; null where that cannot be known. */
  readonly ready: boolean | null;
  /** Files that were not sent and that would resolve what is unknown. */
  readonly wanted: readonly string[];
}
