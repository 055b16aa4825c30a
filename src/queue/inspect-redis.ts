import { settledWithin } from '../timing/time-limit.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { answerWithin, connectToAsk, inTime } from './connection.ts';
import { meaningOf } from './redis-trouble.ts';

const say = words('redis-inspection', {
  en: {
    losesWork:
      'Redis throws away jobs when its memory is full: its maxmemory-policy is {{policy}}, and has to be noeviction',
  },
});

/** What a Redis says of itself. */
export interface RedisReport {
  readonly version: string;
  /** Valkey says so; everything else calls itself Redis. */
  readonly product: string;
  readonly evictionPolicy: string;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly mostBytes: number;
  readonly appendOnly: boolean;
  /** `master`, or a replica's word for itself, which takes no writes. */
  readonly role: string;
  /** The median of some pings. */
  readonly latencyMs: number;
  /** How far this machine's clock is ahead of Redis's. */
  readonly clockAheadMs: number;
}

/** Redis does not answer, or not to us. The message says why in plain words, and no password. */
export class RedisNotReached extends Error {
  override readonly name = 'RedisNotReached';
}

const pings = 5;
/** The longest that all questions together take. Milliseconds. */
const mostMs = 6_000;

/**
 * Asks a Redis what an operator should know about it.
 * @throws RedisNotReached
 */
export async function inspectRedis(url: string): Promise<RedisReport> {
  const redis = connectToAsk(url);
  let trouble: unknown = null;
  redis.on('error', (error: unknown) => {
    trouble ??= error;
  });
  const ask = async (): Promise<RedisReport> => {
    const fields = fieldsOf(await redis.info());
    const times: number[] = [];
    for (let n = 0; n < pings; n += 1) {
      const began = performance.now();
      await redis.ping();
      times.push(performance.now() - began);
    }
    const [seconds, microseconds] = await redis.time();
    const clockAheadMs = Date.now() - (Number(seconds) * 1_000 + Number(microseconds) / 1_000);
    return reportFrom(fields, times.toSorted((a, b) => a - b)[Math.floor(pings / 2)] ?? 0, clockAheadMs);
  };
  try {
    return await inTime(ask(), mostMs);
  } catch (error) {
    throw new RedisNotReached(meaningOf(trouble ?? error, url, operatorLocale));
  } finally {
    await settledWithin(Promise.resolve(redis.hangUp()), answerWithin);
  }
}

const fieldsOf = (info: string): ReadonlyMap<string, string> =>
  new Map([...info.matchAll(/^([a-z_]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));

const reportFrom = (
  fields: ReadonlyMap<string, string>,
  latencyMs: number,
  clockAheadMs: number,
): RedisReport => ({
  version: fields.get('valkey_version') ?? fields.get('redis_version') ?? 'unknown',
  product: fields.has('valkey_version') ? 'Valkey' : 'Redis',
  evictionPolicy: fields.get('maxmemory_policy') ?? 'unknown',
  usedBytes: Number(fields.get('used_memory') ?? 0),
  mostBytes: Number(fields.get('maxmemory') ?? 0),
  appendOnly: fields.get('aof_enabled') === '1',
  role: fields.get('role') ?? 'unknown',
  latencyMs,
  clockAheadMs,
});

/** A Redis that throws away what it was given to keep, in one sentence; null for one that does not. */
export const losesWork = ({ evictionPolicy }: Pick<RedisReport, 'evictionPolicy'>): string | null =>
  evictionPolicy === 'noeviction' || evictionPolicy === 'unknown'
    ? null
    : say(operatorLocale, 'losesWork', { policy: evictionPolicy });
