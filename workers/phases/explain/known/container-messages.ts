import { type KnownMessage, word } from './recognise.ts';

/** Known messages in the log of a container that has exited or does not listen. The first match wins. */
export const containerMessages: readonly KnownMessage[] = [
  {
    when: /\[[^\][\n]+\]: not found/,
    reason: 'exited',
    cause: 'entrypoint-single-quotes',
    aims: ['entrypoint-used'],
    file: 'dockerfile',
  },
  {
    when: /set: Illegal option (-o pipefail|\S+)/,
    reason: 'exited',
    cause: 'illegal-option',
    values: (m) => ({ ...word(m), file: 'entrypoint.sh' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /set: illegal option -\s|: not found\r|\r: not found|set: -\r|invalid option[^\r\n]{0,200}\r/,
    reason: 'no-such-interpreter',
    cause: 'entrypoint-crlf',
    values: () => ({ file: 'entrypoint.sh' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /CommandError: "([^"\n]+)" is not a valid port number/,
    reason: 'exited',
    cause: 'bad-address',
    values: word,
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /Unknown command: '([^'\n]+)'/,
    reason: 'exited',
    cause: 'unknown-manage-command',
    values: word,
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /unable to open database file|attempt to write a readonly database/,
    reason: 'exited',
    cause: 'database-not-writable',
    file: 'dockerfile',
  },
  {
    when: /(?:sh|bash)(?:: line \d+|: \d+)?: (?:exec: )?(\S+): Permission denied/,
    reason: 'not-executable',
    cause: 'script-not-executable',
    values: (m) => ({ file: m[1] ?? '' }),
    aims: ['entrypoint-script'],
    file: 'dockerfile',
  },
  {
    when: /(?:sh|bash): (?:0: )?(?:[Cc]an't open |cannot open )?'?(\/[\w./-]+)'?: No such file/,
    reason: 'exited',
    cause: 'entrypoint-missing',
    values: (m) => ({ file: m[1] ?? '' }),
    aims: ['entrypoint-script', 'entrypoint-used'],
    file: 'dockerfile',
  },
  {
    when: /can't open file '?([^'\n]*)\/manage\.py/,
    reason: 'exited',
    cause: 'manage-missing',
    values: (m) => ({ folder: m[1] ?? '' }),
    aims: ['project-directory', 'entrypoint-script'],
    file: 'dockerfile',
  },
  {
    when: /can't open file 'manage\.py'/,
    reason: 'exited',
    cause: 'manage-missing',
    values: () => ({ folder: 'its folder' }),
    aims: ['project-directory', 'entrypoint-script'],
    file: 'dockerfile',
  },
  {
    when: /could not translate host name "([^"]+)"|getaddrinfo for host "([^"]+)"|nc: bad address '([^']+)'/,
    reason: 'waits-for-a-database',
    cause: 'database-name',
    values: (m) => ({ word: m[1] ?? m[2] ?? m[3] ?? '' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /connection to server at "([^"]+)"[^\n]{0,100}failed: Connection refused|connection is bad: [^\n]{0,100}host "([^"]+)"/,
    reason: 'waits-for-a-database',
    cause: 'database-refused',
    values: (m) => ({ word: m[1] ?? m[2] ?? '' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /(?:\.sh|sh|bash)(?:: line \d+|: \d+)?: (?:exec: )?(nc|ncat|netcat|pg_isready|psql|wait-for-it(?:\.sh)?): (?:command )?not found/,
    reason: 'waits-for-a-database',
    cause: 'waits-with-nothing',
    values: word,
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /[Ww]aiting for (?:the )?(?:postgres|database|db\b|mysql)/,
    reason: 'waits-for-a-database',
    cause: 'database-name',
    values: () => ({ word: 'db' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /(?:^|\s|: )uv: (?:command )?not found|exec: uv: not found|"uv": executable file not found/m,
    reason: 'exited',
    cause: 'uv-missing',
    aims: ['installer-available'],
    file: 'dockerfile',
  },
  {
    when: /ModuleNotFoundError: No module named '([^']+)'|ImportError: Couldn't import (Django)/,
    reason: 'exited',
    cause: 'module-missing',
    values: (m) => ({ word: m[1] ?? m[2] ?? '' }),
    aims: ['dependencies-installed', 'project-directory'],
    file: 'entrypoint',
  },
  {
    // os.environ, django-environ and decouple each have their own wording.
    when: /KeyError: '([A-Z][A-Z0-9_]{2,})'|Set the (\w+) environment variable|UndefinedValueError: (\w+) not found/,
    reason: 'exited',
    cause: 'environment-missing',
    values: (m) => ({ word: m[1] ?? m[2] ?? m[3] ?? '' }),
    file: 'dockerfile',
  },
  {
    when: /Error loading ASGI app\. (?:Could not import module|Attribute \S+ not found in module) "([^"\n]+)"/,
    reason: 'exited',
    cause: 'app-missing',
    values: word,
    aims: ['entrypoint-script', 'project-directory'],
    file: 'entrypoint',
  },
  {
    when: /Failed to find attribute '[^'\n]+' in '([^'\n]+)'/,
    reason: 'exited',
    cause: 'app-missing',
    values: word,
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /CommandError: You must use --\w+ with --noinput/,
    reason: 'exited',
    cause: 'superuser-nameless',
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /No fixture named '([^'\n]+)' found/,
    reason: 'exited',
    cause: 'fixture-missing',
    values: word,
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /ImproperlyConfigured: ([^\n]+)/,
    reason: 'exited',
    cause: 'settings-at-start',
    values: (m) => ({ said: (m[1] ?? '').slice(0, 160) }),
  },
  {
    when: /Failed to initialize cache at|Permission denied \(os error 13\)/,
    reason: 'exited',
    cause: 'uv-may-not-write',
    file: 'dockerfile',
  },
  {
    when: /Failed to spawn: `([^`]+)`/,
    reason: 'exited',
    cause: 'command-missing',
    values: word,
    file: 'entrypoint',
  },
  {
    when: /(?:\.sh|sh|bash)(?:: line \d+|: \d+)?: (?:exec: )?source: (?:command )?not found/,
    reason: 'exited',
    cause: 'source-is-bash',
    file: 'entrypoint',
  },
  {
    when: /(?:\.sh|sh|bash)(?:: line \d+|: \d+)?: (?:exec: )?([\w./+-]+): (?:command )?not found/,
    reason: 'exited',
    cause: 'command-missing',
    values: word,
    file: 'entrypoint',
  },
];

/** Messages of a container that downloads its packages at start. */
export const networkAtStart =
  /Creating virtual environment|Failed to fetch: `|Failed to download|error sending request for url|dns error|Temporary failure in name resolution[\s\S]{0,500}(?:pip|uv)|Retrying \(Retry\(total/;

export const noTable = /no such table: (\S+)|relation "([^"]+)" does not exist/;
/** `migrate` applied migrations, or found none to apply. */
export const migrated = /^[ \t]*Applying \S+\.{3}|No migrations to apply|Running migrations:/m;
export const unappliedMigrations = /You have \d+ unapplied migration/;
