import { Cluster, Redis, type RedisOptions } from 'ioredis';
import pTimeout from 'p-timeout';
import { parseRedisAddress, type RedisAddress, redisAddressForms, tlsOf } from '../config/redis-address.ts';
import { isReplicaAnswer } from './redis-trouble.ts';
import { QueueAway } from './verify-queue.ts';

/** The longest that a person's request waits for Redis. Milliseconds. */
export const answerWithin = 1_500;

/**
 * A dead network reports nothing, not even an error, so an unanswered command this old means that the connection has to be
 * replaced. Longer than the longest command, BullMQ's wait for events (10 s). Milliseconds.
 */
const deafAfter = 20_000;

const reconnect = (times: number): number => Math.min(100 * 2 ** times, 3_000);

/** After a failover, an old connection may lead to a replica: reconnect, and repeat the command there. */
const reconnectOnError = (error: Error): false | 2 => (isReplicaAnswer(error) ? 2 : false);

/**
 * A connection that tracks its duplicates. BullMQ duplicates the connection it is given and, if Redis is away while it closes,
 * leaves the duplicate reconnecting forever; {@link hangUp} ends them all.
 */
export class RedisConnection extends Redis {
  readonly #address: RedisAddress;
  readonly #copies: RedisConnection[] = [];
  #isHungUp = false;

  constructor(address: RedisAddress, options: RedisOptions) {
    super({ ...optionsFor(address), ...options, lazyConnect: true, replyMapping: 'legacy' });
    this.#address = address;
    // Not before the address is known: see connect().
    if (options.lazyConnect !== true) this.connect().catch(() => undefined);
  }

  /** ioredis calls this for every connection attempt. */
  override connect(callback?: () => void): Promise<void> {
    try {
      Object.assign(this.options, tlsOf(this.#address));
    } catch (error) {
      // A certificate file that is just being written may be there at the next attempt. Deferred because listeners are added
      // after construction.
      process.nextTick(() => this.emit('error', error));
    }
    return super.connect(callback);
  }

  override duplicate(override?: Partial<RedisOptions>): Redis {
    const copy = new RedisConnection(this.#address, { ...this.options, lazyConnect: false, ...override });
    this.#copies.push(copy);
    if (this.#isHungUp) copy.hangUp();
    return copy;
  }

  hangUp(): void {
    this.#isHungUp = true;
    // A duplicate may have duplicates of its own.
    for (const copy of this.#copies) copy.hangUp();
    // On a connection that has already ended, ioredis would wait two seconds for a second end.
    if (this.status !== 'end') this.disconnect();
  }
}

/** The same for a cluster, which in ioredis is a separate class with the same commands. */
class ClusterConnection extends Cluster {
  readonly #copies: Cluster[] = [];
  #isHungUp = false;

  override duplicate(...args: Parameters<Cluster['duplicate']>): Cluster {
    const copy = super.duplicate(...args);
    this.#copies.push(copy);
    if (this.#isHungUp) copy.disconnect();
    return copy;
  }

  hangUp(): void {
    this.#isHungUp = true;
    for (const each of [this, ...this.#copies]) if (each.status !== 'end') each.disconnect();
  }
}

function optionsFor(address: RedisAddress): RedisOptions {
  const { kind, nodes, primary, username, password, database, tls } = address;
  const login = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === 0 ? {} : { db: database }),
  };
  if (kind === 'sentinel')
    return {
      ...login,
      sentinels: [...nodes],
      name: primary,
      sentinelRetryStrategy: reconnect,
      ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOf(address).tls ?? {} } : {}),
    };
  const [first] = nodes;
  return { ...login, host: first?.host ?? '127.0.0.1', port: first?.port ?? 6379 };
}

/** The options that differ between uses. */
type Patience = Pick<
  RedisOptions,
  'maxRetriesPerRequest' | 'connectTimeout' | 'retryStrategy' | 'reconnectOnError' | 'socketTimeout'
>;

function connect(url: string, options: Patience): RedisConnection {
  const address = parseRedisAddress(url);
  if (address === null) throw new Error(`REDIS_URL has to be ${redisAddressForms}`);
  if (address.kind !== 'cluster') return new RedisConnection(address, options);
  const { username, password } = address;
  const cluster = new ClusterConnection([...address.nodes], {
    clusterRetryStrategy: reconnect,
    slotsRefreshTimeout: options.connectTimeout ?? 5_000,
    redisOptions: {
      ...options,
      ...tlsOf(address),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    },
  });
  // Cluster and Redis share commands, events and states; features of only one of them are not used.
  return cluster as unknown as RedisConnection;
}

/** A connection for requests: it fails soon while Redis is away, instead of queueing the command. */
export const connectToAsk = (url: string): RedisConnection =>
  connect(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: answerWithin,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter / 4,
  });

/** A connection for listening and consuming: it waits for Redis indefinitely, as BullMQ requires. */
export const connectToWait = (url: string): RedisConnection =>
  connect(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter,
  });

/**
 * Waits for an answer of the queue up to a time limit; a later answer is dropped.
 * @throws QueueAway when none came in time, or in place of a connection error
 */
export async function inTime<T>(question: Promise<T>, milliseconds = answerWithin): Promise<T> {
  // The error is created only on a timeout: otherwise every request would pay for a stack trace that hardly any needs.
  const tooLate = (): never => {
    throw new QueueAway(`Redis gave no answer within ${milliseconds} ms`);
  };
  try {
    return await pTimeout(question, { milliseconds, fallback: tooLate });
  } catch (error) {
    if (error instanceof QueueAway) throw error;
    throw new QueueAway(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
