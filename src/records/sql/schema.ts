import type { Kysely } from 'kysely';

type ColumnType = 'text' | 'integer' | 'bigint';

/** A column definition in SQL. `primary key` is included if the column alone is the key. */
type ColumnDefinition = ColumnType | `${ColumnType} not null` | 'text primary key';

/** One table of a migration; columns are created in this order. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  /** The columns of the constraint `<name>_key`. */
  readonly primaryKey?: readonly string[];
}

/** One index of a migration. */
export interface IndexDefinition {
  readonly name: string;
  readonly on: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

/** Creates the tables, then the indexes. */
export async function createSchema(
  db: Kysely<unknown>,
  schema: { readonly tables: readonly TableDefinition[]; readonly indexes: readonly IndexDefinition[] },
): Promise<void> {
  for (const table of schema.tables) await createTable(db, table);
  for (const index of schema.indexes) await createIndex(db, index);
}

async function createTable(
  db: Kysely<unknown>,
  { name, columns, primaryKey }: TableDefinition,
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [column, definition] of Object.entries(columns)) {
    const type = definition.split(' ', 1)[0] as ColumnType;
    table = table.addColumn(column, type, (builder) => {
      if (definition.endsWith('primary key')) return builder.primaryKey();
      return definition.endsWith('not null') ? builder.notNull() : builder;
    });
  }
  if (primaryKey !== undefined)
    table = table.addPrimaryKeyConstraint(`${name}_key`, [...primaryKey] as never);
  await table.execute();
}

async function createIndex(
  db: Kysely<unknown>,
  { name, on, columns, unique }: IndexDefinition,
): Promise<void> {
  const index = db.schema
    .createIndex(name)
    .on(on)
    .columns([...columns]);
  await (unique ? index.unique() : index).execute();
}
