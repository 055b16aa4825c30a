import type { Redis } from 'ioredis';
import { workerGoneAfter, workerSignSchema } from './redis-keys.ts';
import type { WorkerSign } from './verify-queue.ts';

/** The workers with a recent heartbeat in that hash, by name. */
export async function livingWorkers(redis: Redis, hash: string): Promise<readonly WorkerSign[]> {
  const [texts, now] = await Promise.all([redis.hgetall(hash), timeOf(redis)]);
  return Object.values(texts)
    .flatMap((text) => readSign(text))
    .filter((sign) => now - sign.at < workerGoneAfter)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Redis's clock (Unix milliseconds), because the clocks of bot and workers may differ. */
export async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}

function readSign(text: string): readonly WorkerSign[] {
  try {
    return [workerSignSchema.parse(JSON.parse(text))];
  } catch {
    // A heartbeat in the format of another version is ignored.
    return [];
  }
}
