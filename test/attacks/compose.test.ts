import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCompose } from '../../src/check/compose/read-compose.ts';
import { openShellParser } from '../../src/check/shell/parse.ts';
import type { Box } from '../../workers/sandbox/box/boxes.ts';
import { createOptionsOf } from '../../workers/sandbox/containers/service-container.ts';
import type { Engine } from '../../workers/sandbox/engine/engine.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { verify } from '../../workers/verification/verification.ts';
import { replaced } from '../support/replaced.ts';
import { composeAnswer, composeVerification } from '../workers/support/compose-lesson.ts';
import { quiet } from '../workers/support/pretend-box.ts';

/**
 * Compose files that ask for what no sandbox offers. The engine of these tests records requests and answers nothing, so a refusal that
 * comes too late shows. The check's report is left out, because a worker has to be safe without it.
 */
const limits = readLimits(process.env);
beforeAll(() => openShellParser());

async function tried(compose: string) {
  const asked: string[] = [];
  const engine: Engine = {
    call: async (what) => {
      asked.push(what);
      throw new Error('nothing was to be asked');
    },
  };
  const box: Box = {
    ...{ name: 'none', token: '', disk: '', engine },
    counters: async () => quiet,
    egress: async () => undefined,
    tunnel: async () => {
      throw new Error('there is no port');
    },
    lost: new AbortController().signal,
    release: async () => undefined,
  };
  const { signal } = new AbortController();
  const verdict = await verify(await composeVerification(compose, { judged: false }), box, {
    limits,
    signal,
  });
  return { verdict, asked };
}

/** The solution with additions to its service `web`, or at the top level. */
const inWeb = (text: string): string => replaced(composeAnswer, '  web:\n', `  web:\n    ${text}\n`);
const atTop = (text: string): string => `${text}\n${composeAnswer}`;
const mounting = (text: string): string => replaced(composeAnswer, "'./:/code'", `'./:/code', ${text}`);

/** The solution with a build for its service `web`. */
const building = (text: string): string =>
  replaced(composeAnswer, /( {2}web:\n) {4}image: .*\n/, `$1    build: { context: ., ${text} }\n`);

