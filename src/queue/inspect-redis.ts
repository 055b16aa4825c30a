import { readFileSync } from 'node:fs';
import { parseRedisAddress } from '../config/redis-address.ts';
import { messageOf } from '../errors/message-of.ts';
import { plainMessageOf } from '../errors/system-trouble.ts';
import { settledWithin } from '../timing/time-limit.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { answerWithin, connectToAsk, inTime, type RedisConnection } from './redis-connection.ts';
import { whyUnreached } from './redis-trouble.ts';

const say = words('redis-inspection', {
  en: {
    losesWork:
      'Redis throws away jobs when its memory is full: its maxmemory-policy is {{policy}}, and has to be noeviction',
    authority: 'The certificates of REDIS_CA_FILE cannot be read: {{why}}',
    noCertificate: '{{file}} holds no certificate (PEM)',
    database: 'Redis gives nobody its database {{database}}, which REDIS_URL ends in: {{why}}',
  },
});

/** Information that Redis reports about itself. */
export interface RedisReport {
  readonly version: string;
  /** Valkey reports its name; everything else counts as Redis. */
  readonly product: string;
  readonly evictionPolicy: string;
  readonly usedBytes: number;
  /** 0 for no limit. */
  readonly mostBytes: number;
  readonly appendOnly: boolean;
  /** The error on selecting the database in the address, which clients would otherwise ignore and use database 0; null if there is none. */
  readonly againstDatabase: string | null;
  /** `master`, or the name for a replica, which does not accept writes. */
  readonly role: string;
  /** The median of several pings. */
  readonly latencyMs: number;
  /** How far this machine's clock is ahead of that of Redis. */
  readonly clockAheadMs: number;
}

/** Redis is unreachable or rejects the connection. The message explains why, without a password. */
export class RedisNotReached extends Error {
  override readonly name = 'RedisNotReached';
  /** A setting is wrong, so retrying does not help. No connection was attempted. */
  readonly isFinal: boolean;
  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}

const pings = 5;
/** Time limit for all calls. Milliseconds. */
const mostMs = 6_000;

/**
 * Reads from Redis what an operator needs to know about it.
 * @throws RedisNotReached
 */
export async function inspectRedis(url: string): Promise<RedisReport> {
  mustHaveAuthority(url);
  const redis = connectToAsk(url);
  let trouble: unknown = null;
  redis.on('error', (error: unknown) => {
    trouble ??= error;
  });
  const ask = async (): Promise<RedisReport> => {
    const fields = fieldsOf(await redis.info());
    const againstDatabase = await refusalOfDatabase(redis, url);
    const times: number[] = [];
    for (let n = 0; n < pings; n += 1) {
      const began = performance.now();
      await redis.ping();
      times.push(performance.now() - began);
    }
    const [seconds, microseconds] = await redis.time();
    const clockAheadMs = Date.now() - (Number(seconds) * 1_000 + Number(microseconds) / 1_000);
    const latencyMs = times.toSorted((a, b) => a - b)[Math.floor(pings / 2)] ?? 0;
    return { ...reportFrom(fields), againstDatabase, latencyMs, clockAheadMs };
  };
  try {
    return await inTime(ask(), mostMs);
  } catch (error) {
    throw new RedisNotReached(whyUnreached(trouble ?? error, url, operatorLocale));
  } finally {
    await settledWithin(Promise.resolve(redis.hangUp()), answerWithin);
  }
}

const fieldsOf = (info: string): ReadonlyMap<string, string> =>
  new Map([...info.matchAll(/^([a-z_]+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));

/**
 * Checks the certificate file beforehand, because a connection reads it on each attempt and reports an unreadable one only as an
 * unreachable Redis.
 */
function mustHaveAuthority(url: string): void {
  const address = parseRedisAddress(url);
  if (address === null || address.authority === null || !address.tls) return;
  const file = address.authority;
  let why: string | null = null;
  try {
    if (!readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----'))
      why = say(operatorLocale, 'noCertificate', { file });
  } catch (error) {
    why = plainMessageOf(error);
  }
  if (why !== null) throw new RedisNotReached(say(operatorLocale, 'authority', { why }), true);
}

/** Selects the database explicitly, because the client silently stays in database 0 if Redis rejects it. */
async function refusalOfDatabase(redis: RedisConnection, url: string): Promise<string | null> {
  const database = parseRedisAddress(url)?.database ?? 0;
  if (database === 0) return null;
  return redis.select(database).then(
    () => null,
    (error: unknown) => {
      const why = messageOf(error);
      if (!/^(?:ERR|NOPERM)\b/.test(why)) throw error;
      return say(operatorLocale, 'database', { database, why: why.split('\n')[0] ?? '' });
    },
  );
}

const reportFrom = (
  fields: ReadonlyMap<string, string>,
): Omit<RedisReport, 'againstDatabase' | 'latencyMs' | 'clockAheadMs'> => ({
  version: fields.get('valkey_version') ?? fields.get('redis_version') ?? 'unknown',
  product: fields.has('valkey_version') ? 'Valkey' : 'Redis',
  evictionPolicy: fields.get('maxmemory_policy') ?? 'unknown',
  usedBytes: Number(fields.get('used_memory') ?? 0),
  mostBytes: Number(fields.get('maxmemory') ?? 0),
  appendOnly: fields.get('aof_enabled') === '1',
  role: fields.get('role') ?? 'unknown',
});

/** Explains in one sentence why Redis may evict data; null if it does not. */
export const losesWork = ({ evictionPolicy }: Pick<RedisReport, 'evictionPolicy'>): string | null =>
  evictionPolicy === 'noeviction' || evictionPolicy === 'unknown'
    ? null
    : say(operatorLocale, 'losesWork', { policy: evictionPolicy });
