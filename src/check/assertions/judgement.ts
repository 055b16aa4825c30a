import type { TranslatableText } from '../../wording/wording.ts';
import type { TodoStatus } from '../model/report.ts';

/** The result for an assertion that does not hold, or whose outcome is unknown. */
export interface BrokenAssertion {
  readonly status: Exclude<TodoStatus, 'done'>;
  readonly message: TranslatableText;
  readonly file: string;
  readonly line: number | null;
}
