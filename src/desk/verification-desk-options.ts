import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Records } from '../records/records.ts';
import type { RememberedUnder } from './submission-intake.ts';

export interface VerificationDeskOptions {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
  /** Maximum number of waiting submissions; further ones are refused. Default: no limit. */
  readonly mostWaiting?: number;
  /** Maximum number of practice runs per student in 24 hours. Default: no limit. */
  readonly practicePerDay?: number;
  /** Null: files with an earlier verdict are verified again. */
  readonly remember?: RememberedUnder | null;
  /** Leases that distribute the work among several bots; null for a single bot. */
  readonly leases?: HeldLeases | null;
  /** The interval between repair rounds. Milliseconds. */
  readonly repairEveryMs?: number;
}
