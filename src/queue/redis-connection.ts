import { Cluster, Redis, type RedisOptions } from 'ioredis';
import pTimeout from 'p-timeout';
import { parseRedisAddress, type RedisAddress, redisAddressForms, tlsOf } from '../config/redis-address.ts';
import { isReplicaAnswer } from './redis-trouble.ts';
import { QueueAway } from './verify-queue.ts';

/** The longest that a response to a user waits for Redis. Milliseconds. */
export const answerWithin = 1_500;

/**
 * Over an interrupted network there is no response, not even an error, so after this time without data the connection is replaced. Longer
 * than the longest call, which is BullMQ's wait for events (10 s). Milliseconds.
 */
const deafAfter = 20_000;

const reconnect = (times: number): number => Math.min(100 * 2 ** times, 3_000);

/** After a failover, an old connection may lead to what is now a replica. Reconnects and sends the command again. */
const reconnectOnError = (error: Error): false | 2 => (isReplicaAnswer(error) ? 2 : false);

/**
 * A connection that keeps track of its duplicates. BullMQ duplicates the given connection and, if Redis is unreachable while it closes,
 * leaves the duplicate behind, reconnecting forever; {@link hangUp} ends them all.
 */
export class RedisConnection extends Redis {
  readonly #address: RedisAddress;
  readonly #copies: RedisConnection[] = [];
  #isHungUp = false;

  constructor(address: RedisAddress, options: RedisOptions) {
    super({ ...optionsFor(address), ...options, lazyConnect: true, replyMapping: 'legacy' });
    this.#address = address;
    // Delayed until the address is known; see connect().
    if (options.lazyConnect !== true) this.connect().catch(() => undefined);
  }

  /** Called by ioredis for every attempt to connect. */
  override connect(callback?: () => void): Promise<void> {
    try {
      Object.assign(this.options, tlsOf(this.#address));
    } catch (error) {
      // A certificate file that is just being replaced is read again at the next attempt. The event is deferred because listeners are only
      // added after construction.
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
    // A duplicate may itself have duplicates.
    for (const copy of this.#copies) copy.hangUp();
    // If the connection has already ended, ioredis would wait two seconds for it to end again.
    if (this.status !== 'end') this.disconnect();
  }
}

/** The same for a cluster, for which ioredis has a separate class with the same commands. */
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

/** Options that depend on the purpose of a connection. */
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
  // Cluster and Redis share commands, events and states. Nothing specific to one of them is used.
  return cluster as unknown as RedisConnection;
}

/** A connection for requests, which fails quickly if Redis is unreachable instead of queueing commands. */
export const connectToAsk = (url: string): RedisConnection =>
  connect(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: answerWithin,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter / 4,
  });

/** A connection for listening and consuming, which waits for Redis indefinitely, as BullMQ requires. */
export const connectToWait = (url: string): RedisConnection =>
  connect(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter,
  });

/**
 * Waits for an answer of the queue for a limited time. A later answer is ignored.
 *
 * @throws QueueAway if there is no answer in time or it is an error
 */
export async function inTime<T>(question: Promise<T>, milliseconds = answerWithin): Promise<T> {
  // Thrown in the fallback, because a prepared error would capture a stack trace for every call although it is hardly ever needed.
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
