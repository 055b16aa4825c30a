import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { errorCodes, pageOfErrorCodes } from '../../src/errors/error-codes.ts';
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
  ['an unknown command', ['nonsense'], {}, 'DOCKHAND_USAGE'],
  ['an unknown option', ['hint', '1', '--nonsense'], {}, 'DOCKHAND_USAGE'],
  ['an argument that is absent', ['hint'], {}, 'DOCKHAND_USAGE'],
  [
    'records that cannot be opened',
    ['bot'],
    { DISCORD_TOKEN: 't', WEB_PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    'DOCKHAND_RECORDS',
  ],
  ['a port that is none', ['classroom', '--port', '65536'], {}, 'DOCKHAND_USAGE'],
  [
    'a backup that is absent',
    ['restore', '/nowhere/copy'],
    { DATABASE_URL: '/nowhere/db' },
    'DOCKHAND_BACKUP',
  ],
] as const)('reports the code of %s', (_what, args, env, code) => {
  const { err, code: exit } = dockhand(args, { env });
  expect(err.trimEnd().endsWith(`[${code}]`)).toBe(true);
  expect(exit).toBeGreaterThan(0);
});

test('reports the code of a port that is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { err, code } = dockhand(['classroom', '--port', String(port)]);
  server.close();
  expect(err).toContain(`port ${port} of 127.0.0.1: something listens there already. [DOCKHAND_PORT]`);
  expect(code).toBe(2);
});
