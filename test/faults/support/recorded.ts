import { DatabaseSync } from 'node:sqlite';

/** A submission and its standing verdict. */
export interface Recorded {
  readonly id: string;
  readonly user: string;
  readonly run: number;
  readonly state: string;
  readonly notified: boolean;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly checker: string;
  /** Verdicts of all its runs. */
  readonly verdicts: number;
}

/** All submissions in the records, read while the bot runs. */
export function recorded(database: string): readonly Recorded[] {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 10_000 });
  try {
    return db
      .prepare(
        `select s.id, s.user, s.run, s.state, s.told_at is not null as notified, v.outcome, v.reason, v.body,
                (select count(*) from verdict w where w.submission = s.id) as verdicts
         from submission s left join verdict v on v.submission = s.id and v.run = s.run`,
      )
      .all()
      .map((row) => ({
        id: String(row.id),
        user: String(row.user),
        run: Number(row.run),
        state: String(row.state),
        notified: Number(row.notified) === 1,
        outcome: row.outcome === null ? null : String(row.outcome),
        reason: row.reason === null ? null : String(row.reason),
        checker: /"checker":"([^"]*)"/.exec(String(row.body ?? ''))?.[1] ?? '',
        verdicts: Number(row.verdicts),
      }));
  } finally {
    db.close();
  }
}

/** How many submissions have no verdict. */
export function countUnderway(database: string): number {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 200 });
  try {
    const row = db
      .prepare(`select count(*) as n from submission where state in ('recorded', 'queued')`)
      .get();
    return Number(row?.n ?? 0);
  } finally {
    db.close();
  }
}
