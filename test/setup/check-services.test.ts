import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

/** Asks as the set-up does, in a process of its own. */
function asked(env: Readonly<Record<string, string>>): {
  readonly code: number | null;
  readonly said: string;
} {
  const ask = "process.exit((await import('./setup/services/check-services.js')).settingsFit() ? 0 : 2)";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', ask], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', DOCKHAND_ENV_FILE: 'none', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, said: stdout + stderr };
}

test('the set-up starts no service whose settings it could not use, and says all that is wrong', () => {
  const { code, said } = asked({ WEB_PORT: 'many', SANDBOX_PIDS: '1', DATABASE_URL: 'mysql://me:hush@h/d' });
  expect(code).toBe(2);
  for (const name of ['WEB_PORT', 'SANDBOX_PIDS', 'DATABASE_URL'])
    expect(said).toContain(`${name} has to be`);
  expect(said.trimEnd()).toMatch(/\[DOCKHAND_SETTINGS\]$/);
  expect(said).not.toContain('hush');
}, 90_000);

test(
  'the set-up says nothing of settings that can be used',
  () => expect(asked({ DISCORD_TOKEN: 'a.b.c' })).toEqual({ code: 0, said: '' }),
  90_000,
);
