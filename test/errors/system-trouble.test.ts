import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plainMessageOf, systemTrouble } from '../../src/errors/system-trouble.ts';
import { makeFolder } from '../../src/folders/make-folder.js';

/** Errors of this system, explained in plain words. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-trouble-'));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

test.each<[string, () => unknown, RegExp]>([
  ['a file that is not there', () => readFileSync(join(folder, 'none')), /\/none is not there$/],
  ['a folder in the place of a file', () => readFileSync(folder), /^it is a folder$/],
  [
    'a file in the place of a folder',
    () => readFileSync(join(folder, 'file', 'x')),
    /\/file\/x is a file and no folder$/,
  ],
  [
    'a folder below a file',
    () => mkdirSync(join(folder, 'file', 'x'), { recursive: true }),
    /is a file and no folder$/,
  ],
  [
    'a folder where a file is',
    () => mkdirSync(join(folder, 'file'), { recursive: true }),
    /is a file and no folder$/,
  ],
  [
    'a folder where the file system takes none',
    () => makeFolder('/proc/dockhand/x'),
    /^no folder can be made at \/proc\/dockhand$/,
  ],
  [
    'a name that is too long',
    () => readFileSync(join(folder, 'x'.repeat(300))),
    /is longer than this system takes$/,
  ],
  ['links in a circle', () => readFileSync(join(folder, 'loop')), /\/loop lead in a circle$/],
  ['a full disk', () => writeFileSync('/dev/full', 'x'), /^there is no room left on the disk of /],
])('the error for %s does not contain the system’s error name', (_, act, wanted) => {
  const said = systemTrouble(thrownBy(act));
  expect(said).toMatch(wanted);
  expect(said).not.toMatch(/\bE[A-Z]{3,}/);
});

test.each<[string, NetConnectOpts, RegExp]>([
  ['nobody at a port', { host: '127.0.0.1', port: 1 }, /^nobody listens at 127\.0\.0\.1:1$/],
  ['nobody at a socket', { path: '/none/here.sock' }, /^nobody listens at \/none\/here\.sock$/],
  [
    'a name that is nobody’s',
    { host: 'nowhere.invalid', port: 1 },
    /^no address is found for nowhere\.invalid/,
  ],
])('the error for %s names the path', async (_, place, wanted) => {
  const socket = connect(place);
  const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as readonly unknown[];
  expect(systemTrouble(error)).toMatch(wanted);
});

test.each([
  [
    'what another one came from',
    new Error('outer', {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET', address: 'h', port: 5 }),
    }),
    'h:5 hung up',
  ],
  [
    'each address that was tried',
    new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED', address: '::1', port: 5 })]),
    'nobody listens at ::1:5',
  ],
  [
    'a certificate',
    Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN', host: 'h' }),
    'the certificate of h is not trusted (SELF_SIGNED_CERT_IN_CHAIN)',
  ],
])('the error for %s names its cause', (_, error, wanted) => expect(plainMessageOf(error)).toBe(wanted));

test('an error without a system error name is shown as it is', () => {
  expect(plainMessageOf(new Error('password authentication failed'))).toBe('password authentication failed');
  expect(plainMessageOf('odd')).toBe('odd');
  expect(systemTrouble(Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR' }))).toBeNull();
  const circle = new Error('round');
  circle.cause = circle;
  expect(systemTrouble(circle)).toBeNull();
});
