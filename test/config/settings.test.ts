import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { envExample, settingsPage } from '../../src/cli/docs/settings-docs.ts';
import { parseEnvFile } from '../../src/config/env-text.js';
import { defaultOf, placesOf, readSettings, SettingsError, settingNames } from '../../src/config/settings.ts';
import { secretNames } from '../../src/config/sources.js';
import { settingsByName } from '../../src/config/table/table.ts';
import { limitLines, readLimits } from '../../workers/sandbox/limits.ts';

const reasonOf = (environment: Record<string, string>, required: 'DISCORD_TOKEN'[] = []): string => {
  try {
    readSettings(environment, required);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
  }
  throw new Error('these settings were accepted');
};

describe('settings', () => {
  test('nothing set gives the defaults', () => {
    expect(readSettings({})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6379',
      DOCKHAND_LESSON: 'backend-docker',
      LOG_LEVEL: 'info',
      WEB_PORT: 0,
    });
  });

  test('an empty variable counts as not set', () => {
    expect(readSettings({ LOG_LEVEL: '', TA_ROLE_ID: '  ' })).toMatchObject({ LOG_LEVEL: 'info' });
  });

  test('names everything that is wrong at once, with the allowed values', () => {
    const message = reasonOf(
      {
        DISCORD_GUILD_ID: 'my server',
        REDIS_URL: 'localhost',
        WEB_PORT: '99999',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'mysql://x',
        WEB_TOKEN: 'short',
      },
      ['DISCORD_TOKEN'],
    );
    expect(message).toMatch(/DISCORD_GUILD_ID has to be a Discord id/);
    expect(message).toMatch(/REDIS_URL has to be redis:\/\//);
    expect(message).toMatch(/WEB_PORT has to be a port number/);
    expect(message).toMatch(/LOG_LEVEL has to be one of fatal, error, warn/);
    expect(message).toMatch(/DATABASE_URL has to be postgres:\/\//);
    expect(message).toMatch(/WEB_TOKEN has to have at least 16/);
    expect(message).toMatch(/DISCORD_TOKEN is not set/);
  });

  test('a secret is never repeated in the message', () => {
    expect(reasonOf({ WEB_TOKEN: 'hush-hush', LOG_LEVEL: 'loud' })).not.toContain('hush-hush');
  });
});

describe('what was found', () => {
  test('a setting in force is shown with where it comes from', () => {
    const read = (): unknown =>
      readSettings({ LOG_LEVEL: 'loud', WEB_PORT: '-1', SANDBOX_PIP_INDEX: '' }, [], {
        origins: { LOG_LEVEL: { kind: '.env', file: '/srv/.env', line: 3 } },
        problems: ['/srv/.env: line 9 is not of the form NAME=value'],
      });
    expect(read).toThrow(/LOG_LEVEL has to be one of .*; found: "loud" \(\/srv\/\.env, line 3\)/);
    expect(read).toThrow(/WEB_PORT has to be a port number .*; found: "-1" \(environment\)/);
    expect(read).toThrow(/line 9 is not of the form/);
  });

  test.each(secretNames)('never shows the value of %s, nor of similar names', (name) => {
    const value = name === 'DATABASE_URL' ? 'mysql://me:hush@host' : 'http://me:hush@host:1/ x';
    let said = '';
    try {
      readSettings({ [name]: value, LOG_LEVEL: 'loud' });
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain('LOG_LEVEL');
    expect(said).not.toContain('hush');
  });

  test('an address is shown without its password, though the setting is no secret', () => {
    expect(() => readSettings({ WEB_URL: 'ftp://me:hush@host' })).toThrow(/"ftp:\/\/\*\*\*@host"/);
  });
});

describe('defaults', () => {
  test('default paths follow the state folder', () => {
    expect(readSettings({ DOCKHAND_STATE: '/srv/state' })).toMatchObject({
      DATABASE_URL: '/srv/state/records/dockhand.sqlite3',
      SANDBOX_BOXES: '/srv/state/boxes',
    });
  });

  test.each(settingNames)('%s has a default that its own schema accepts, or none', (name) => {
    const row = settingsByName[name];
    const usual = defaultOf(row, placesOf({}));
    if (usual !== null) expect(row.schema.safeParse(usual).success).toBe(true);
  });
});

test.each([
  ['.env.example', envExample],
  ['docs/settings.md', settingsPage],
])('%s is what the table of settings says: npm run docs', (file, made) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(made());
});

test('.env.example names every setting and limit, gives none a value, and can be used as it is', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const named = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  const limits = limitLines(readLimits({})).map(({ environment }) => environment);
  expect(named.map(([, name]) => name).sort()).toEqual([...settingNames, ...limits].sort());
  expect(named.filter(([, , value]) => value !== '')).toEqual([]);
  expect(parseEnvFile(example).problems).toEqual([]);
});

/** What Dockhand's own processes tell one another, and what belongs to other programs: no operator sets these for Dockhand. */
const noSettings = [
  ...['BOX_FIRST_UID', 'DOCKHAND_NODE_TRIED', 'DOCKHAND_SETUP_AGAIN', 'DOCKHAND_REDIS_IMAGE', 'FIRST_UID'],
  ...['CI', 'DEBUG', 'DOCKER_HOST', 'NODE_OPTIONS', 'NO_COLOR', 'PATH', 'PIP_INDEX_URL'],
];

test('The program reads no variable of the environment that docs/settings.md does not name', () => {
  const root = new URL('../../', import.meta.url);
  const page = settingsPage();
  const read = globSync('{bin,commands,deploy,setup,src,workers}/**/*.{js,ts}', { cwd: root }).flatMap(
    (file) =>
      [...readFileSync(new URL(file, root), 'utf8').matchAll(/process\.env\.(\w+)/g)].map(
        ([, name = '']) => name,
      ),
  );
  expect(read).toContain('DOCKHAND_STATE');
  const named = (name: string): boolean => page.includes(`\`${name}\``) || noSettings.includes(name);
  expect([...new Set(read)].filter((name) => !named(name))).toEqual([]);
});