const attacks: readonly (readonly [name: string, compose: string])[] = [
  ['a privileged service', inWeb('privileged: true')],
  [
    'a privileged service by a merge',
    replaced(atTop('x-more: &more { privileged: true }'), '  web:\n', '  web:\n    <<: *more\n'),
  ],
  ['a privileged service by a variable', inWeb('privileged: "${P:-true}"')],
  ['the network of the host', inWeb('network_mode: host')],
  ['the network of another container', inWeb('network_mode: "service:store"')],
  ['the processes of the host', inWeb('pid: host')],
  ['the memory of the host', inWeb('ipc: host')],
  ['the users of the host', inWeb('userns_mode: host')],
  ['the name of the host', inWeb('uts: host')],
  ['the control groups of the host', inWeb('cgroup: host')],
  ['a control group to be below', inWeb('cgroup_parent: /')],
  ['capabilities', inWeb('cap_add: [SYS_ADMIN]')],
  ['no filter of system calls', inWeb('security_opt: [seccomp:unconfined]')],
  [
    'no new privileges among others',
    inWeb('security_opt: ["no-new-privileges:true", "apparmor:unconfined"]'),
  ],
  ['a program of its own to read Dockerfiles', building('args: { BUILDKIT_SYNTAX: evil/frontend }')],
  ['such a program in a list', building('args: ["BUILDKIT_SYNTAX=evil/frontend"]')],
  ['such a program by a variable', building('args: { BUILDKIT_SYNTAX: "${F:-evil/frontend}" }')],
  [
    'hundreds of networks that nobody declares',
    inWeb(`networks: [${Array.from({ length: 300 }, (_, n) => `n${n}`).join(', ')}]`),
  ],
  ['devices', inWeb('devices: [/dev/mem:/dev/mem]')],
  ['rules for devices', inWeb('device_cgroup_rules: ["c 1:1 rwm"]')],
  ['graphics cards', inWeb('gpus: all')],
  ['a kernel setting', inWeb('sysctls: { net.ipv4.ip_forward: 1 }')],
  ['another runtime', inWeb('runtime: other')],
  ['the engine itself', inWeb('use_api_socket: true')],
  ['a service of a provider', inWeb('provider: { type: other }')],
  ['groups', inWeb('group_add: [docker]')],
  ['the volumes of another container', inWeb('volumes_from: [container:other]')],
  ['a name for the host', inWeb('extra_hosts: ["host:host-gateway"]')],
  ['links', inWeb('external_links: [other]')],
  ['something of another file', inWeb('extends: { file: ../../etc/other.yaml, service: web }')],
  ['another file', atTop('include: [../other.yaml]')],
  ['a secret of the machine', atTop('secrets: { s: { file: /etc/shadow } }')],
  ['a variable of the machine as a secret', atTop('secrets: { s: { environment: REDIS_URL } }')],
  ['a secret above the project', atTop('secrets: { s: { file: ./a/../../s } }')],
  ['a secret of a home folder', atTop('secrets: { s: { file: ~/.ssh/id_rsa } }')],
  ['a secret by a variable', atTop('secrets: { s: { file: "${S:-/etc/shadow}" } }')],
  ['a secret of somebody else', atTop('secrets: { s: { external: true } }')],
  ['a secret of another driver', atTop('secrets: { s: { file: ./server.py, driver: other } }')],
  ['a secret that nobody declares', inWeb('secrets: [s]')],
  ['a secret that is not there', `${inWeb('secrets: [s]')}secrets: { s: { file: ./absent } }\n`],
  ['a configuration that stands in the file', atTop('configs: { c: { content: "${REDIS_URL}" } }')],
  ['a configuration of the environment', atTop('configs: { c: { environment: REDIS_URL } }')],
  ['a configuration above the project', atTop('configs: { c: { file: ../c } }')],
  [
    'more secrets than are mounted',
    `${inWeb(`secrets: [${Array.from({ length: 70 }, (_, n) => `{ source: s, target: t${n} }`).join(', ')}]`)}secrets: { s: { file: ./server.py } }\n`,
  ],
  ['a configuration of the machine', atTop('configs: { c: { file: /etc/passwd } }')],
  ['the socket of the engine', mounting('/var/run/docker.sock:/var/run/docker.sock')],
  ['the root of the machine', mounting('/:/host')],
  ['a folder above the project', mounting('../:/above')],
  ['a folder above the project, hidden', mounting('./a/../../:/above')],
  ['a home folder', mounting('~/.ssh:/keys')],
  ['a folder of the machine by a variable', mounting('"${D:-/etc}:/above"')],
  ['a folder of the machine in the long form', mounting('{ type: bind, source: /etc, target: /above }')],
  ['a shared mount', mounting('{ type: bind, source: ., target: /a, bind: { propagation: rshared } }')],
  ['a part of a volume', mounting('{ type: volume, source: notes, target: /a, volume: { subpath: ../.. } }')],
  ['a pipe', mounting('{ type: npipe, source: ., target: /a }')],
  ['an image as a mount', mounting('{ type: image, source: evil, target: /a }')],
  [
    'a volume that is a folder of the machine',
    replaced(composeAnswer, 'notes: }', 'notes: { driver_opts: { type: none, o: bind, device: / } } }'),
  ],
  ['a volume of another driver', replaced(composeAnswer, 'notes: }', 'notes: { driver: other } }')],
  ['a volume of somebody else', replaced(composeAnswer, 'notes: }', 'notes: { external: true } }')],
  ['a network of the machine', `${composeAnswer}networks: { default: { driver: macvlan } }\n`],
  ['a network of somebody else', `${composeAnswer}networks: { default: { external: true } }\n`],
  ['addresses of another kind', `${composeAnswer}networks: { default: { enable_ipv6: true } }\n`],
  [
    'addresses of its own',
    `${composeAnswer}networks: { default: { ipam: { config: [{ subnet: 10.0.0.0/8 }] } } }\n`,
  ],
  ['an image that is not the lesson’s', replaced(composeAnswer, 'python:3.11-slim', 'evil/image:1')],
  ['an image by a variable', replaced(composeAnswer, 'python:3.11-slim', '${I:-evil/image:1}')],
  [
    'a build without its own file',
    replaced(
      composeAnswer,
      'image: python:3.11-slim',
      'build: { context: ., dockerfile_inline: "FROM evil" }',
    ),
  ],
  [
    'a build of somebody else’s folder',
    replaced(composeAnswer, 'image: python:3.11-slim', 'build: https://evil.example/x.git'),
  ],
  ['a build of a folder above', replaced(composeAnswer, 'image: python:3.11-slim', 'build: ..')],
  [
    'a build with a Dockerfile above',
    replaced(composeAnswer, 'image: python:3.11-slim', 'build: { context: ., dockerfile: ../../etc/passwd }'),
  ],
  [
    'a build in the network of the host',
    replaced(composeAnswer, 'image: python:3.11-slim', 'build: { context: ., network: host }'),
  ],
  [
    'a build with privileges',
    replaced(composeAnswer, 'image: python:3.11-slim', 'build: { context: ., privileged: true }'),
  ],
  [
    'a build with entitlements',
    replaced(
      composeAnswer,
      'image: python:3.11-slim',
      'build: { context: ., entitlements: [security.insecure] }',
    ),
  ],
  [
    'a build with a key of the machine',
    replaced(composeAnswer, 'image: python:3.11-slim', 'build: { context: ., ssh: [default] }'),
  ],
  [
    'a build with another context',
    replaced(
      composeAnswer,
      'image: python:3.11-slim',
      'build: { context: ., additional_contexts: { x: / } }',
    ),
  ],
  ['variables of a file of the machine', inWeb('env_file: /etc/environment')],
  ['variables of a file above', inWeb('env_file: ../.env')],
];

