import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseEnvFile } from '../../src/config/env-text.js';
import { applySources, readSources, secretNames } from '../../src/config/sources.js';
import { compose } from '../support/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a `.env` and returns an environment that names it. */
function envFileWith(text: string): { readonly DOCKHAND_ENV_FILE: string } {
  const file = join(folder, '.env');
  writeFileSync(file, text);
  return { DOCKHAND_ENV_FILE: file };
}

/** Lines of a `.env` and the value that every program has to read from them. */
const plain: readonly (readonly [line: string, value: string])[] = [
  ['A=plain', 'plain'],
  ['A = spaced', 'spaced'],
  ['  A=indented', 'indented'],
  ['export A=exported', 'exported'],
  ['A=two words', 'two words'],
  ['A=value # and a comment', 'value'],
  ['A=value   # and a comment', 'value'],
  ['A=value\t', 'value'],
  ['\tA\t=\tvalue', 'value'],
  ['A=', ''],
  ['A=   ', ''],
  ['A=  blanks around  ', 'blanks around'],
  ["A=''", ''],
  ["A='single $HOME #1 `x`'", 'single $HOME #1 `x`'],
  ["A='  kept  '", '  kept  '],
  ["A='back\\slash \\n \\$ \\\\ \"'", 'back\\slash \\n \\$ \\\\ "'],
  ['A=\'say "hello"\'', 'say "hello"'],
  ["A='quoted' # and a comment", 'quoted'],
  ['A=""', ''],
  ['A="double #1"', 'double #1'],
  ['A="it\'s"', "it's"],
  ['A="quoted" # and a comment', 'quoted'],
  ['A=redis://:secret@host:6379/0?x=1', 'redis://:secret@host:6379/0?x=1'],
  ['A=a=b==', 'a=b=='],
  ['A=1,2 3', '1,2 3'],
  ['A=äöü ☂', 'äöü ☂'],
  ['A=carriage\r', 'carriage'],
];

/** Lines that two programs read differently, or that one cannot read. */
const unclear = [
  'A=pass$word',
  'A="pass$word"',
  'A="${HOME}"',
  'A=pass#word',
  'A=value\t# word',
  'A=value \t # word',
  "A='value'\t# word",
  'A=value\tword',
  'A=#word',
  'A= # only a comment',
  'A=back\\slash',
  'A="new\\nline"',
  "A='it\\'s'",
  "A='end\\'",
  "A='end\\\\'",
  "A=it's",
  'A=say "hello"',
  'A="open',
  "A='open",
  'A="two" "strings"',
  "A='one'two",
  'A=`date`',
  'A="`date`"',
];

