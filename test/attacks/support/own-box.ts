import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { parse } from 'yaml';
import { z } from 'zod';
import { type BoxUsers, firstUid, usersOf } from '../../../deploy/box/settings.ts';
import { SupervisorClient } from '../../../workers/sandbox/box/supervisor-client.ts';
import type { Held } from '../../deploy/real-box.ts';
import { composeValues, docker } from '../../support/host-engine.ts';
import { until } from '../../support/until.ts';

/**
 * A box for one test, defined by docker-compose.yml like the others, with the differences that a test wants: so that a limit can be
 * removed, or a box damaged that nobody else waits for.
 */
const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

const serviceSchema = z.strictObject({
  image: z.string(),
  // The set-up builds the image; nothing must be pulled instead of it.
  pull_policy: z.literal('never'),
  restart: z.literal('always'),
  init: z.literal(true),
  stop_grace_period: z.string(),
  network_mode: z.literal('none'),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()),
  security_opt: z.array(z.string()),
  devices: z.array(z.string()),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  mem_limit: z.string(),
  memswap_limit: z.string(),
  pids_limit: z.coerce.number(),
  cpus: z.coerce.number(),
  cpu_shares: z.number(),
  logging: z.unknown(),
  labels: z.unknown(),
  // YAML parses an empty value as null.
  environment: z.record(
    z.string(),
    z.preprocess((value) => value ?? '', z.coerce.string()),
  ),
  volumes: z.array(z.string()),
});
export type BoxService = z.output<typeof serviceSchema>;

/** A box as docker-compose.yml defines it, with this machine's values. Unknown keys are rejected, so that none is forgotten here. */
export async function boxService(number: 1 | 2 = 1): Promise<BoxService> {
  const values = await composeValues();
  const text = (await readFile(join(root, 'docker-compose.yml'), 'utf8')).replace(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name: string, fallback: string) => values[name] || fallback,
  );
  const file = z
    .looseObject({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(text, { merge: true }));
  return serviceSchema.parse(file.services[`box-${number}`]);
}

