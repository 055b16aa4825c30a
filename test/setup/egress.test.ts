import { describe, expect, test } from '@jest/globals';
import { ownAddresses, registriesOf } from '../../setup/services/own-network.js';

describe('the settings of the egress proxy', () => {
  test('the registries and repositories that lessons’ images come from', async () => {
    const images = [
      'python:3.11-slim',
      'docker.io/library/python',
      'ghcr.io/astral-sh/uv',
      'registry.test:5000/a/b',
      'No Image',
    ];
    expect(await registriesOf(images)).toEqual({
      SANDBOX_EGRESS_REGISTRIES:
        'registry-1.docker.io,auth.docker.io,production.cloudflare.docker.com,ghcr.io,pkg-containers.githubusercontent.com,registry.test',
      SANDBOX_REGISTRY_IMAGES: 'library/python astral-sh/uv a/b',
    });
  });

  test('the machine’s own addresses, without their zones', () =>
    expect(
      ownAddresses({
        lo: [{ address: '127.0.0.1' }, { address: '::1' }],
        eth0: [{ address: '11.22.33.44' }, { address: 'fe80::1%eth0' }, { address: '2606:4700::1' }],
        none: undefined,
      }),
    ).toEqual(['11.22.33.44', '127.0.0.1', '2606:4700::1', '::1', 'fe80::1']));
});
