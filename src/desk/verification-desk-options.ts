import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Records } from '../records/records.ts';
import type { RememberedUnder } from './submission-intake.ts';

export interface VerificationDeskOptions {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
  /** How many may wait; one more is refused. Without it there is no such limit. */
  readonly mostWaiting?: number;
  /** Runs for practice that a student has in 24 hours. Without it there is no such limit. */
  readonly practicePerDay?: number;
  /** Null: files that had a verdict are verified again. */
  readonly remember?: RememberedUnder | null;
  /** Which of several bots does what; null for one that is alone on its records. */
  readonly leases?: HeldLeases | null;
  /** How often the repair round runs. Milliseconds. */
  readonly repairEveryMs?: number;
}
