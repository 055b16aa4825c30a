import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Records } from '../records/records.ts';
import type { RememberedUnder } from './submission-intake.ts';

export interface VerificationDeskOptions {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
  /** How many may wait; further submissions are refused. Default: no limit. */
  readonly mostWaiting?: number;
  /** Practice runs per student in 24 hours. Default: no limit. */
  readonly practicePerDay?: number;
  /** Null: files that already had a verdict are verified again. */
  readonly remember?: RememberedUnder | null;
  /** Divides the work among several bots; null for a bot that is the only one on its records. */
  readonly leases?: HeldLeases | null;
  /** How often the repair round runs. Milliseconds. */
  readonly repairEveryMs?: number;
}
