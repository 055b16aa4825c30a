import { randomBytes } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';

/** The Redis that the test runner started. */
export function redisUrl(): string {
  const url = process.env.REDIS_URL;
  if (url === undefined)
    throw new Error('REDIS_URL is not set: run the tests with `npm test`, which starts a Redis for them');
  return url;
}

/** A separate prefix for every test, so that none sees another's jobs. */
export const newPrefix = (): string => `test-${randomBytes(6).toString('hex')}`;

export const silent = pino({ level: 'silent' });

export interface Wire {
  /** The address that leads to the same Redis through this proxy. */
  readonly url: string;
  readonly cut: () => void;
  /** Keeps connections open but lets nothing through: each side sees a frozen peer. */
  readonly hush: () => void;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

/** A proxy to the real Redis, or to another address, that can be cut: connections break, and new ones are refused until it is mended. */
export async function wireTo(url: string): Promise<Wire> {
  const target = new URL(url);
  const ends = new Set<Socket>();
  let whole = true;
  let hushed = false;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    if (!hushed) near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = (): void => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `redis://127.0.0.1:${address.port}`,
    cut,
    hush: () => {
      hushed = true;
      for (const end of ends) end.unpipe().pause();
    },
    mend: () => {
      whole = true;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
