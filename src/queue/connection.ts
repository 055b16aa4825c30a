import { Redis, type RedisOptions } from 'ioredis';
import pTimeout from 'p-timeout';
import { isReplicaAnswer } from './redis-trouble.ts';
import { QueueAway } from './verify-queue.ts';

/** The longest that an answer to a person waits for Redis. Milliseconds. */
export const answerWithin = 1_500;

/**
 * A network that was cut answers nothing, not even that it is gone: a question this old means a new connection.
 * Longer than the longest question, which is BullMQ's wait for events (10 s). Milliseconds.
 */
const deafAfter = 20_000;

const reconnect = (times: number): number => Math.min(100 * 2 ** times, 3_000);

/** After a failover an old connection may lead to what is a replica now: dial again, and ask the same there. */
const reconnectOnError = (error: Error): false | 2 => (isReplicaAnswer(error) ? 2 : false);

/**
 * A connection that knows its copies. BullMQ copies the one it is given and, when Redis is away while it closes,
 * leaves the copy behind, dialling for ever; {@link hangUp} ends them all.
 */
export class RedisConnection extends Redis {
  readonly #copies: Redis[] = [];

  override duplicate(override?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate(override);
    this.#copies.push(copy);
    return copy;
  }

  hangUp(): void {
    // For one that has ended already, ioredis would wait two seconds for a second end.
    for (const each of [this, ...this.#copies]) if (each.status !== 'end') each.disconnect();
  }
}

/** A connection for asking: when Redis is away it fails soon instead of keeping the question. */
export const connectToAsk = (url: string): RedisConnection =>
  new RedisConnection(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: answerWithin,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter / 4,
  });

/** A connection for listening and for consuming: it waits for Redis as long as it takes, as BullMQ wants it. */
export const connectToWait = (url: string): RedisConnection =>
  new RedisConnection(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: reconnect,
    reconnectOnError,
    socketTimeout: deafAfter,
  });

/**
 * Waits for an answer of the queue, but not for long. What comes later is nobody's any more.
 *
 * @throws QueueAway when there is none in time, or an error in its place
 */
export async function inTime<T>(question: Promise<T>, milliseconds = answerWithin): Promise<T> {
  // Thrown by a fallback: a message of its own would cost each question the stack of an error that nearly none of them meets.
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