export interface OwnBox {
  /** Name of the box, and of its folder. */
  readonly name: string;
  /** A folder of boxes with this one alone. */
  readonly folder: string;
  /** Name of its container in the host's engine. */
  readonly container: string;
  /** The uids of its users, as the host sees them. */
  readonly users: BoxUsers;
  readonly supervisor: SupervisorClient;
  /** Runs a program as root in the box, beside the engine. */
  readonly inside: (...command: readonly string[]) => Promise<string>;
  /**
   * The same as another user: as the engine's user, it has the position that a fault of runc or BuildKit would give to a student's code.
   */
  readonly insideAs: (uid: number, ...command: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export interface Difference {
  /** Which of the two boxes it is like: it has that one's uids, and the warmed disk laid for them. */
  readonly number?: 1 | 2;
  readonly service?: Partial<BoxService>;
  /** `none`, or `container:<name>` for a network namespace of the test's own. */
  readonly network?: string;
  /** The folder with the egress proxy's socket, if it is not the set-up's. */
  readonly egress?: string;
  /** Further arguments of `docker run`. */
  readonly more?: readonly string[];
}

export async function ownBox({
  number = 1,
  service = {},
  network = 'none',
  egress = join(process.env.DOCKHAND_STATE ?? '', 'egress'),
  more = [],
}: Difference = {}): Promise<OwnBox> {
  const described = { ...(await boxService(number)), ...service };
  // Its disk is a volume of its own.
  const { BOX_DISK_WATCH_BYTES: _, ...environment } = described.environment;
  const values = await composeValues();
  const state = process.env.DOCKHAND_STATE ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-own-'));
  const name = 'own';
  const container = `dockhand-test-${folder
    .slice(-6)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}-${process.pid}`;
  await mkdir(join(folder, name));
  const security = described.security_opt.map((option) =>
    option.replace(/^seccomp=(?!unconfined|\/)/, `seccomp=${root}/`),
  );
  const flags = [
    ...['run', '-d', '--restart', 'always', '--init', '--name', container, '--label', 'dockhand=test'],
    ...['--network', network, '--read-only', '--memory', described.mem_limit],
    ...['--memory-swap', described.memswap_limit, '--pids-limit', `${described.pids_limit}`],
    ...['--cpus', `${described.cpus}`, '--cpu-shares', `${described.cpu_shares}`],
    ...described.cap_drop.flatMap((cap) => ['--cap-drop', cap]),
    ...described.cap_add.flatMap((cap) => ['--cap-add', cap]),
    ...security.flatMap((option) => ['--security-opt', option]),
    ...described.devices.flatMap((device) => ['--device', device]),
    ...described.tmpfs.flatMap((path) => ['--tmpfs', path]),
    ...Object.entries({ ...environment, BOX_NAME: name }).flatMap(([variable, value]) => [
      ...['-e', `${variable}=${value}`],
    ]),
    ...['-v', `${folder}/${name}:/box`, '-v', `${container}:/data`],
    ...['-v', `${state}/warm/${values.SANDBOX_WARM}/box-${number}:/warm:ro`, '-v', `${egress}:/egress:ro`],
    ...more,
    described.image,
  ];
  const remove = async (): Promise<void> => {
    await docker(['rm', '-f', '-v', container]).catch(() => '');
    await docker(['volume', 'rm', '-f', container]).catch(() => '');
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  };
  try {
    await docker(flags);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    name,
    folder,
    container,
    users: usersOf(number, Number(values.SANDBOX_FIRST_UID || firstUid)),
    supervisor: new SupervisorClient(join(folder, name, 'supervisor.sock'), 5000),
    inside: (...command) => docker(['exec', container, ...command]),
    insideAs: (uid, ...command) => docker(['exec', '-u', `${uid}:${uid}`, container, ...command]),
    remove,
  };
}

/** The container of one of the set-up's boxes, in the host's engine, and the uids of its users. */
async function composeContainer(number: 1 | 2): Promise<Pick<OwnBox, 'users' | 'container'>> {
  const values = await composeValues();
  const filters = [
    `label=com.docker.compose.service=box-${number}`,
    `volume=${join(process.env.DOCKHAND_STATE ?? '', 'boxes', `box-${number}`)}`,
  ];
  const ids = await docker(['ps', '-q', ...filters.flatMap((filter) => ['--filter', filter])]);
  const [container = ''] = ids.trim().split('\n');
  return { container, users: usersOf(number, Number(values.SANDBOX_FIRST_UID || firstUid)) };
}

/** One of the set-up's boxes, to be inspected from the host; it may be at work for another test. */
export async function composeBox(number: 1 | 2): Promise<Pick<OwnBox, 'users' | 'inside' | 'insideAs'>> {
  const { container, users } = await composeContainer(number);
  return {
    users,
    inside: (...command) => inOneLife(container, () => docker(['exec', container, ...command])),
    insideAs: (uid, ...command) =>
      inOneLife(container, () => docker(['exec', '-u', `${uid}:${uid}`, container, ...command])),
  };
}

/** Lives of a box that may end over one program before that counts as its failure. */
const mostLives = 5;

/** Runs a program in a box again if the box's life ended meanwhile, because another test was done with it. */
async function inOneLife(container: string, work: () => Promise<string>): Promise<string> {
  const life = async (): Promise<string> =>
    (await docker(['inspect', '-f', '{{.State.Running}} {{.State.StartedAt}}', container])).trim();
  const running = (): Promise<string> => until(life, (said) => said.startsWith('true '), 60_000);
  for (let lives = 1; ; lives += 1) {
    const before = await running();
    try {
      return await work();
    } catch (error) {
      // The engine notices a moment later that the box has ended.
      const ended = await until(life, (said) => said !== before, 3_000).catch(() => null);
      if (lives === mostLives || ended === null) throw error;
    }
  }
}

/** A program for Node in a box: passes the archive on standard input to the engine there. It fails with the engine's message. */
const load = `
const call = require('node:http').request({
  ...{ socketPath: '/run/engine/docker.sock', method: 'POST', path: '/images/load?quiet=1' },
  headers: { 'content-type': 'application/x-tar' },
});
call.on('response', async (answer) => {
  const said = Buffer.concat(await answer.toArray()).toString();
  if (answer.statusCode === 200 && !said.includes('"error"')) return;
  console.error(answer.statusCode, said);
  process.exitCode = 1;
});
process.stdin.pipe(call);
`;

/**
 * Loads an image of the host's engine into one of the set-up's boxes. A box does not forward that call for a worker, so the engine's own
 * user makes it from inside.
 */
export async function loadImage(image: string, box: string): Promise<void> {
  const { container, users } = await composeContainer(box === 'box-2' ? 2 : 1);
  const user = `${users.engine}:${users.engine}`;
  const save = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'inherit'] });
  const loading = run('docker', ['exec', '-i', '-u', user, container, 'node', '-e', load], {
    ...{ timeout: 180_000, killSignal: 'SIGKILL' },
  });
  const into = loading.child.stdin;
  if (into === null) throw new Error('docker exec takes no input');
  // An early end shows in the exit code.
  await Promise.all([loading, pipeline(save.stdout, into).catch(() => undefined)]);
}

/** Waits until it is free. */
export async function free({ supervisor, container }: OwnBox): Promise<string> {
  // Takes seconds on a quiet machine; the warmed disk has to be laid first.
  const end = Date.now() + 400_000;
  for (;;) {
    const status = await supervisor.status().catch(() => null);
    if (status?.state === 'free') return status.life;
    if (Date.now() > end)
      throw new Error(`the box does not come up: ${(await docker(['logs', container])).slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** Leases it as a worker would: its gate is open. */
export async function leased(box: OwnBox): Promise<Held> {
  await free(box);
  const lease = await box.supervisor.lease({ holder: 'test', seconds: 600 });
  if (lease === null) throw new Error('the box is not free');
  const engine = new Docker({ socketPath: join(box.folder, box.name, 'engine.sock'), timeout: 120_000 });
  return { name: box.name, lease, supervisor: box.supervisor, docker: engine };
}
