import type { PostgresServer } from './server.ts';

export type Health = 'passes' | 'fails' | 'unknown';

/** Programs that the image does not have (checked in 16-alpine and 16). */
const absent = new Set(
  'curl python python3 mysqladmin mysql mongosh redis-cli pg_is_ready pgisready pg-isready'.split(' '),
);

/** The outcome of a healthcheck (`CMD` or `CMD-SHELL`, and its words) in a container of the server. */
export function healthOf(
  server: PostgresServer,
  test: readonly string[],
  environment: ReadonlyMap<string, string>,
): Health {
  const [form, ...rest] = test;
  if (form === 'CMD') return ofWords(server, rest);
  const [line = '', ...more] = rest;
  if (form !== 'CMD-SHELL' || more.length > 0) return 'unknown';
  const words = shellWords(line, environment);
  return words === null ? 'unknown' : ofWords(server, words);
}

/**
 * The words of a simple command, without a trailing `|| exit 1`, which does not change the outcome. Null for anything that needs a real
 * shell.
 */
function shellWords(line: string, environment: ReadonlyMap<string, string>): readonly string[] | null {
  const plain = line.trim().replace(/[ \t]{0,40}\|\|[ \t]{0,40}(?:exit 1|false)$/, '');
  const said = plain.replace(
    /\$(?:\{(\w{1,60})\}|(\w{1,60}))/g,
    (_, braced: string, bare: string) => environment.get(braced ?? bare) ?? '',
  );
  if (/[|&;<>()`\\*?[\]{}~#!$\n]/.test(said)) return null;
  const words = said.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, one: string, two: string) => one ?? two ?? ''),
  );
}

function ofWords(server: PostgresServer, [program = '', ...args]: readonly string[]): Health {
  // An exec-form word with blanks is not the name of any program.
  if (absent.has(program) || /\s/.test(program)) return 'fails';
  if (program === 'pg_isready') return ofReadiness(args);
  return program === 'psql' ? ofQuery(server, args) : 'unknown';
}

/** pg_isready's options with values, by their letter: `-U guest`, `-Uguest`, `--username=guest`; null for words that it refuses. */
function readinessOptions(args: readonly string[]): readonly (readonly [string, string])[] | null {
  const found: (readonly [string, string])[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (/^(?:-q|--quiet)$/.test(arg)) continue;
    const [, letter = '', attached = ''] = /^-([dhptU])(.*)$/.exec(arg) ?? [];
    const [, long, value = ''] = /^--(username|dbname|host|port|timeout)=(.*)$/.exec(arg) ?? [];
    if (long !== undefined) found.push([long === 'username' ? 'U' : (long[0] ?? ''), value]);
    else if (letter === '') return null;
    else {
      if (attached === '') at += 1;
      const given = attached === '' ? args[at] : attached;
      if (given === undefined) return null;
      found.push([letter, given]);
    }
  }
  return found;
}

const ownHost = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\/var\/run\/postgresql)$/;

/** pg_isready does not log in, so any user and any database will do. */
function ofReadiness(args: readonly string[]): Health {
  if (args.some((arg) => /^--(?!quiet$|(?:username|dbname|host|port|timeout)=)/.test(arg))) return 'unknown';
  const options = readinessOptions(args);
  if (options === null) return 'fails';
  if (options.some(([name, value]) => name === 'p' && /^\d{2,5}$/.test(value) && value !== '5432'))
    return 'fails';
  const isUsual = options.every(
    ([name, value]) =>
      /[Ud]/.test(name) || (name === 'p' && value === '5432') || (name === 'h' && ownHost.test(value)),
  );
  return isUsual ? 'passes' : 'unknown';
}

/** `psql -U user -d database -c 'SELECT 1'`: within its own container, the server requires no password. */
function ofQuery(server: PostgresServer, args: readonly string[]): Health {
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = [args[at], args[at + 1]];
    if (!/^-[Udc]$/.test(name) || value === undefined) return 'unknown';
    options.set(name, value);
  }
  if (!/^select 1;?$/i.test(options.get('-c') ?? '')) return 'unknown';
  // Without -U, psql logs in as the operating system's user, root, which the server does not know.
  const user = options.get('-U') ?? 'root';
  if (user !== server.user) return 'fails';
  return server.databases.has(options.get('-d') ?? user) ? 'passes' : 'fails';
}
