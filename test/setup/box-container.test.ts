import { expect, test } from '@jest/globals';
import { boxContainer, capabilities, privileges } from '../../setup/box-container.js';
import { readLimits } from '../../workers/sandbox/limits.ts';

test('The box that warms the disk may do what docker-compose.yml lets a box do', async () => {
  const { seccomp, ...container } = {
    seccomp: /seccomp=\/.*deploy\/box\/seccomp\.json$/,
    ...(await boxContainer()),
  };
  const flags = privileges(container);
  expect(flags.slice(0, 2)).toEqual(['--cap-drop', 'ALL']);
  expect(flags.filter((_, at) => flags[at - 1] === '--cap-add')).toEqual(container.cap_add);
  expect(flags.filter((_, at) => flags[at - 1] === '--security-opt')).toEqual([
    expect.stringMatching(seccomp),
    'apparmor=unconfined',
    'systempaths=unconfined',
  ]);
  expect(flags).toEqual(
    expect.arrayContaining(['--device', '/dev/net/tun', '--read-only', '--tmpfs', '/run', '/tmp']),
  );
});

test('A capability that a step needs besides is added to those of a box', async () => {
  const container = await boxContainer();
  const flags = capabilities({ ...container, cap_add: [...container.cap_add, 'FSETID'] });
  expect(flags.slice(-2)).toEqual(['--cap-add', 'FSETID']);
});

test('The limit of processes that docker-compose.yml falls back to is the one of the limits table', async () => {
  expect(await boxContainer()).toMatchObject({ pids_limit: readLimits({}).boxProcesses });
});
