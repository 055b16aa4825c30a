import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { examineEgress } from '../../src/cli/doctor/egress.ts';
import { composeValues, docker } from '../support/host-engine.ts';
import { replaced } from '../support/replaced.ts';
import type { Names } from './support/world.ts';

/**
 * The egress proxy as it is deployed, in its own network namespace: a loopback with the addresses of metadata services, of private
 * networks and (so that something can succeed) of public servers, and a DNS server that lies. No packet can leave it.
 */
const wide = '11.22.33.44';
/** A public address of the build machine, and one that it gets later. */
const machine = '11.22.33.55';
const moved = '11.22.33.66';
const machineSix = '2606:4700:aaaa::5';
const wideSix = '2606:4700:aaaa::1';
const refused = [
  ...['10.1.2.3', '100.64.1.1', '127.9.9.9', '169.254.169.254', '172.16.5.5', '172.31.255.1', '192.0.0.192'],
  // Cloud services at addresses outside of the private ranges.
  ...['168.63.129.16', '161.26.0.10', '166.9.1.1', '100.100.100.200'],
  ...['192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.1', '198.51.100.1', '203.0.113.9'],
];
const refusedSix = [
  ...[
    'fd00:ec2::254',
    'fd20:ce::254',
    'fc00::1',
    'fec0::1',
    '2001:db8::1',
    '2001::1',
    '2002:a01:203::1',
    '64:ff9b::a01:203',
    '100::1',
    '3fff::1',
  ],
];

const named: Names = {
  'public.test': [[wide]],
  'six.test': [[wideSix]],
  'sub.public.test': [[wide]],
  'public.test.evil.test': [[wide]],
  'both.test': [[wide, '10.1.2.3']],
  'mapped.test': [['::ffff:10.1.2.3']],
  'alias.test': [['=private.test', '10.1.2.3']],
  'private.test': [['10.1.2.3']],
  'loop.test': [['127.0.0.1']],
  'zero.test': [['0.0.0.0']],
  'rebind.test': [[wide], ['10.1.2.3']],
  'flip.test': Array.from({ length: 400 }, (_, n) => [n % 2 === 0 ? wide : '10.1.2.3']),
  'here.test': [[machine], [moved]],
  'metadata.google.internal': [[wide]],
  'registry-1.docker.io': [[wide]],
  'auth.docker.io': [[wide]],
  'evil.docker.io': [[wide]],
  'quay.io': [[wide]],
  '123.dkr.ecr.eu-west-1.amazonaws.com': [[wide]],
  'mirror.test': [['10.1.2.3']],
  ...Object.fromEntries([...refused, ...refusedSix].map((address, n) => [`refused-${n}.test`, [[address]]])),
};

const deployed = join(import.meta.dirname, '../../deploy/egress');
const world = `dockhand-test-world-${process.pid}`;
const proxy = `dockhand-test-egress-${process.pid}`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-egress-'));
  await chmod(folder, 0o777);
  await writeFile(join(folder, 'nothing.txt'), '');
  const { DOCKHAND_BOX_IMAGE: image = '' } = await composeValues();
  const worn = [
    wide,
    wideSix,
    machine,
    moved,
    machineSix,
    ...refused.filter((each) => !each.startsWith('127.')),
    ...refusedSix,
  ];
  await docker([
    ...['run', '-d', '--name', world, '--label', 'dockhand=test', '--network', 'none', '--dns', '127.0.0.1'],
    ...['--cap-drop', 'ALL', '--cap-add', 'NET_ADMIN', '--cap-add', 'NET_BIND_SERVICE'],
    ...['--sysctl', 'net.ipv6.conf.all.disable_ipv6=0', '--sysctl', 'net.ipv6.conf.lo.disable_ipv6=0'],
    ...[
      '--pids-limit',
      '64',
      '--memory',
      '256m',
      '--cpus',
      '0.5',
      '-v',
      `${import.meta.dirname}/support:/world:ro`,
    ],
    ...['--entrypoint', '/usr/local/bin/node', image, '/world/world.ts'],
    ...[JSON.stringify(worn), JSON.stringify(named)],
  ]);
  await until(world, 'the world is there');
  // Before anything is dialled: make sure that there is no way out of here.
  const routes = await docker(['exec', world, 'cat', '/proc/net/dev']);
  expect([...routes.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name)).toEqual(['lo']);
}, 120_000);

