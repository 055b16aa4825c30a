import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { compose } from '../engine.js';
import { inState } from '../paths.js';
import { NeedsPerson } from '../run.js';

/** Redis's default port, and how many ports from there on are tried. */
const usual = 6379;
const tries = 100;
/** Commands after which Redis keeps running, at an address that somebody may have written down. */
const stays = ['up', 'app', 'worker', 'start'].includes(process.argv[2] ?? 'up');

/**
 * The port of Redis on this machine: REDIS_PORT, else the one that this checkout had before, so that an address somebody wrote down stays
 * valid; at first 6379 or the next free one. If another program has taken the port since, a command that ends by itself (a test, a
 * demonstration) uses another port, and later such commands join it there; any other command fails.
 * @returns {Promise<number>}
 */
export async function redisPort() {
  const given = process.env.REDIS_PORT?.trim();
  if (given) {
    if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
    throw new NeedsPerson('REDIS_PORT has to be a port number from 1 to 65535, or 0 for any that is free.');
  }
  const file = inState('redis', 'port');
  const before = Number(read(file));
  const running = await portInUse();
  if (Number.isInteger(before) && before > 0) {
    if (running !== null && !stays) return running;
    if (running === before || (await isFree(before))) return before;
    if (!stays) return firstFree();
    throw new NeedsPerson(
      `Something else listens on port ${before}, where the Redis of this checkout was before (${file}). Stop that, or name another one in REDIS_PORT.`,
    );
  }
  const port = running ?? (await firstFree());
  writeFileSync(file, `${port}\n`);
  return port;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The port of a Redis that this checkout already runs. */
async function portInUse() {
  const address = await compose(['port', 'redis', '6379'], { seconds: 20 }).catch(() => '');
  const port = Number(address.trim().split(':').at(-1));
  return port > 0 ? port : null;
}

/** @returns {Promise<number>} */
async function firstFree() {
  for (let port = usual; port < usual + tries; port += 1) if (await isFree(port)) return port;
  throw new NeedsPerson(
    `No port from ${usual} to ${usual + tries - 1} is free for Redis: name one in REDIS_PORT.`,
  );
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
