import { referenceParts } from '../../simulation/image/base-image.ts';

/** A server as its image initialises it in an empty data folder. */
export interface PostgresServer {
  readonly user: string;
  /** Null when the server requires none. */
  readonly password: string | null;
  /** Databases that exist after initialisation. */
  readonly databases: ReadonlySet<string>;
  /** The folder that the server writes to, and the one that the image declares as a volume. */
  readonly data: string;
  readonly volume: string;
}

export type PostgresStart =
  | { readonly kind: 'serves'; readonly server: PostgresServer }
  /** The container exits immediately because it gets no password. */
  | { readonly kind: 'no-password'; readonly variable: string }
  | { readonly kind: 'unknown' };

/** Names that initdb and CREATE DATABASE use unchanged. */
const plainName = /^(?!pg_|template)[a-z_][\w-]{0,50}$/i;
/** Variables that change how the server is set up or reached. */
const decisive = /^(?:POSTGRES_|PG)/;
const followed = new Set([
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'POSTGRES_DB',
  'POSTGRES_HOST_AUTH_METHOD',
  'PGDATA',
]);
/** Variables that can change the behaviour of any program. */
const ofSystem = /^(?:PATH|HOME|IFS|SHELL|LD_\w+|BASH_ENV|LC_\w+|LANG\w*|GOSU\w*)$/;

/** How the official image starts with these variables; null for any other image. Measured with 16 and 17. */
export function postgresStart(
  reference: string,
  environment: ReadonlyMap<string, string>,
): PostgresStart | null {
  const { path, tag } = referenceParts(reference);
  if (path !== 'postgres') return null;
  const major = Number(/^(\d{2})(?:\.\d{1,2})?(?:-[a-z\d.]{1,20})?$/.exec(tag ?? '')?.[1] ?? 0);
  const isOdd = [...environment.keys()].some(
    (name) => ofSystem.test(name) || (decisive.test(name) && !followed.has(name)),
  );
  const method = environment.get('POSTGRES_HOST_AUTH_METHOD') || 'scram-sha-256';
  if (major < 12 || isOdd || !/^(?:trust|scram-sha-256|md5|password)$/.test(method))
    return { kind: 'unknown' };
  const user = environment.get('POSTGRES_USER') || 'postgres';
  const database = environment.get('POSTGRES_DB') || user;
  const password = environment.get('POSTGRES_PASSWORD') ?? '';
  if (password === '' && method !== 'trust') return { kind: 'no-password', variable: 'POSTGRES_PASSWORD' };
  const home = major >= 18 ? `/var/lib/postgresql/${major}/docker` : '/var/lib/postgresql/data';
  const data = environment.get('PGDATA') || home;
  if (!plainName.test(user) || !plainName.test(database) || !/^(?:\/[\w.-]+)+\/?$/.test(data))
    return { kind: 'unknown' };
  return {
    kind: 'serves',
    server: {
      user,
      password: method === 'trust' ? null : password,
      // The user is the superuser, who can also use the databases that every server has.
      databases: new Set([database, 'postgres', 'template1']),
      data: data.replace(/\/$/, ''),
      volume: major >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data',
    },
  };
}

/** The server and the login that a program uses. */
export interface PostgresLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** The server's answer to a program that logs in. An empty user name means the operating system's user, which is not simulated. */
export function answerTo(
  server: PostgresServer,
  { user, password, database }: PostgresLogin,
): 'takes' | 'other-user' | 'other-password' | 'no-database' | 'unknown' {
  if (user === '') return 'unknown';
  if (user !== server.user) return 'other-user';
  if (server.password !== null && password !== server.password) return 'other-password';
  return server.databases.has(database === '' ? user : database) ? 'takes' : 'no-database';
}
