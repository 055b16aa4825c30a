import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Held, plain, runPython } from '../deploy/real-box.ts';
import { composeValues, docker, python } from '../support/host-engine.ts';
import { replaced } from '../support/replaced.ts';
import { composeAnswer, verifyCompose } from '../workers/support/compose-lesson.ts';
import { answer } from '../workers/support/lesson.ts';
import { type Attack, attacks, picked } from './support/attack.ts';
import { attempt } from './support/attempt.ts';
import { type Difference, leased, type OwnBox, ownBox } from './support/own-box.ts';
import { type Address, askDns, reach, reachEveryPort, spy } from './support/programs.ts';

/**
 * Reaching what is not the student's. Only addresses of the test's own containers are dialled, and from a box only after it has been seen
 * to have no network interface, so that nothing could leave the machine even if a limit failed.
 */
const secret = `s${randomBytes(8).toString('hex')}`;
let folder = '';
beforeAll(async () => {
  // This process plays the worker: its environment and a file of its own contain a secret.
  process.env.DOCKHAND_TEST_SECRET = secret;
  folder = await mkdtemp(join(tmpdir(), 'dockhand-secret-'));
  await writeFile(join(folder, secret), secret);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

attacks('a box holds when a student', [
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'looks for secrets, sockets, devices and processes of others',
      program: spy(secret),
      where,
      held: 'namespaces of its own, and a box that is given nothing',
      reasons: [null],
      neverSays: /FOUND/,
      ...(where === 'build' && { sample: true }),
    }),
  ),
  {
    name: 'dials the way out of the build, an engine and a name server',
    program: `${reach([
      ['10.0.2.2', 3128],
      ['172.17.0.1', 3128],
      ['172.17.0.1', 2375],
      ['10.0.2.2', 2375],
      ['10.0.2.3', 2375],
    ])}`,
    where: 'container',
    held: 'the gate, which the supervisor shut before the run',
    reasons: [null],
    neverSays: /open \d/,
  },
]);

const owned: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of owned.splice(0).reverse()) await end().catch(() => undefined);
}, 180_000);

/** The test's own box, leased, with its gate open. */
async function hold(difference: Difference = {}): Promise<{ readonly box: OwnBox; readonly held: Held }> {
  const box = await ownBox(difference);
  owned.push(() => box.remove());
  return { box, held: await leased(box) };
}

/** The test's own container in the host's engine. */
async function neighbour(
  args: readonly string[],
): Promise<{ readonly name: string; readonly address: string }> {
  const name = `dockhand-test-neighbour-${process.pid}-${owned.length}`;
  owned.push(() => docker(['rm', '-f', name]));
  const limits = ['--pids-limit', '64', '--memory', '256m', '--cpus', '0.5', '--label', 'dockhand=test'];
  await docker(['run', '-d', '--name', name, ...limits, ...args]);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const address = await docker(['inspect', '-f', format, name]);
  return { name, address: address.trim() };
}

const interfaces = async (box: OwnBox): Promise<readonly (string | undefined)[]> =>
  [...(await box.inside('cat', '/proc/net/dev')).matchAll(/^\s*(\w+):/gm)].map(([, name]) => name);

const full = (name: string, work: () => Promise<void>): void =>
  (picked(name, false) ? test : test.skip)(name, work, 1_200_000);

describe('the control', () => {
  const name = 'the same program finds a secret in an environment, a file and a socket where they are';
  (picked(name, true) ? test : test.skip)(
    name,
    async () => {
      const program = `import socket; socket.socket(socket.AF_UNIX).bind('/tmp/engine.sock')\n${spy(secret)}`;
      const said = await docker([
        ...['run', '--rm', '--network', 'none', '--pids-limit', '64', '-e', `SECRET=${secret}`],
        ...['-v', `${folder}:/seen:ro`, python, 'sh', '-c', 'python -c "$0" || true', program],
      ]);
      expect(said).toMatch(/FOUND the secret in the environment/);
      expect(said).toContain(`FOUND file /seen/${secret}`);
      expect(said).toContain('FOUND socket /tmp/engine.sock');
    },
    120_000,
  );
});

