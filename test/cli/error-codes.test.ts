import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { errorCodes, pageOfErrorCodes } from '../../src/cli/error-codes.ts';
import { dockhand } from './dockhand.ts';

test('docs/errors.md lists every code as the table has it', () => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  expect(page).toBe(pageOfErrorCodes());
  for (const code of Object.keys(errorCodes)) expect(page).toContain(`\`${code}\``);
});

test.each([
  ['an unknown TODO', ['hint', '999'], {}, 'DOCKHAND_USAGE'],
  ['a folder that is not there', ['verify', '/nowhere'], {}, 'DOCKHAND_USAGE'],
  ['an empty folder', ['check', 'test/cli/none-here'], {}, 'DOCKHAND_STUDENT_FILES'],
  ['a lesson that is not there', ['lesson', '--lesson', './nowhere.md'], {}, 'DOCKHAND_LESSON'],
  ['a setting that cannot be used', ['bot'], { DISCORD_TOKEN: 't', WEB_PORT: 'many' }, 'DOCKHAND_SETTINGS'],
  ['a limit that cannot be used', ['limits'], { SANDBOX_PIDS: 'many' }, 'DOCKHAND_LIMITS'],
  [
    'a backup that is absent',
    ['restore', '/nowhere/copy'],
    { DATABASE_URL: '/nowhere/db' },
    'DOCKHAND_BACKUP',
  ],
] as const)('reports the code of %s', (_what, args, env, code) => {
  const { err, code: exit } = dockhand(args, { env });
  expect(err.trimEnd().endsWith(`[${code}]`)).toBe(true);
  expect(exit).not.toBe(0);
});
