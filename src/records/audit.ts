import type { Kysely } from 'kysely';
import { newId } from '../submission/ids.ts';
import type { Tables } from './tables.ts';
import type { AuditEntry, AuditRecords } from './teaching.ts';

/** What teaching assistants did, and who they are. */
export function auditRecords(db: Kysely<Tables>): AuditRecords {
  return {
    audit: async ({ details, ...entry }) => {
      await db
        .insertInto('audit_entry')
        .values({ id: newId('a'), ...entry, details: JSON.stringify(details) })
        .execute();
    },
    audited: async (guild, { limit, whom }) => {
      const rows = await db
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
    },
    staffSeen: async (guild, user) => {
      await db
        .insertInto('staff_seen')
        .values({ guild, user })
        .onConflict((conflict) => conflict.columns(['guild', 'user']).doNothing())
        .execute();
    },
    staff: async (guild) => {
      const rows = await db.selectFrom('staff_seen').select('user').where('guild', '=', guild).execute();
      return new Set(rows.map((row) => row.user));
    },
  };
}