describe('a container in a box', () => {
  full('reaches no port of the box once the gate is shut, of 65,535; open, it finds the gate', async () => {
    const { box, held } = await hold();
    expect(await interfaces(box)).toEqual(['lo']);
    expect(await runPython(held, reachEveryPort('10.0.2.2'))).toBe('open 10.0.2.2 3128\n');
    await box.supervisor.egress({ token: held.lease.token, open: false });
    for (const host of ['10.0.2.2', '172.17.0.1'])
      expect(`${host}: ${await runPython(held, reachEveryPort(host))}`).toBe(`${host}: `);
  });

  full('gets no answer from any name server, which a server in its own box gives', async () => {
    const { box, held } = await hold();
    expect(await interfaces(box)).toEqual(['lo']);
    const servers: readonly Address[] = [
      '10.0.2.3',
      '10.0.2.2',
      '172.17.0.1',
      '127.0.0.11',
      '127.0.0.53',
    ].map((host) => [host, 53]);
    expect(await runPython(held, askDns(servers))).toBe('');
    const server = await held.docker.createContainer({
      Image: python,
      Cmd: [
        'python',
        '-uc',
        `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('0.0.0.0', 53)); print('there')
while True:
    q, a = s.recvfrom(512); s.sendto(q[:2] + b'\\x81\\x80\\0\\1\\0\\1\\0\\0\\0\\0' + q[12:] + b'\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\0\\0\\4\\1\\2\\3\\4', a)`,
      ],
    });
    await server.start();
    while (!plain(await server.logs({ stdout: true, follow: false })).includes('there'))
      await new Promise((resolve) => setTimeout(resolve, 200));
    const own = (await server.inspect()).NetworkSettings.Networks.bridge?.IPAddress ?? '';
    expect(await runPython(held, askDns([[own, 53]]))).toContain(`answered ${own} 53`);
  });

  full('reaches no neighbour on the machine; a box that had a network would', async () => {
    // The test's own network without a way out, with addresses that differ from those of the engine inside a box.
    const network = `dockhand-test-street-${process.pid}`;
    await docker(['network', 'create', '--internal', network]);
    owned.push(() => docker(['network', 'rm', network]));
    const { address } = await neighbour([
      '--network',
      network,
      python,
      'python',
      '-m',
      'http.server',
      '8000',
    ]);
    expect(address).not.toMatch(/^172\.17\./);
    const program = reach([[address, 8000]]);
    // The control: another container beside it can reach it.
    const beside = await docker([
      ...['run', '--rm', '--network', network, '--pids-limit', '64', python],
      ...['sh', '-c', 'python -c "$0" || true', program],
    ]);
    expect(beside).toContain(`open ${address} 8000`);

    const { box, held } = await hold();
    expect(await interfaces(box)).toEqual(['lo']);
    expect(await runPython(held, program)).toBe('0 open\n');

    const careless = await hold({ network });
    expect(await runPython(careless.held, program)).toContain(`open ${address} 8000`);
  });

  full(
    'reaches no metadata service and no private network; a box in a world that has them would',
    async () => {
      const worn = ['169.254.169.254', '10.1.2.3', '192.168.1.1', '100.64.1.1'];
      const { DOCKHAND_BOX_IMAGE: image = '' } = await composeValues();
      const { name } = await neighbour([
        ...[
          '--network',
          'none',
          '--cap-drop',
          'ALL',
          '--cap-add',
          'NET_ADMIN',
          '--cap-add',
          'NET_BIND_SERVICE',
        ],
        ...['-v', `${import.meta.dirname}/support:/world:ro`, '--entrypoint', '/usr/local/bin/node', image],
        ...['/world/world.ts', JSON.stringify(worn), '{}'],
      ]);
      const addresses = worn.map((address): Address => [address, 80]);
      const inWorld = await hold({ network: `container:${name}` });
      expect(await interfaces(inWorld.box)).toEqual(['lo']);
      expect(await runPython(inWorld.held, reach(addresses))).toContain(`${worn.length} open`);

      const { box, held } = await hold();
      expect(await interfaces(box)).toEqual(['lo']);
      expect(await runPython(held, reach(addresses))).toBe('0 open\n');
    },
  );
});

describe('a build without a network (SANDBOX_PROXY=none)', () => {
  const name = 'reaches not even the gate, which a step of any other build finds by itself';
  const usual = process.env.SANDBOX_PROXY;
  afterEach(() => {
    if (usual === undefined) delete process.env.SANDBOX_PROXY;
    else process.env.SANDBOX_PROXY = usual;
  });
  const dials = `python -c "import socket; socket.create_connection(('10.0.2.2', 3128), 5); print('a way ' + 'out')"`;
  const built = async () => {
    const { verdict } = await attempt({
      ...(await answer()),
      Dockerfile: `FROM python:3.11-slim\nRUN ${dials}\n`,
    });
    const phase = verdict.phases.find((each) => each.name === 'build');
    return { status: phase?.status, said: verdict.excerpt.join('\n') };
  };
  (picked(name, true) ? test : test.skip)(
    name,
    async () => {
      expect(await built()).toMatchObject({ status: 'ok' });
      process.env.SANDBOX_PROXY = 'none';
      expect(await built()).toEqual({
        status: 'failed',
        said: expect.stringContaining('ConnectionRefusedError'),
      });
    },
    900_000,
  );
});

describe('a service of a Compose file', () => {
  /** The solution, whose service `check` runs a program once `store` is up. */
  const checking = (program: string): string =>
    replaced(
      composeAnswer,
      /( {2}check:\n {4}image: \S+\n) {4}command: .*\n/,
      (_, head) =>
        `${head}    command: ${JSON.stringify(['python', '-c', program])}\n    depends_on: { store: { condition: service_healthy } }\n`,
    );
  const held: readonly Address[] = [
    ['10.0.2.2', 3128],
    ['10.0.2.2', 2375],
    ...['172.17.0.1', '172.18.0.1', '172.19.0.1'].flatMap((host): readonly Address[] => [
      [host, 3128],
      [host, 2375],
      [host, 2376],
    ]),
    ['169.254.169.254', 80],
  ];

  const name = 'dials neither the way out of the build, nor an engine, a name server or a metadata service';
  (picked(name, true) ? test : test.skip)(
    name,
    async () => {
      // An accepted connection to a name server's address proves little: now and then slirp accepts one that leads nowhere. The server
      // has to answer.
      const servers = ['127.0.0.11', '10.0.2.3'].map((host): Address => [host, 53]);
      const asking = replaced(
        replaced(askDns(servers), 'settimeout(3)', 'settimeout(1)'),
        'sys.exit(9 if found else 0)',
        'if found: sys.exit(9)',
      );
      const { verdict, sentence } = await verifyCompose(checking(`${asking}\n${reach(held)}`));
      expect({ outcome: verdict.outcome, sentence, excerpt: verdict.excerpt }).toEqual({
        outcome: 'passed',
        sentence: '',
        excerpt: [],
      });
    },
    900_000,
  );

  full('reaches a service of its own project by the same program', async () => {
    const { verdict } = await verifyCompose(checking(reach([['store', 9000]])));
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'exited' });
    expect(verdict.excerpt.join('\n')).toContain('open store 9000');
  });
});