afterEach(() => docker(['rm', '-f', proxy]).catch(() => ''), 60_000);
afterAll(async () => {
  await docker(['rm', '-f', world]).catch(() => '');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function until(container: string, said: string): Promise<void> {
  for (let n = 0; n < 300; n++) {
    if ((await docker(['logs', container])).includes(said)) return;
    if ((await docker(['inspect', '-f', '{{.State.Running}}', container])).trim() !== 'true') break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${container}: ${(await docker(['logs', container])).slice(-2000)}`);
}

async function untilWritten(path: string): Promise<string> {
  for (let n = 0; n < 100; n++) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} was not written`);
}

/** Starts the proxy in the world as docker-compose.yml does. */
async function startProxy(
  settings: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<void> {
  const { DOCKHAND_EGRESS_IMAGE: image = '' } = await composeValues();
  await docker([
    ...[
      'run',
      '-d',
      '--name',
      proxy,
      '--label',
      'dockhand=test',
      '--network',
      `container:${world}`,
      '--user',
      'proxy',
    ],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--read-only', '--memory', '256m'],
    ...['--tmpfs', '/run/squid:uid=13,gid=13,mode=0700', '--tmpfs', '/tmp', '-v', `${folder}:/egress`],
    ...Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...more,
    image,
  ]);
  await until(proxy, 'Accepting HTTP Socket connections');
}

const ask = async (...lines: readonly string[]): Promise<readonly string[]> =>
  JSON.parse(
    await docker(['exec', world, '/usr/local/bin/node', '/world/ask-proxy.ts', JSON.stringify(lines)], 300),
  ) as readonly string[];

const get = (host: string): string => `GET http://${host}/`;
const at = (address: string): string => (address.includes(':') ? `[${address}]` : address);

describe('the egress proxy', () => {
  test('reaches the public, by IPv4 and IPv6, and nothing that the control reaches elsewhere', async () => {
    await startProxy();
    // The control: in this world all addresses answer without the proxy.
    const everything = [wide, wideSix, ...refused, ...refusedSix];
    expect(await ask(...everything.map((address) => `direct ${address} 80`))).toEqual(
      everything.map((address) => `200 reached ${address} 80`),
    );
    expect(await ask(get('public.test'), get(wide), 'CONNECT public.test:443', get('six.test'))).toEqual([
      `200 reached ${wide} 80`,
      `200 reached ${wide} 80`,
      `200 reached ${wide} 443`,
      `200 reached ${wideSix} 80`,
    ]);

    const names = Object.keys(named).filter((name) => name.startsWith('refused-'));
    const attempts = [
      ...[...refused, ...refusedSix].map((address) => get(at(address))),
      ...names.flatMap((name) => [get(name), `CONNECT ${name}:443`]),
      ...[
        'both.test',
        'mapped.test',
        'alias.test',
        'loop.test',
        'zero.test',
        '[::1]',
        '[::ffff:10.1.2.3]',
      ].map(get),
      ...['localhost', '0.0.0.0', '127.1', '2130706433', '0x7f000001', '017700000001', '0'].map(get),
      ...[
        'GET http://public.test:8080/',
        'GET http://public.test:22/',
        'CONNECT public.test:80',
        'CONNECT public.test:22',
      ],
      ...[
        'GET ftp://public.test/',
        'GET cache_object://localhost/info',
        'GET http://localhost:3128/squid-internal-mgr/info',
      ],
    ];
    const answers = await ask(...attempts);
    expect(
      attempts.map((line, n) => `${line} → ${answers[n]}`).filter((line) => /reached|→ 200/.test(line)),
    ).toEqual([]);
    // Refused by a rule, not by chance: for an address, or a name that resolves to one, the status is 403.
    const refusals = answers.slice(0, refused.length + refusedSix.length + 2 * names.length);
    expect(new Set(refusals)).toEqual(new Set(['403']));
  }, 300_000);

  test('does not dial a name that turned private after it was looked at (rebinding)', async () => {
    await startProxy();
    const answers = await ask(...Array.from({ length: 12 }, () => get('rebind.test')));
    expect(answers[0]).toBe(`200 reached ${wide} 80`);
    for (const answer of answers) expect(answer).toMatch(/^(?:403|503|200 reached 11\.22\.33\.44 80)$/);
  }, 120_000);

  test('checks every answer of a name that changes, also where one ends while many ask for it', async () => {
    // Squid's own cache time is a minute; with one second, the critical moment occurs some twenty times.
    const conf = join(folder, 'second.conf');
    const text = await readFile(join(deployed, 'squid.conf'), 'utf8');
    await writeFile(conf, replaced(text, 'negative_dns_ttl 60 seconds', 'negative_dns_ttl 1 seconds'));
    await startProxy({}, ['-v', `${conf}:/opt/egress/squid.conf:ro`]);
    expect(await ask(`hammer 10 ${get('flip.test')}`, 'hammer 10 CONNECT flip.test:443')).toEqual([
      `200 reached ${wide} 80, 403`,
      `200 reached ${wide} 443, 403`,
    ]);
    await docker(['rm', '-f', proxy]);
    // The control: without the list, both addresses are dialled.
    const bare = ['-v', `${folder}/nothing.txt:/opt/egress/refused.txt:ro`];
    await startProxy({}, ['-v', `${conf}:/opt/egress/squid.conf:ro`, ...bare]);
    expect(await ask(`hammer 10 ${get('flip.test')}`)).toEqual([
      `200 reached 10.1.2.3 80, 200 reached ${wide} 80`,
    ]);
  }, 180_000);

  test('does not reach the machine itself by its public addresses, nor what the operator names', async () => {
    // The control.
    await startProxy();
    expect(await ask(get(machine), get(at(machineSix)))).toEqual([`200 reached ${machine} 80`, '403']);
    await docker(['rm', '-f', proxy]);
    await startProxy({ SANDBOX_MACHINE_ADDRESSES: `fe80::1,${machine},${machineSix},10.1.2.3` });
    expect(await ask(get(machine), get('here.test'), `CONNECT ${machine}:443`, get(wide))).toEqual([
      ...['403', '403', '403', `200 reached ${wide} 80`],
    ]);
    await docker(['rm', '-f', proxy]);
    // A network that contains one of its own addresses counts as a whole, in whatever order.
    await startProxy({
      SANDBOX_MACHINE_ADDRESSES: machine,
      SANDBOX_EGRESS_REFUSED: '11.22.33.48/28, public.test, 2606:4700:aaaa::/48',
    });
    expect(await ask(...[machine, '11.22.33.49', wide, moved].map(get), get('six.test'))).toEqual([
      ...['403', '403', '403', `200 reached ${moved} 80`, '403'],
    ]);
  }, 180_000);

  test('learns an address that the machine gets while it runs', async () => {
    const own = join(folder, 'addresses');
    await mkdir(own);
    await writeFile(
      join(own, 'machine.txt'),
      `127.0.0.1
${machine}
`,
    );
    await startProxy({ SANDBOX_ADDRESSES_SECONDS: '1' }, ['-v', `${own}:/addresses:ro`]);
    expect(await ask(get(machine), get(moved))).toEqual(['403', `200 reached ${moved} 80`]);
    await writeFile(
      join(own, 'machine.txt'),
      `127.0.0.1
${moved}
`,
    );
    await until(proxy, 'refused addresses has changed');
    await until(proxy, 'Reconfiguring Squid Cache');
    expect(await ask(get(machine), get(moved))).toEqual([`200 reached ${machine} 80`, '403']);
  }, 120_000);

  test('learns the machine’s addresses and routers from a read-only service', async () => {
    const own = join(folder, 'told');
    await mkdir(own);
    await chmod(own, 0o777);
    const { DOCKHAND_EGRESS_IMAGE: image = '' } = await composeValues();
    await docker([
      ...['run', '-d', '--name', proxy, '--label', 'dockhand=test', '--network', `container:${world}`],
      ...['--user', 'proxy', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--read-only'],
      ...['-v', `${own}:/addresses`, '--entrypoint', '/bin/bash', image, '/opt/egress/addresses.sh'],
    ]);
    const told = await untilWritten(join(own, 'machine.txt'));
    for (const address of [wide, machine]) expect(told).toContain(address);
    // Refused anyway, and they come and go with containers.
    expect(told).not.toMatch(/^(?:10|127|192\.168)\./m);
    expect(told).toContain('2606:4700:aaaa:0000:0000:0000:0000:0005');
  }, 120_000);

  test('reaches only those registries of images that lessons need', async () => {
    const all = [
      'registry-1.docker.io',
      'auth.docker.io',
      'evil.docker.io',
      'quay.io',
      '123.dkr.ecr.eu-west-1.amazonaws.com',
    ];
    await startProxy({ SANDBOX_EGRESS_REGISTRIES: 'registry-1.docker.io, auth.docker.io' });
    const asked = await ask(
      ...all.map((host) => `CONNECT ${host}:443`),
      get('public.test'),
      get('metadata.google.internal'),
    );
    expect(asked).toEqual([
      ...[`200 reached ${wide} 443`, `200 reached ${wide} 443`, '403', '403', '403'],
      ...[`200 reached ${wide} 80`, '403'],
    ]);
    await docker(['rm', '-f', proxy]);
    await startProxy();
    expect(await ask(...all.map((host) => `CONNECT ${host}:443`))).toEqual(all.map(() => '403'));
  }, 180_000);

  test('lets a mirror without TLS give the lessons’ images alone', async () => {
    await startProxy({
      SANDBOX_EGRESS_TRUSTED: 'mirror.test',
      SANDBOX_REGISTRY_MIRROR: 'http://mirror.test',
      SANDBOX_REGISTRY_IMAGES: 'library/python astral-sh/uv',
    });
    const path = (rest: string): string => `GET http://mirror.test${rest}`;
    const digest = `sha256:${'a'.repeat(64)}`;
    const allowed = [
      '/v2/',
      '/v2',
      '/v2/library/python/manifests/3.11-slim',
      `/v2/library/python/blobs/${digest}`,
      '/simple/django/',
    ];
    const refusedPaths = [
      ...['/v2/evil/x/manifests/1', '/v2/library/python-evil/manifests/1', '/v2/library/pythonx/blobs/1'],
      ...[
        '/v2/library/python/../../evil/x/manifests/1',
        '//v2/evil/x/manifests/1',
        '/%762/evil/x/manifests/1',
      ],
      ...[
        '/v2/x/library/python/manifests/1',
        '/v2/library/python/manifests/1?ns=/../evil',
        '/x/../v2/evil/x/manifests/1',
      ],
    ];
    expect(await ask(...allowed.map(path))).toEqual(allowed.map(() => '200 reached 10.1.2.3 80'));
    expect(await ask(...refusedPaths.map(path))).toEqual(refusedPaths.map(() => '403'));
  }, 120_000);

  test('reaches private places once its list of refused ranges is taken away', async () => {
    await startProxy({}, ['-v', `${folder}/nothing.txt:/opt/egress/refused.txt:ro`]);
    expect(await ask(get('private.test'), get('refused-3.test'))).toEqual([
      '200 reached 10.1.2.3 80',
      '200 reached 169.254.169.254 80',
    ]);
  }, 120_000);

  test('reaches only what SANDBOX_EGRESS_ALLOW lists', async () => {
    await startProxy({ SANDBOX_EGRESS_ALLOW: 'public.test, private.test' });
    const hosts = [
      'public.test',
      'six.test',
      'sub.public.test',
      'public.test.evil.test',
      wide,
      'private.test',
    ];
    expect(await ask(...hosts.map(get))).toEqual([
      `200 reached ${wide} 80`,
      '403',
      '403',
      '403',
      '403',
      '403',
    ]);
  }, 120_000);

  test('reaches what is trusted whatever it resolves to, and nothing else that is private', async () => {
    await startProxy({ SANDBOX_EGRESS_TRUSTED: 'private.test', SANDBOX_EGRESS_ALLOW: '.public.test' });
    const hosts = ['private.test', 'alias.test', 'refused-3.test', 'sub.public.test'];
    expect(await ask(...hosts.map(get))).toEqual([
      '200 reached 10.1.2.3 80',
      '403',
      '403',
      `200 reached ${wide} 80`,
    ]);
  }, 120_000);

  test('reaches nothing when it is off', async () => {
    await startProxy({ SANDBOX_EGRESS_ALLOW: 'off', SANDBOX_EGRESS_TRUSTED: 'private.test' });
    expect(await ask(get('public.test'), get('private.test'), 'CONNECT public.test:443')).toEqual([
      '403',
      '403',
      '403',
    ]);
  }, 120_000);

  test('the egress proxy is found well by `dockhand doctor` from outside, where its container shows it to root', async () => {
    await startProxy({ SANDBOX_EGRESS_ALLOW: 'public.test' });
    const state = await mkdtemp(join(tmpdir(), 'dockhand-state-'));
    await symlink(folder, join(state, 'egress'));
    try {
      const findings = await examineEgress({ DOCKHAND_STATE: state, SANDBOX_EGRESS_ALLOW: 'public.test' });
      // The socket belongs to its own user: only root can dial it as well, and the doctor says so.
      expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual(
        process.getuid?.() === 0 ? ['egress ok', 'egress.refused ok'] : ['egress warning'],
      );
    } finally {
      await rm(state, { recursive: true });
    }
  }, 120_000);

  test('does not start on a list that is none, instead of guessing', async () => {
    await expect(startProxy({ SANDBOX_EGRESS_ALLOW: 'public.test\nhttp_access allow all' })).rejects.toThrow(
      /no domain name/,
    );
  }, 120_000);
});
