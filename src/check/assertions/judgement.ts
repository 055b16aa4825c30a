import type { TranslatableText } from '../../wording/wording.ts';
import type { TodoStatus } from '../model/report.ts';

/** What the simulated build says of an assertion that does not hold, or about which nothing is known. */
export interface BrokenAssertion {
  readonly status: Exclude<TodoStatus, 'done'>;
  readonly message: TranslatableText;
  readonly file: string;
  readonly line: number | null;
}
