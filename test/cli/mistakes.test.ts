import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { redisUrl } from '../support/redis.ts';
import { sampleOf, seed } from '../support/sample.ts';
import { dockhand } from './dockhand.ts';

/**
 * An operator's mistakes, against the real command line: each gives one clear error with its code, an exit code other than 0, loses
 * nothing, and shows neither a stack trace nor the system's own error text.
 */

const folder = mkdtempSync(join(tmpdir(), 'dockhand-mistakes-'));
const at = (name: string): string => join(folder, name);
const token = 'MTA.abc.xyz';
/** A server that does not speak Redis's protocol. */
const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
let otherPort = 0;

beforeAll(async () => {
  writeFileSync(at('file'), 'no records, no lessons, no certificate\n');
  writeFileSync(at('utf16'), Buffer.from('\uFEFFDISCORD_TOKEN=x\n', 'utf16le'));
  writeFileSync(at('token'), Buffer.from(token, 'utf16le'));
  writeFileSync(at('quoted'), `"${token}"\n`);
  mkdirSync(at('empty'));
  symlinkSync(at('loop'), at('loop'));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  otherPort = (other.address() as AddressInfo).port;
});
afterAll(() => {
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Mistake {
  readonly args: readonly string[];
  readonly env?: () => Readonly<Record<string, string>>;
  readonly code: string;
  readonly says: RegExp;
}

/** A bot or worker whose other settings are right, as far as it gets. */
const starts = (
  command: 'bot' | 'worker',
  env: () => Readonly<Record<string, string>>,
  code: string,
  says: RegExp,
): Mistake => ({
  args: [command],
  env: () => ({
    ...{ DISCORD_TOKEN: token, DISCORD_API_URL: 'http://127.0.0.1:1/api', REDIS_URL: redisUrl() },
    ...{ DATABASE_URL: at('records.sqlite3'), DOCKHAND_STATE: folder, SANDBOX_BOXES: at('boxes'), ...env() },
  }),
  ...{ code, says },
});
const redisAt = (path: string): string => `${redisUrl().replace(/\/\d*$/, '')}${path}`;

const mistakes: Readonly<Record<string, Mistake>> = {
  'a token in quotes in its own file': starts(
    'bot',
    () => ({ DISCORD_TOKEN: '', DISCORD_TOKEN_FILE: at('quoted') }),
    'SETTINGS',
    /DISCORD_TOKEN has to be the token alone/,
  ),
  'a token’s file of another encoding': starts(
    'bot',
    () => ({ DISCORD_TOKEN: '', DISCORD_TOKEN_FILE: at('token') }),
    'SETTINGS',
    /no plain text: save it as UTF-8/,
  ),
  'a Discord that nobody is': starts(
    'bot',
    () => ({ DISCORD_API_URL: 'http://nowhere.invalid/api' }),
    'DISCORD',
    /no address is found for nowhere\.invalid/,
  ),
  'a folder for a database': starts(
    'bot',
    () => ({ DATABASE_URL: folder }),
    'RECORDS',
    /DATABASE_URL names the folder/,
  ),
  'a database below a file': starts(
    'bot',
    () => ({ DATABASE_URL: at('file/x/y.sqlite3') }),
    'RECORDS',
    /is a file and no folder/,
  ),
  'a database that is a text': starts(
    'bot',
    () => ({ DATABASE_URL: at('file') }),
    'RECORDS',
    /not a database/,
  ),
  'a database with a name too long': starts(
    'bot',
    () => ({ DATABASE_URL: at('x'.repeat(300)) }),
    'RECORDS',
    /longer than this system takes/,
  ),
  'PostgreSQL that is not there': starts(
    'bot',
    () => ({ DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' }),
    'RECORDS',
    /nobody listens at 127\.0\.0\.1:1/,
  ),
  'PostgreSQL’s socket that is not there': starts(
    'bot',
    () => ({ DATABASE_URL: 'postgres:///d?host=/none' }),
    'RECORDS',
    /nobody listens at \/none/,
  ),
  'a certificate of PostgreSQL that is not there': starts(
    'bot',
    () => ({ DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/none.pem' }),
    'RECORDS',
    /\/none\.pem is not there/,
  ),
  'a state folder that is a file': starts(
    'bot',
    () => ({ DOCKHAND_STATE: at('file'), DATABASE_URL: '' }),
    'RECORDS',
    /is a file and no folder/,
  ),
  'a folder of lessons that is not there': starts(
    'worker',
    () => ({ LESSONS_DIR: at('none') }),
    'LESSON',
    /no folder of lessons at .*none: correct LESSONS_DIR/,
  ),
  'a file for a folder of lessons': starts(
    'bot',
    () => ({ LESSONS_DIR: at('file') }),
    'LESSON',
    /no folder of lessons/,
  ),
  'a file for the folder of boxes': starts(
    'worker',
    () => ({ SANDBOX_BOXES: at('file') }),
    'SETTINGS',
    /SANDBOX_BOXES is .*file, which is a file/,
  ),
  'a lesson without a manifest': starts(
    'bot',
    () => ({ DOCKHAND_LESSON: at('empty') }),
    'LESSON',
    /no manifest\.yaml/,
  ),
  'a database of Redis that it does not have': starts(
    'worker',
    () => ({ REDIS_URL: redisAt('/9999') }),
    'REDIS',
    /gives nobody its database 9999.*database 0/,
  ),
  'certificates of Redis that are not there': starts(
    'worker',
    () => ({ REDIS_URL: 'rediss://127.0.0.1:1', REDIS_CA_FILE: '/none.pem' }),
    'REDIS',
    /REDIS_CA_FILE cannot be read: \/none\.pem is not there/,
  ),
  'certificates of Redis that are none': starts(
    'bot',
    () => ({ REDIS_URL: 'rediss://127.0.0.1:1', REDIS_CA_FILE: at('file') }),
    'REDIS',
    /holds no certificate/,
  ),
  'an .env of another encoding': {
    args: ['bot'],
    env: () => ({ DOCKHAND_ENV_FILE: at('utf16') }),
    code: 'SETTINGS',
    says: /utf16 is no plain text: save it as UTF-8/,
  },
  'an .env below a file': {
    args: ['bot'],
    env: () => ({ DOCKHAND_ENV_FILE: at('file/.env') }),
    code: 'SETTINGS',
    says: /a part of its path is a file/,
  },
  'an .env behind links in a circle': {
    args: ['worker'],
    env: () => ({ DOCKHAND_ENV_FILE: at('loop') }),
    code: 'SETTINGS',
    says: /links there lead in a circle/,
  },
  'a copy below a file': {
    args: ['backup', at('file/copy')],
    env: () => ({ DATABASE_URL: at('file') }),
    code: 'BACKUP',
    says: /is a file and no folder/,
  },
  'a copy with a name too long': {
    args: ['backup', at('y'.repeat(300))],
    env: () => ({ DATABASE_URL: at('file') }),
    code: 'BACKUP',
    says: /longer than this system takes/,
  },
  'a copy of what is no database': {
    args: ['backup', at('copy')],
    env: () => ({ DATABASE_URL: at('file') }),
    code: 'BACKUP',
    says: /not a database/,
  },
  'a copy half written': {
    args: ['restore', '--force', at('file')],
    env: () => ({ DATABASE_URL: at('r.sqlite3') }),
    code: 'BACKUP',
    says: /no copy of Dockhand’s records, or it is damaged/,
  },
  'an invitation that is over': {
    args: ['join', 'redis://worker-a:old@127.0.0.1:1'],
    code: 'REDIS',
    says: /nobody listens at 127\.0\.0\.1:1.*make another one there/,
  },
  'an invitation of another service': {
    args: ['join'],
    code: 'REDIS',
    says: /does not speak as Redis does|nothing came back|No Redis answers/,
  },
  'an invitation with a prefix that is none': {
    args: ['join', 'redis://u:p@127.0.0.1:1', '--prefix', 'Dock Hand'],
    code: 'USAGE',
    says: /--prefix has to be/,
  },
  'inviting by a Redis that is away': {
    args: ['join', '--invite', 'w', '--at', '10.0.0.1'],
    env: () => ({ REDIS_URL: 'redis://127.0.0.1:1' }),
    code: 'REDIS',
    says: /Nobody was invited/,
  },
};

describe(`a mistake of an operator (${seed})`, () => {
  // Each is a process of its own: ten of them a day, all with DOCKHAND_FULL=1.
  test.each(sampleOf(Object.entries(mistakes), 10))(
    '%s ends with one clear error and its code',
    (name, mistake) => {
      const { args, env = () => ({}), code, says } = mistake;
      const all = name.endsWith('another service') ? ['join', `redis://u:p@127.0.0.1:${otherPort}`] : args;
      const written = all[0] === 'join' ? { DOCKHAND_ENV_FILE: at('written.env') } : {};
      const before = readdirSync(folder);
      const answer = dockhand(all, { env: { ...written, ...env() }, timeoutMs: 90_000 });
      expect(answer.err).toMatch(says);
      expect(answer.err.trimEnd()).toMatch(new RegExp(`\\[DOCKHAND_${code}\\]$`));
      expect(answer.code).toBeGreaterThan(0);
      expect(answer.err).not.toMatch(
        /\bE(?:NOENT|ACCES|CONN|NOTDIR|ISDIR|NAMETOOLONG|XIST)|\n\s+at |TypeError|undefined/,
      );
      expect(existsSync(at('written.env'))).toBe(false);
      expect(
        readdirSync(folder).filter((entry) => entry.endsWith('.part') && !before.includes(entry)),
      ).toEqual([]);
    },
    100_000,
  );
});
