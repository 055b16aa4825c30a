import { Redis } from 'ioredis';
import { QueueAway } from './verify-queue.ts';

/** The longest that an answer to a person waits for Redis. Milliseconds. */
export const answerWithin = 1_500;

const reconnect = (times: number): number => Math.min(100 * 2 ** times, 3_000);

/** A connection for asking: when Redis is away it fails at once instead of keeping the question. */
export const connectToAsk = (url: string): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    connectTimeout: answerWithin,
    retryStrategy: reconnect,
  });

/** A connection for listening and for consuming: it waits for Redis as long as it takes, as BullMQ wants it. */
export const connectToWait = (url: string): Redis =>
  new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000, retryStrategy: reconnect });

/** Waits for an answer of the queue, but not for long. */
export async function inTime<T>(question: Promise<T>, within = answerWithin): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new QueueAway(`Redis gave no answer within ${within} ms`)), within);
  });
  question.catch(() => undefined);
  try {
    return await Promise.race([question, tooLate]);
  } catch (error) {
    if (error instanceof QueueAway) throw error;
    throw new QueueAway(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
