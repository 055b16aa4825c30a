import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { dressed, ensureAuthorities, trustedHosts } from '../../setup/services/own-network.js';
import { docker, python } from '../support/host-engine.ts';

/** Boxes in an operator's own network: a private authority, a mirror of packages. */
const names = [
  'SANDBOX_CA_FILE',
  'SANDBOX_PIP_INDEX',
  'SANDBOX_REGISTRY_MIRROR',
  'SANDBOX_EGRESS_TRUSTED',
] as const;
const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
const clear = (): void => {
  for (const name of names) delete process.env[name];
};
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-network-'));
  clear();
});
afterEach(clear);
afterAll(() => {
  for (const name of names) if (before[name] !== undefined) process.env[name] = before[name];
  rmSync(folder, { recursive: true, force: true });
});

describe('a base image for boxes', () => {
  test('the base image is the image itself where nothing is set', async () => {
    expect(await dressed(python, () => undefined)).toBe(python);
  });

  test('carries the authority and the index, so that students’ files need not know of them', async () => {
    const bundle = readFileSync('/etc/ssl/certs/ca-certificates.crt', 'utf8');
    const one = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n/.exec(bundle)?.[0] ?? '';
    process.env.SANDBOX_CA_FILE = join(folder, 'authority.pem');
    writeFileSync(process.env.SANDBOX_CA_FILE, one);
    process.env.SANDBOX_PIP_INDEX = 'https://mirror.campus.test/simple';
    const image = await dressed(python, () => undefined);
    try {
      expect(image).not.toBe(python);
      expect(await dressed(python, () => undefined)).toBe(image);
      const inside =
        'pip config list; cat /etc/uv/uv.toml; echo "$SSL_CERT_FILE"; cat /usr/local/share/ca-certificates/operator.crt';
      const said = await docker(['run', '--rm', '--network', 'none', image, 'sh', '-c', inside]);
      expect(said).toContain("global.index-url='https://mirror.campus.test/simple'");
      expect(said).toContain('url = "https://mirror.campus.test/simple"');
      expect(said).toContain('/etc/ssl/certs/ca-certificates.crt');
      expect(said).toContain(one.trim());
    } finally {
      await docker(['rmi', image]);
    }
  }, 180_000);
});

describe('what an operator sets', () => {
  test('the proxy trusts mirrors and named domains, besides where pip gets packages from', () => {
    process.env.SANDBOX_PIP_INDEX = 'https://mirror.campus.test/simple';
    process.env.SANDBOX_REGISTRY_MIRROR = 'https://registry.campus.test';
    process.env.SANDBOX_EGRESS_TRUSTED = 'a.test, .b.test';
    expect(trustedHosts(['packages.test', 'a.test'])).toEqual([
      'packages.test',
      'a.test',
      'mirror.campus.test',
      'registry.campus.test',
      '.b.test',
    ]);
  });

  test('a setting is refused when it is no address or no certificate', async () => {
    process.env.SANDBOX_PIP_INDEX = 'mirror.campus.test\nRUN evil';
    await expect(dressed(python, () => undefined)).rejects.toThrow(/SANDBOX_PIP_INDEX/);
    process.env.SANDBOX_CA_FILE = join(folder, 'none.pem');
    expect(() => ensureAuthorities()).toThrow(/no certificate/);
  });
});