describe('a line of .env', () => {
  test.each(plain)('%j is %j', (line, value) => {
    expect(parseEnvFile(`${line}\n`)).toEqual({ entries: [{ name: 'A', value, line: 1 }], problems: [] });
  });

  test('Docker Compose reads a line of .env as Dockhand reads it', () => {
    const text = plain.map(([line], index) => line.replace(/A/, `A${index}`)).join('\n');
    const expected = Object.fromEntries(plain.map(([, value], index) => [`A${index}`, value]));
    writeFileSync(join(folder, 'plain.env'), text);
    writeFileSync(
      join(folder, 'compose.yml'),
      'name: x\nservices: { a: { image: x, env_file: [plain.env] } }',
    );
    const { out, err } = compose(['-f', 'compose.yml', 'config', '--format', 'json'], { cwd: folder });
    expect(err).toBe('');
    const rendered = JSON.parse(out).services.a.environment as Record<string, string>;
    const read = Object.entries(rendered).map(([name, value]) => [name, value.replaceAll('$$', '$')]);
    expect(Object.fromEntries(read)).toEqual(expected);
  });

  test.each(unclear)('%j is refused, with what to do and without its value', (line) => {
    const { entries, problems } = parseEnvFile(`# first\n${line}`);
    expect(entries).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^line 2: A has .*: put /);
    expect(problems[0]).not.toMatch(/word|slash|hello|date|open/);
  });

  test.each(['A', 'A: value', '1A=x', 'A-B=x', '=x', 'A value'])('%j is no assignment', (line) => {
    expect(parseEnvFile(line).problems).toEqual(['line 1 is not of the form NAME=value']);
  });

  test('cannot make the reader work for long', () => {
    const started = performance.now();
    parseEnvFile(`A=${' x'.repeat(50_000)}'\nA=${' \t'.repeat(50_000)}\nA=${'# '.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('sources', () => {
  test('the environment goes before .env, and .env before the file of a secret', () => {
    const token = join(folder, 'token');
    writeFileSync(token, 'from-a-file\n');
    const all = envFileWith(`QUEUE_PREFIX=file\nLOG_LEVEL=debug\nWEB_TOKEN_FILE=${token}\nDISCORD_TOKEN=t\n`);
    const { values, origins, problems } = readSources({
      ...all,
      QUEUE_PREFIX: 'environment',
      LOG_LEVEL: '',
      DISCORD_TOKEN_FILE: token,
    });
    expect(problems).toEqual([]);
    expect(values).toMatchObject({
      QUEUE_PREFIX: 'environment',
      LOG_LEVEL: 'debug',
      WEB_TOKEN: 'from-a-file',
      DISCORD_TOKEN: 't',
    });
    expect(origins).toMatchObject({
      QUEUE_PREFIX: { kind: 'environment' },
      LOG_LEVEL: { kind: '.env', file: all.DOCKHAND_ENV_FILE, line: 2 },
      WEB_TOKEN: { kind: 'file', file: token, name: 'WEB_TOKEN_FILE' },
    });
  });

  test('a secret that is set twice is named, and not shown', () => {
    const { notes } = readSources({ ...envFileWith('WEB_TOKEN=0123456789'), WEB_TOKEN_FILE: '/x' });
    expect(notes).toEqual([
      'WEB_TOKEN_FILE is not read, because WEB_TOKEN is set as well: leave one of them out',
    ]);
  });

  test('the last of two lines with one name in .env counts, with a warning', () => {
    const { values, notes } = readSources(
      envFileWith('LOG_LEVEL=debug\nLOG_LEVEL=warn\nTA_ROLE_ID=1\nTA_ROLE_ID='),
    );
    expect(values.LOG_LEVEL).toBe('warn');
    expect(values.TA_ROLE_ID).toBeUndefined();
    expect(notes).toEqual([
      'LOG_LEVEL stands in lines 1, 2: the last counts',
      'TA_ROLE_ID stands in lines 3, 4: the last counts',
    ]);
  });

  test.each([
    ['that is not there', () => join(folder, 'none'), /it is not there/],
    ['that is a folder', () => folder, /it is a folder/],
    ['that is empty', () => join(folder, 'empty'), /is empty/],
    ['with two lines', () => join(folder, 'two'), /more than one line/],
  ])('names the file of a secret %s, never its content', (_what, path, expected) => {
    writeFileSync(join(folder, 'empty'), '\n');
    writeFileSync(join(folder, 'two'), 'hush\nhush\n');
    for (const secret of secretNames) {
      const { values, problems } = readSources({ ...envFileWith(''), [`${secret}_FILE`]: path() });
      expect(values[secret]).toBeUndefined();
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(expected);
      expect(problems[0]).toContain(`${secret}_FILE`);
      expect(problems[0]).not.toContain('hush');
    }
  });

  test('a relative path in .env is meant from its folder, one in the environment from where the process is', () => {
    mkdirSync(join(folder, 'secrets'), { recursive: true });
    writeFileSync(join(folder, 'secrets', 'token'), 'from-a-file');
    const { values } = readSources({
      ...envFileWith(
        'DATABASE_URL=data/a.sqlite3\nLESSONS_DIR=lessons\nSANDBOX_SECCOMP=own/seccomp.json\nWEB_TOKEN_FILE=secrets/token',
      ),
      SANDBOX_BOXES: 'boxes',
    });
    expect(values).toMatchObject({
      DATABASE_URL: join(folder, 'data/a.sqlite3'),
      LESSONS_DIR: join(folder, 'lessons'),
      SANDBOX_SECCOMP: join(folder, 'own/seccomp.json'),
      SANDBOX_BOXES: 'boxes',
      WEB_TOKEN: 'from-a-file',
    });
    expect(readSources(envFileWith('DATABASE_URL=postgres://u:p@h/d')).values.DATABASE_URL).toBe(
      'postgres://u:p@h/d',
    );
  });

  test('a missing .env is a problem only if it was named', () => {
    expect(readSources({ DOCKHAND_ENV_FILE: '/nowhere/.env' }).problems).toEqual([
      '/nowhere/.env cannot be read: it is not there',
    ]);
    expect(readSources({ DOCKHAND_ENV_FILE: 'none' })).toMatchObject({ file: null, problems: [] });
  });

  test('settings are put into an environment without replacing what it has', () => {
    const environment: Record<string, string | undefined> = {
      ...envFileWith('LOG_LEVEL=debug\nQUEUE_PREFIX=file'),
      QUEUE_PREFIX: 'mine',
    };
    applySources(environment);
    expect(environment).toMatchObject({ LOG_LEVEL: 'debug', QUEUE_PREFIX: 'mine' });
  });
});
