import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { free, type OwnBox, ownBox } from '../attacks/support/own-box.ts';
import { composeValues, docker, python } from '../support/host-engine.ts';
import { answer } from '../workers/support/lesson.ts';
import { verifyForReal } from '../workers/support/real-box.ts';

/**
 * Base images that the warmed disk does not have, from a real registry (Debian's docker-registry) that plays both the public one and the
 * operator's mirror. It runs with the egress proxy in a network namespace that has only a loopback; nothing leaves it.
 */
const address = '11.22.33.44';
const hub = 'registry-1.docker.io';
const mirror = 'mirror.campus.test';
const id = `dockhand-test-registry-${process.pid}`;
const [world, proxy, registry] = [`${id}-world`, `${id}-egress`, `${id}-registry`];
const folder = mkdtempSync(join(tmpdir(), 'dockhand-registry-'));
const program = join(process.env.DOCKHAND_STATE ?? '', 'bin/docker-registry');
let box: OwnBox;

const made = ['--label', 'dockhand=test', '--cap-drop', 'ALL', '--pids-limit', '64', '--memory', '512m'];

/** Starts the registry with the images pushed to it; `more` says where it listens. */
async function startRegistry(how: 'plain' | 'tls', ...more: readonly string[]): Promise<void> {
  const { DOCKHAND_BOX_IMAGE: image = '' } = await composeValues();
  const http =
    how === 'plain'
      ? { addr: ':5000' }
      : { addr: `${address}:443`, tls: { certificate: '/registry/cert.pem', key: '/registry/key.pem' } };
  const storage = { filesystem: { rootdirectory: '/registry/images' } };
  writeFileSync(join(folder, 'registry/config.yml'), JSON.stringify({ version: 0.1, storage, http }));
  await stopRegistry();
  await docker([
    ...['run', '-d', '--name', registry, ...made, '--cap-add', 'NET_BIND_SERVICE', '--cpus', '0.5', ...more],
    ...['-v', `${program}:/usr/bin/docker-registry:ro`, '-v', `${folder}/registry:/registry`],
    ...['--entrypoint', '/usr/bin/docker-registry', image, 'serve', '/registry/config.yml'],
  ]);
  await until(registry, 'listening on');
}

/** A server in the registry's place that answers as the public one does to a rate-limited client. */
async function startBusyRegistry(): Promise<void> {
  const { DOCKHAND_BOX_IMAGE: image = '' } = await composeValues();
  const server = `
    const { readFileSync } = require('node:fs');
    const tls = { key: readFileSync('/registry/key.pem'), cert: readFileSync('/registry/cert.pem') };
    require('node:https').createServer(tls, (call, answer) => {
      if (/^\\/v2\\/?$/.test(call.url)) return answer.writeHead(200).end('{}');
      answer.writeHead(429, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit.' }] }));
    }).listen(443, '${address}', () => console.log('listening on 443'));`;
  await stopRegistry();
  await docker([
    ...['run', '-d', '--name', registry, ...made, '--cap-add', 'NET_BIND_SERVICE'],
    ...['--network', `container:${world}`, '-v', `${folder}/registry:/registry:ro`],
    ...['--entrypoint', '/usr/local/bin/node', image, '-e', server],
  ]);
  await until(registry, 'listening on');
}

