import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { boxContainer, studentContainer } from '../../deploy/box/container.ts';
import { megabytesPerBox } from '../../setup/machine-share.js';

/** The table of a box's privileges and limits, compared with the files that cannot import it. */
const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** docker-compose.yml, resolved without an environment. */
const compose = (): { readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>> } =>
  parse(
    read('docker-compose.yml').replace(/\$\{\w+:-([^}]*)\}/g, (_, fallback: string) => fallback),
    { merge: true },
  );

const megabytes = (amount: unknown): number => {
  const [, number, unit] = /^(\d+)([mg])$/.exec(String(amount)) ?? [];
  return Number(number) * (unit === 'g' ? 1024 : 1);
};

describe.each(['box-1', 'box-2'])('docker-compose.yml gives %s', (name) => {
  const service = compose().services[name] ?? {};

  test('the privileges of the table', () => {
    expect(service).toMatchObject({
      network_mode: boxContainer.network,
      cap_drop: boxContainer.capDrop,
      cap_add: boxContainer.capAdd,
      security_opt: [`seccomp=${boxContainer.seccomp}`, ...boxContainer.securityOptions],
      devices: boxContainer.devices,
      read_only: boxContainer.readOnly,
      tmpfs: boxContainer.tmpfs,
    });
    expect(service).not.toHaveProperty('privileged');
  });

  test('the limits of the table', () => {
    expect(service).toMatchObject({
      pids_limit: boxContainer.processes,
      cpus: boxContainer.cores,
      cpu_shares: boxContainer.cpuShares,
    });
    expect(megabytes(service.mem_limit)).toBe(boxContainer.megabytes);
    // The same as the memory itself: no swap.
    expect(service.memswap_limit).toBe(service.mem_limit);
  });
});

test('The supervisor keeps the capabilities of the table, and no others', () => {
  const [, caps = ''] = /^caps=(\S+)$/m.exec(read('deploy/box/start.sh')) ?? [];
  expect(caps.split(',')).toEqual(boxContainer.capAdd.map((each) => `+${each.toLowerCase()}`));
});

test('The seccomp profile of the table refuses what it does not name', () => {
  expect(existsSync(join(root, boxContainer.seccomp))).toBe(true);
  expect(JSON.parse(read(boxContainer.seccomp))).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO' });
});

test('The set-up gives a box the memory of the table where the machine has it', async () => {
  const large = 64 * 2 ** 30;
  expect(await megabytesPerBox(large, 2)).toBe(boxContainer.megabytes);
});

test('deploy/README.md names the memory of the table', () => {
  const [, amount] = /`SANDBOX_MEMORY` is (\w+)/.exec(read('deploy/README.md')) ?? [];
  expect(megabytes(amount)).toBe(boxContainer.megabytes);
});

test.each([
  ['SANDBOX_MEMORY', boxContainer.megabytes],
  ['SANDBOX_CPUS', boxContainer.cores],
  ['SANDBOX_PIDS', boxContainer.processes],
  ['SANDBOX_PROCESSES', studentContainer.processes],
  ['SANDBOX_OPEN_FILES', studentContainer.openFiles],
  ['SANDBOX_SECCOMP', `\`${boxContainer.seccomp}\``],
])('docs/settings.md gives %s the default of the table', (name, usual) => {
  expect(read('docs/settings.md')).toContain(`| \`${name}\` | ${usual} |`);
});

const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

test('The pages count the capabilities of the table', () => {
  const count = words[boxContainer.capAdd.length] ?? '';
  expect(read('deploy/README.md')).toContain(`then ${count} of Docker's default ones`);
  expect(read('deploy/README.md')).toContain(`those ${count} capabilities`);
  expect(read('docs/security.md')).toContain(`${count} of Docker's default capabilities`);
});
