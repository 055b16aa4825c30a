import type { Kysely } from 'kysely';
import { newId } from '../../submission/ids.ts';
import type { AuditEntry, AuditRecords } from '../audit.ts';
import type { Tables } from './tables.ts';

/** {@link AuditRecords} in SQL. */
export class SqlAuditRecords implements AuditRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async record({ details, ...entry }: AuditEntry): Promise<void> {
    await this.#db
      .insertInto('audit_entry')
      .values({ id: newId('a'), ...entry, details: JSON.stringify(details) })
      .execute();
  }

  async entries(
    guild: string,
    { limit, whom }: { readonly limit: number; readonly whom?: string },
  ): Promise<readonly AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit_entry')
      .selectAll()
      .where('guild', '=', guild)
      .$if(whom !== undefined, (query) => query.where('whom', '=', whom ?? ''))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id: _, details, ...row }) => ({
      ...row,
      details: JSON.parse(details) as AuditEntry['details'],
    }));
  }
}
