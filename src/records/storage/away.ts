import { messageOf } from '../../errors/message-of.ts';
import { sleep } from '../../timing/sleep.ts';
import type { RecordGroups } from '../records.ts';

/**
 * Why the records are unavailable. busy: another process has them locked. full: the disk is full. away: the server does not
 * answer, or the file cannot be opened or written.
 */
export type AwayReason = 'busy' | 'full' | 'away';

/**
 * The records cannot be read or written at the moment. As far as is known, nothing was recorded, so a student must not be told
 * otherwise.
 */
export class RecordsAway extends Error {
  override readonly name = 'RecordsAway';
  readonly reason: AwayReason;
  constructor(reason: AwayReason, cause: unknown) {
    super(`the records are ${reason}: ${messageOf(cause)}`, { cause });
    this.reason = reason;
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqliteReasons: Readonly<Record<number, AwayReason>> = {
  5: 'busy',
  6: 'busy',
  8: 'away',
  10: 'away',
  13: 'full',
  14: 'away',
};

/** PostgreSQL's error codes (appendix A of its manual). */
const postgresReasons: readonly (readonly [RegExp, AwayReason])[] = [
  [/^(40001|40P01|55P03)$/, 'busy'],
  [/^53100$/, 'full'],
  [/^(08...|53...|57P0.|57014|58030)$/, 'away'],
];

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** Driver errors that have no code. */
const driverWords = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;
const unusable = /has encountered a connection error|Client was closed/;

/** Why a database error means that the records are unavailable; null for any other error. */
export function awayReason(error: unknown): AwayReason | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, errcode, message } = error as Readonly<Record<string, unknown>>;
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number')
    return sqliteReasons[errcode & 0xff] ?? null;
  if (typeof code === 'string') {
    if (networkCodes.has(code)) return 'away';
    for (const [pattern, reason] of postgresReasons) if (pattern.test(code)) return reason;
  }
  const text = String(message);
  return driverWords.test(text) || unusable.test(text) ? 'away' : null;
}

/** Pauses between tries. Their sum is less than the three seconds that Discord allows for an interaction. Milliseconds. */
const pauses = [50, 100, 200, 400, 600] as const;

/**
 * Accesses the records, and retries a few times if they are busy or away. No retry begins later than twice the sum of the pauses,
 * so that a server that does not answer makes callers wait for only one timeout.
 * @param passes Reasons that may pass within that time; a full disk stays full.
 * @throws RecordsAway when the retries fail.
 */
export async function patiently<T>(
  act: () => Promise<T>,
  waits: readonly number[] = pauses,
  passes: readonly AwayReason[] = ['busy', 'away'],
): Promise<T> {
  const end = performance.now() + 2 * waits.reduce((sum, wait) => sum + wait, 0);
  for (const wait of [...waits, null]) {
    try {
      return await act();
    } catch (error) {
      const reason = awayReason(error);
      if (reason === null) throw error;
      const isLast = wait === null || performance.now() + wait > end;
      if (isLast || !passes.includes(reason)) throw new RecordsAway(reason, error);
      await sleep(wait);
    }
  }
  throw new Error('unreachable');
}

/** The same groups, with methods that retry and then throw {@link RecordsAway}. */
export function patientRecords(groups: RecordGroups): RecordGroups {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [name, patientGroup(group)]),
  ) as unknown as RecordGroups;
}

function patientGroup(group: object): object {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(group)).filter(
    (name) => name !== 'constructor',
  );
  return Object.fromEntries(
    names.map((name) => {
      const method = Reflect.get(group, name) as (...given: readonly unknown[]) => Promise<unknown>;
      return [name, (...given: readonly unknown[]) => patiently(() => method.apply(group, [...given]))];
    }),
  );
}