async function until(container: string, said: string): Promise<void> {
  for (let n = 0; n < 300; n++) {
    if ((await docker(['logs', container])).includes(said)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${container}: ${(await docker(['logs', container])).slice(-2000)}`);
}

/** An image with only a shell: what is fetched has to be an image, but need not be large. */
async function importShell(tag: string): Promise<void> {
  const archive = join(folder, 'shell.tar');
  const files = '/bin/sh $(ldd /bin/sh | grep -o "/[^ ]*")';
  const pack = `tar -chf /out/shell.tar ${files}`;
  await docker([
    'run',
    '--rm',
    '--network',
    'none',
    ...made,
    '-v',
    `${folder}:/out`,
    python,
    'sh',
    '-c',
    pack,
  ]);
  await docker(['import', archive, tag]);
}

const inWorld = ['--network', `container:${world}`];
/** Whether or not there is one. */
const stopRegistry = () => docker(['rm', '-f', registry]).catch(() => '');

beforeAll(async () => {
  for (const each of ['registry', 'egress', 'authorities']) mkdirSync(join(folder, each));
  chmodSync(join(folder, 'egress'), 0o777);
  const names = `subjectAltName=DNS:${hub},DNS:${mirror}`;
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=registry',
        '-addext',
        names,
      ],
      ...['-keyout', join(folder, 'registry/key.pem'), '-out', join(folder, 'registry/cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  execFileSync('cp', [join(folder, 'registry/cert.pem'), join(folder, 'authorities/registry.pem')]);

  await startRegistry('plain', '-p', '127.0.0.1:0:5000');
  const port = (await docker(['port', registry, '5000'])).trim().split(':').at(-1);
  const pushed = `127.0.0.1:${port}/library/python:3.12-slim`;
  await importShell(pushed);
  await docker(['push', '--quiet', pushed], 300);
  await docker(['rmi', pushed]);
  await stopRegistry();

  const { DOCKHAND_BOX_IMAGE: image = '', DOCKHAND_EGRESS_IMAGE: egress = '' } = await composeValues();
  const zone = { [hub]: [[address]], [mirror]: [[address]] };
  await docker([
    ...['run', '-d', '--name', world, ...made, '--network', 'none', '--dns', '127.0.0.1', '--cpus', '0.5'],
    ...['--cap-add', 'NET_ADMIN', '--cap-add', 'NET_BIND_SERVICE'],
    ...['-v', `${import.meta.dirname}/../attacks/support:/world:ro`],
    ...['--entrypoint', '/usr/local/bin/node', image, '/world/world.ts'],
    ...[JSON.stringify([address]), JSON.stringify(zone), '[22]'],
  ]);
  await until(world, 'the world is there');
  await docker([
    ...['run', '-d', '--name', proxy, ...made, ...inWorld, '--user', 'proxy', '--read-only'],
    ...['--tmpfs', '/run/squid:uid=13,gid=13,mode=0700', '--tmpfs', '/tmp', '-v', `${folder}/egress:/egress`],
    // As the set-up says of a lesson whose image comes from there.
    ...['-e', `SANDBOX_EGRESS_REGISTRIES=${hub}`],
    egress,
  ]);
  await until(proxy, 'Accepting HTTP Socket connections');
  box = await ownBox({
    egress: join(folder, 'egress'),
    more: ['-e', `BOX_REGISTRY_MIRROR=https://${mirror}`, '-v', `${folder}/authorities:/authorities:ro`],
  });
}, 600_000);

afterAll(async () => {
  await box?.remove();
  for (const each of [registry, proxy, world]) await docker(['rm', '-f', each]).catch(() => '');
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** The result of a Dockerfile whose first line names an image that has to be fetched, and whose second fails. */
async function from(image: string) {
  await free(box);
  const files = { ...(await answer()), Dockerfile: `FROM ${image}\nRUN exit 3\n` };
  const { verdict, sentence } = await verifyForReal(files, {
    boxes: box.folder,
    limits: { boxWaitSeconds: 300 },
  });
  const { outcome, reason, line } = verdict;
  return { seen: { outcome, reason, line }, sentence };
}

describe('a base image that the warmed disk does not have', () => {
  test('comes from the operator’s mirror, through the proxy, trusted by the operator’s authority', async () => {
    await startRegistry('tls', ...inWorld);
    // The step after FROM ran, so the image was there.
    const { seen } = await from('python:3.12-slim');
    expect(seen).toEqual({ outcome: 'failed', reason: 'build-failed', line: 2 });
    expect(await docker(['logs', registry])).toContain(mirror);
  }, 600_000);

  test('an image that no registry has is the student’s mistake', async () => {
    await startRegistry('tls', ...inWorld);
    const { seen, sentence } = await from('python:3.13-slim');
    expect(seen).toEqual({ outcome: 'failed', reason: 'base-image-not-found', line: 1 });
    expect(sentence).toContain('python:3.13-slim');
    // The mirror is asked first, then the registry itself.
    expect(await docker(['logs', registry])).toContain(hub);
  }, 600_000);

  test('a registry’s rate limit is an error on our side', async () => {
    await startBusyRegistry();
    expect((await from('python:3.12-slim')).seen).toMatchObject({ outcome: 'error', reason: 'pull-failed' });
  }, 600_000);

  test('a registry that is away is an error on our side', async () => {
    await stopRegistry();
    expect((await from('python:3.12-slim')).seen).toMatchObject({ outcome: 'error', reason: 'pull-failed' });
  }, 600_000);
});
