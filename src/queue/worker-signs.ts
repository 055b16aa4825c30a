import type { Redis } from 'ioredis';
import { workerGoneAfter, workerSignSchema } from './redis-keys.ts';
import type { WorkerSign } from './verify-queue.ts';

/** The workers that gave a sign of life lately in that hash, by their names. */
export async function livingWorkers(redis: Redis, hash: string): Promise<readonly WorkerSign[]> {
  const [texts, now] = await Promise.all([redis.hgetall(hash), timeOf(redis)]);
  return Object.values(texts)
    .flatMap((text) => readSign(text))
    .filter((sign) => now - sign.at < workerGoneAfter)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Redis's own clock (Unix milliseconds): bot and workers may each have another idea of the time. */
export async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}

function readSign(text: string): readonly WorkerSign[] {
  try {
    return [workerSignSchema.parse(JSON.parse(text))];
  } catch {
    // A sign that another version wrote says nothing to this one.
    return [];
  }
}
