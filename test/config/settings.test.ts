import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSettings, SettingsError, settingNames } from '../../src/config/settings.ts';

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

  test('everything that is wrong is named at once, with what it may be', () => {
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

test('.env.example names every setting, and gives none a value', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const named = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  expect(named.map(([, name]) => name).sort()).toEqual([...settingNames].sort());
  expect(named.filter(([, , value]) => value !== '')).toEqual([]);
});