describe('a Compose file that asks for what no sandbox gives', () => {
  test.each(attacks)('refuses before an engine hears of it a Compose file with %s', async (_, compose) => {
    expect(compose).not.toBe(composeAnswer);
    const { verdict, asked } = await tried(compose);
    expect(verdict.outcome).toBe('failed');
    expect(verdict.reason).toMatch(/^(?:compose-unusable|base-image-not-found)$/);
    expect(verdict.file).toBe('compose.yaml');
    expect(verdict.line).toBeGreaterThan(0);
    expect(asked).toEqual([]);
  });

  test('reaches the engine where it asks for nothing of the kind', async () => {
    expect((await tried(composeAnswer)).asked).not.toEqual([]);
  });
});

describe('a Compose file that grows', () => {
  const page = 'x'.repeat(4_000);
  test.each([
    [
      'variables in each other',
      `name: a\nservices: { a: { image: a, command: "${'$A'.repeat(8_000)}" } }\n`,
      { A: page },
    ],
    [
      'defaults in each other',
      `services: { a: { image: a, command: "${'${A:-b}'.repeat(3_000)}" } }\n`,
      { A: page },
    ],
    [
      'one long text by many aliases',
      `x: &a ${page}\nservices: { a: { image: a, command: [${'*a, '.repeat(900)}b] } }\n`,
      {},
    ],
    [
      'a long text of variables that are empty, by many aliases',
      `x: &a "${'$A'.repeat(5_000)}"\nservices: { a: { image: a, command: [${'*a, '.repeat(900)}b] } }\n`,
      {},
    ],
    [
      'one long key by many aliases',
      `x: &a { ${page}: 1 }\nservices: { a: { image: a, command: [${'*a, '.repeat(900)}b] } }\n`,
      {},
    ],
  ])('refuses to fill in %s of a Compose file', (_, text, variables) => {
    const file = readCompose('compose.yaml', text, variables);
    expect(file.yamlProblems.map(({ key }) => key)).toEqual(['too-long']);
    expect(JSON.stringify(file.value ?? null).length).toBeLessThan(10);
  });
});

test('asks the engine for nothing of a service but what is named, whatever else the file says', () => {
  const text = replaced(
    composeAnswer,
    '  web:\n',
    '  web:\n    privileged: true\n    network_mode: host\n    pid: host\n    cap_add: [ALL]\n    devices: [/dev/mem]\n',
  );
  const service = readCompose('compose.yaml', text, {}).services.find(({ name }) => name === 'web');
  if (service === undefined) throw new Error('there is no such service');
  const asked = createOptionsOf(
    {
      service,
      image: 'a',
      environment: [],
      mounts: [],
      networks: [{ name: 'n', aliases: [] }],
      publishes: [80],
    },
    limits,
  );
  expect(Object.keys(asked.HostConfig ?? {}).sort()).toEqual([
    'Init',
    'LogConfig',
    'Mounts',
    'NetworkMode',
    'PortBindings',
    'ReadonlyRootfs',
    'RestartPolicy',
    'Tmpfs',
    'Ulimits',
  ]);
  expect(asked.HostConfig?.NetworkMode).toBe('n');
});
