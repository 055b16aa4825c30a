import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const int8 = 20;

/** PostgreSQL, for several bots over one set of records. Moments are whole numbers below 2⁵³, so int8 is read as a number. */
export function postgresDialect(url: string): Dialect {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) =>
      oid === int8 ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
  };
  return new PostgresDialect({
    pool: new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, types }),
  });
}
