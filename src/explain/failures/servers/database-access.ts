import { defineFailure, type Failure } from '../failure.ts';
import { composeAgain } from '../next.ts';

const dataFolders: readonly string[] = ['/var/lib/postgresql', '/var/lib/mysql', '/data/db'];

/** Access to a database: authentication, permissions, and the ownership of its files. */
export const databaseAccessFailures: readonly Failure[] = [
  defineFailure({
    id: 'database-folder-not-owned',
    phase: 'run',
    about: 'volume',
    when: [
      'could not change permissions of directory',
      'data directory … has invalid permissions',
      'data directory … has wrong ownership',
      'Permissions should be u=rwx',
      ...dataFolders.flatMap((folder) => [
        `chown: changing ownership of '${folder}<path>': Operation not permitted`,
        `chmod: changing permissions of '${folder}<path>': Operation not permitted`,
        `chmod: changing permissions of '${folder}': Operation not permitted`,
        `could not create directory '${folder}`,
        `cannot create directory '${folder}`,
        `cannot create directory '${folder}<path>': Permission denied`,
      ]),
    ],
    cause:
      'The database cannot make its data folder its own: it is a folder of your machine, and Windows, macOS or an earlier owner do not allow that.',
    cure: 'Use a volume with a name, like `pgdata:/var/lib/postgresql/data`, and write `pgdata:` under `volumes:` at the end of compose.yaml.',
    next: composeAgain,
    examples: [
      'db_1  | initdb: could not change permissions of directory "/var/lib/postgresql/data": Operation not permitted',
      'FATAL:  data directory "/var/lib/postgresql/data/pgdata" has invalid permissions\nDETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).',
      "chown: changing ownership of '/var/lib/postgresql/data/pg_wal': Operation not permitted",
      "mkdir: cannot create directory '/var/lib/postgresql/data': Permission denied",
    ],
  }),
  defineFailure({
    id: 'database-address-refused',
    phase: 'run',
    about: 'database-server',
    when: ['no pg_hba.conf entry for host', 'pg_hba.conf rejects connection for host'],
    cause: 'A PostgreSQL answers, but it lets nobody in from this address, or only with encryption.',
    cure: 'Check that host and port lead to the database of your own compose.yaml. A hosted one mostly wants `?sslmode=require` at the end of its address.',
    next: 'docker compose ps',
    examples: [
      'FATAL:  no pg_hba.conf entry for host "172.18.0.5", user "shop", database "shop", no encryption',
      'connection failed: FATAL:  pg_hba.conf rejects connection for host "10.0.0.4", user "ada", database "shop", SSL off',
    ],
  }),
  defineFailure({
    id: 'mysql-needs-password',
    phase: 'run',
    about: 'database-server',
    when: [
      'Database is uninitialized and password option is not specified',
      'You need to specify one of the following as an environment variable: - MYSQL_ROOT_PASSWORD',
      'You need to specify one of MARIADB_ROOT_PASSWORD',
      'MYSQL_USER and MYSQL_PASSWORD are for configuring a regular user',
      'MARIADB_USER and MARIADB_PASSWORD are for configuring a regular user',
    ],
    cause:
      'The image of MySQL or MariaDB does not start without a password for root, and root is no name for MYSQL_USER.',
    cure: 'Set MYSQL_ROOT_PASSWORD, with `-e` or in compose.yaml under `environment`. In MYSQL_USER write another name, or leave it out.',
    next: 'docker run --rm -e MYSQL_ROOT_PASSWORD=secret mysql:8',
    examples: [
      '2026-02-06 10:00:00+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD',
      '[ERROR] [Entrypoint]: MYSQL_USER="root", MYSQL_USER and MYSQL_PASSWORD are for configuring a regular user and cannot be used for the root user',
    ],
  }),
];
