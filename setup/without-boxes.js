/**
 * A machine that cannot have boxes: they are containers that need the machine's own Linux kernel, and on macOS and Windows Docker runs in
 * a virtual machine, which does not share sockets. Everything else in `npm run try` needs only Redis, in a container of Docker Desktop or
 * at REDIS_URL.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineGigabytes } from '../src/config/machine.js';
import { officialImages } from './images/official-images.js';
import { find } from './packages.js';
import { boxesFolder, project, state } from './paths.js';
import { note, step } from './progress.js';
import { allowAgain, CommandFailed, NeedsPerson, run, succeeds } from './run.js';
import { pong } from './services/services.js';

/** @param {NodeJS.Platform} [platform] */
export const canHaveBoxes = (platform = process.platform) => platform === 'linux';

/** The message that everybody sees on such a machine. */
export const withoutBoxes =
  'Verifications are left out: the boxes that they run in need Linux. All else is here: hints, checks, explanations, questions, the queue and the staff’s view.';

/** @param {string} command what cannot be done there */
export const needsLinux = (command) =>
  `"${command}" needs Linux, because its boxes do: use a Linux machine, or a virtual one with ${machineGigabytes} GB of memory. On this one, npm run try shows all that needs no boxes.`;

const image = () => process.env.DOCKHAND_REDIS_IMAGE || officialImages.redis;
const name = `${project}-try-${process.pid}`;

/** @param {import('./progress.js').ReportProgress} report */
async function startRedis(report) {
  if (find('docker') === null || !(await succeeds('docker', ['version'], { seconds: 20 })))
    throw new NeedsPerson(
      'Dockhand keeps its queue in Redis. Start Docker Desktop, which brings one, or say in REDIS_URL where one of yours is; then npm run try again.',
    );
  report(`${image()} in a container`);
  const redis = ['redis-server', '--save', '', '--protected-mode', 'no', '--maxmemory-policy', 'noeviction'];
  await run('docker', ['run', '-d', '--rm', '--name', name, '-p', '127.0.0.1::6379', image(), ...redis], {
    onLine: report,
    seconds: 600,
  });
  const [, port] = /^127\.0\.0\.1:(\d+)$/m.exec(await run('docker', ['port', name, '6379'])) ?? [];
  const end = Date.now() + 60_000;
  while (!(await pong('127.0.0.1', Number(port)))) {
    if (Date.now() > end) throw new CommandFailed('Redis does not answer');
    await sleep(100);
  }
  return `redis://127.0.0.1:${port}`;
}

/**
 * Refuses a REDIS_URL where nothing listens: a class would wait there for ever. An address that only Redis's client understands is left
 * to it.
 * @param {string} given
 */
async function demandRedis(given) {
  const { protocol, hostname, port } = URL.parse(given) ?? {};
  if (!hostname || !/^rediss?:$/.test(protocol ?? '')) return;
  if (await listens(hostname.replace(/^\[|\]$/g, ''), Number(port || 6379))) return;
  throw new NeedsPerson(
    `No Redis answers at REDIS_URL (${hostname}:${port || 6379}). Start it, correct REDIS_URL, or leave that out: Docker Desktop brings a Redis.`,
  );
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
const listens = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 10_000 });
    for (const event of ['connect', 'error', 'timeout'])
      socket.once(event, () => {
        socket.destroy();
        resolve(event === 'connect');
      });
  });

/**
 * Runs the class without boxes; Redis is stopped when it ends.
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} play
 */
export async function tryWithoutBoxes(play) {
  note(withoutBoxes);
  const own = process.env.REDIS_URL?.trim();
  let url = own ?? '';
  try {
    if (own) await demandRedis(own);
    else
      await step('Redis', async (report) => {
        url = await startRedis(report);
      });
    return await play({ REDIS_URL: url, SANDBOX_BOXES: boxesFolder, DOCKHAND_STATE: state });
  } finally {
    allowAgain();
    if (!own) await run('docker', ['rm', '-f', name], { seconds: 60 }).catch(() => '');
  }
}
