import { once } from 'node:events';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { python } from '../support/host-engine.ts';
import { buildImage, type Held, holdBox, nextLife, plain, runPython } from './real-box.ts';

// Other tests use the boxes too, and some keep one for minutes.
jest.setTimeout(700_000);

const held: Held[] = [];
async function hold(seconds?: number): Promise<Held> {
  const box = await holdBox(seconds);
  held.push(box);
  return box;
}
afterEach(async () => {
  for (const { supervisor, lease } of held.splice(0)) await supervisor.release(lease.token).catch(() => {});
});

/** Prints for each address whether it accepts a connection. */
const reach = (addresses: readonly (readonly [string, number])[]): string => `
import socket
for address in ${JSON.stringify(addresses).replaceAll('[', '(').replaceAll(']', ')').replace(/^\(/, '[').replace(/\)$/, ']')}:
    s = socket.socket(); s.settimeout(3)
    try:
        s.connect(address); print(address[0], address[1], 'open')
    except OSError as e:
        print(address[0], address[1], 'shut')
`;

/** Fetches pip's own index through the gate: the real way out, without naming a host. */
const wayOut = `
import http.client, ssl
from pip._internal.models.index import PyPI
try:
    c = http.client.HTTPSConnection('10.0.2.2', 3128, timeout=20)
    c.set_tunnel(PyPI.netloc, 443)
    c.request('HEAD', '/simple/pip/')
    print('answered', c.getresponse().status)
except OSError as e:
    print('no way', e)
`;

const tagsOf = async ({ docker }: Held) =>
  (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);

describe('a lease', () => {
  test('a lease is given once; the end of the job ends the life, and the next one knows nothing of it', async () => {
    const box = await hold();
    const status = await box.supervisor.status();
    expect(status).toMatchObject({ state: 'leased', life: box.lease.life, box: box.name });
    expect(status.engine).toMatch(/^\d+\.\d+\.\d+$/);
    expect(status.counters.memoryLimitBytes).toBeGreaterThan(0);
    expect(status.counters.processLimit).toBeGreaterThan(0);
    expect(status.counters.diskBytes).toBeGreaterThan(0);
    expect(await box.supervisor.lease({ holder: 'test/second', seconds: 5 })).toBeNull();
    expect(await box.supervisor.renew({ token: 'not the token', seconds: 5 })).toBeNull();
    const renewed = await box.supervisor.renew({ token: box.lease.token, seconds: 50 });
    expect(renewed?.life).toBe(box.lease.life);

    await buildImage(box, `FROM ${python}\n`, 'left-behind:by-this-life');
    expect(await tagsOf(box)).toContain('left-behind:by-this-life');
    await box.supervisor.release(box.lease.token);
    await nextLife(box.name, box.lease.life, 60_000);
    const tags = await tagsOf(box);
    expect(tags).toContain(python);
    expect(tags).not.toContain('left-behind:by-this-life');
  });

  test('a lease that nobody renews lapses, and the box starts a new life', async () => {
    const box = await hold(1);
    const next = await nextLife(box.name, box.lease.life, 60_000);
    expect(next.life).not.toBe(box.lease.life);
    expect(await box.supervisor.renew({ token: box.lease.token, seconds: 5 })).toBeNull();
  });
});

