import { defineFailure, type Failure } from '../failure.ts';

/** Django’s tables, and the file of SQLite. */
export const migrationFailures: readonly Failure[] = [
  defineFailure({
    id: 'table-missing',
    phase: 'run',
    about: 'migration',
    aims: ['entrypoint-script'],
    when: [
      'no such table: <word>',
      "relation '<word>' does not exist",
      'no such column: <word>',
      "column '<word>' does not exist",
      "Table '<word>' doesn't exist",
    ],
    cause: 'The database has no such table: the migrations were not carried out on it.',
    cure: 'Run `manage.py migrate` when the container starts, before the server: in the entrypoint script.',
    next: 'docker exec <container> python manage.py migrate',
    examples: [
      'django.db.utils.OperationalError: no such table: products_product',
      'sqlite3.OperationalError: no such table: django_session',
      'psycopg2.errors.UndefinedTable: relation "products_product" does not exist',
    ],
  }),
  defineFailure({
    id: 'migrations-unapplied',
    phase: 'run',
    rank: 'notice',
    about: 'migration',
    aims: ['entrypoint-script'],
    when: [
      'unapplied migration(s)',
      'You have <n> unapplied migration',
      "Run 'python manage.py migrate' to apply them",
    ],
    cause: 'The database is not up to date: migrations wait.',
    cure: 'Run `manage.py migrate` before the server, in the entrypoint script.',
    next: 'python manage.py migrate',
    examples: [
      'You have 18 unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): admin, auth.',
      "Run 'python manage.py migrate' to apply them.",
    ],
  }),
  defineFailure({
    id: 'migration-conflict',
    phase: 'run',
    about: 'migration',
    when: [
      'Conflicting migrations detected',
      'InconsistentMigrationHistory',
      'NodeNotFoundError: Migration',
      'Migration … dependencies reference nonexistent parent node',
      'already exists',
      'DuplicateTable',
      'BadMigrationError',
    ],
    cause:
      'The migrations and the database do not fit together: two branches of them, or tables from before.',
    cure: 'Merge with `makemigrations --merge`, or begin with a fresh database.',
    next: 'python manage.py showmigrations',
    examples: [
      'CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: (0002_a, 0002_b in shop).',
      'django.db.migrations.exceptions.InconsistentMigrationHistory: Migration admin.0001_initial is applied before its dependency',
      'django.db.utils.ProgrammingError: relation "shop_product" already exists',
    ],
  }),
  defineFailure({
    id: 'database-not-writable',
    phase: 'run',
    about: 'user',
    when: [
      'unable to open database file',
      'attempt to write a readonly database',
      'database is locked',
      'database disk image is malformed',
    ],
    cause: 'SQLite cannot open or write its file: the folder is not there, or it belongs to somebody else.',
    cure: 'Give the folder to the user that the program runs as: `RUN chown -R app /app`, or leave USER out.',
    next: 'docker run --rm -it --entrypoint ls {{image}} -la',
    examples: [
      'django.db.utils.OperationalError: unable to open database file',
      'sqlite3.OperationalError: attempt to write a readonly database',
      'django.db.utils.OperationalError: database is locked',
    ],
  }),
];
