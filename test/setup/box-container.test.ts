import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { boxContainer, warmingBox } from '../../deploy/box/container.ts';
import { layingFlags, warmingFlags } from '../../setup/boxes/container.js';

const root = join(import.meta.dirname, '../..');
const given = process.env.SANDBOX_SECCOMP;
afterEach(() => {
  if (given === undefined) delete process.env.SANDBOX_SECCOMP;
  else process.env.SANDBOX_SECCOMP = given;
});

/** The values of one option in a list of arguments. */
const valuesOf = (option: string, flags: readonly string[]) =>
  flags.filter((_, at) => flags[at - 1] === option);

test('The box that warms the disk has the privileges of a box', async () => {
  delete process.env.SANDBOX_SECCOMP;
  const flags = await warmingFlags();
  expect(valuesOf('--cap-drop', flags)).toEqual(['ALL']);
  expect(valuesOf('--cap-add', flags)).toEqual(boxContainer.capAdd);
  expect(valuesOf('--security-opt', flags)).toEqual([
    `seccomp=${join(root, 'deploy/box/seccomp.json')}`,
    'apparmor=unconfined',
    'systempaths=unconfined',
  ]);
  expect(valuesOf('--network', flags)).toEqual(['none']);
  expect(valuesOf('--device', flags)).toEqual(['/dev/net/tun']);
  expect(valuesOf('--tmpfs', flags)).toEqual(['/run', '/tmp']);
  expect(flags).toContain('--read-only');
});

test('The box that warms the disk has limits of its own', async () => {
  const flags = await warmingFlags();
  expect(valuesOf('--memory', flags)).toEqual([`${warmingBox.megabytes}m`]);
  expect(valuesOf('--pids-limit', flags)).toEqual([`${warmingBox.processes}`]);
});

test.each([
  ['a path from the root of the checkout', 'own/profile.json', join(root, 'own/profile.json')],
  ['an absolute path', '/etc/profile.json', '/etc/profile.json'],
  ['no profile at all', 'unconfined', 'unconfined'],
])('SANDBOX_SECCOMP names %s', async (_what, setting, profile) => {
  process.env.SANDBOX_SECCOMP = setting;
  expect(valuesOf('--security-opt', await warmingFlags())[0]).toBe(`seccomp=${profile}`);
});

test('Laying the disk takes one capability besides those of a box', async () => {
  const flags = await layingFlags();
  expect(valuesOf('--cap-drop', flags)).toEqual(['ALL']);
  expect(valuesOf('--cap-add', flags)).toEqual([...boxContainer.capAdd, 'FSETID']);
});