describe('the way out', () => {
  test('the way out opens and shuts with egress, open connections included', async () => {
    const box = await hold(120);
    // The positive control: the same program in the same box, a moment earlier.
    expect(await runPython(box, wayOut)).toMatch(/answered (200|30\d)/);

    const waiting = await box.docker.createContainer({
      Image: python,
      Cmd: [
        'python',
        '-u',
        '-c',
        `import socket; s = socket.create_connection(('10.0.2.2', 3128)); print('joined'); print('cut', s.recv(1))`,
      ],
    });
    await waiting.start();
    while (!plain(await waiting.logs({ stdout: true, follow: false })).includes('joined'))
      await new Promise((resolve) => setTimeout(resolve, 100));
    await box.supervisor.egress({ token: box.lease.token, open: false });
    await waiting.wait();
    expect(plain(await waiting.logs({ stdout: true, stderr: true, follow: false }))).toMatch(/cut b''|Reset/);

    expect(await runPython(box, wayOut)).toMatch(/no way/);
    const everything = await runPython(
      box,
      reach([
        ['10.0.2.2', 3128],
        ['10.0.2.2', 2375],
        ['172.17.0.1', 2375],
        ['172.17.0.1', 3128],
      ]),
    );
    expect(everything).not.toMatch(/open/);

    await box.supervisor.egress({ token: box.lease.token, open: true });
    expect(await runPython(box, wayOut)).toMatch(/answered (200|30\d)/);
  });

  test('leads to no private place and to no port but the web’s', async () => {
    const box = await hold();
    const ask = (line: string) => `
import socket
s = socket.create_connection(('10.0.2.2', 3128), 20)
s.sendall(b'${line} HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n')
print(s.recv(60).split(b'\\r\\n')[0].decode())
`;
    for (const line of [
      'GET http://127.0.0.1/',
      'GET http://localhost/',
      'GET http://[::1]/',
      'GET http://[::ffff:127.0.0.1]/',
      'GET http://0.0.0.0/',
      'CONNECT 127.0.0.1:443',
      'CONNECT 127.0.0.1:3128',
      'GET http://127.0.0.1:6379/',
    ])
      expect(`${line} → ${await runPython(box, ask(line))}`).toMatch(/ 403 /);
  });

  test('cannot be changed without the lease', async () => {
    const box = await hold();
    await expect(box.supervisor.egress({ token: 'not the token', open: true })).rejects.toThrow(/403/);
  });
});

describe('building and running', () => {
  test('an image is built, run, and its published port answers through the tunnel', async () => {
    const box = await hold();
    const log = await buildImage(
      box,
      `FROM ${python}\nRUN mkdir /www && echo hello > /www/index.html\nCMD ["python", "-m", "http.server", "-d", "/www", "8000"]\n`,
      'served',
    );
    expect(log).not.toMatch(/"error"/);
    const container = await box.docker.createContainer({
      Image: 'served',
      ExposedPorts: { '8000/tcp': {} },
      HostConfig: { PortBindings: { '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    });
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const port = Number(NetworkSettings.Ports['8000/tcp']?.[0]?.HostPort);
    expect(port).toBeGreaterThan(0);

    let answer = '';
    for (let tries = 0; tries < 50 && !answer.includes('hello'); tries++) {
      answer = '';
      try {
        const socket = await box.supervisor.tunnel(port, box.lease.token);
        socket.on('data', (bytes: Buffer) => {
          answer += bytes.toString();
        });
        socket.write('GET / HTTP/1.0\r\n\r\n');
        await once(socket, 'close');
      } catch {
        // Nothing listens there yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(answer).toMatch(/200 OK[\s\S]*hello/);
    await expect(box.supervisor.tunnel(port, 'not the token')).rejects.toThrow(/403/);
    await expect(box.supervisor.tunnel(3128, box.lease.token)).rejects.toThrow(/400/);
  });

  test('two boxes cannot reach each other, nor what one publishes', async () => {
    const one = await hold(600);
    const two = await hold(120);
    const server = await one.docker.createContainer({
      Image: python,
      Cmd: ['python', '-m', 'http.server', '8000'],
      ExposedPorts: { '8000/tcp': {} },
      HostConfig: { PortBindings: { '8000/tcp': [{ HostIp: '0.0.0.0', HostPort: '18000' }] } },
    });
    await server.start();
    const ask = reach([['10.0.2.2', 18_000]]);
    let own = '';
    for (let tries = 0; tries < 30 && !own.includes('open'); tries++) own = await runPython(one, ask);
    // The positive control: the box that publishes it reaches it over the same address.
    expect(own).toMatch(/open/);
    expect(await runPython(two, ask)).toMatch(/shut/);
  });
});
