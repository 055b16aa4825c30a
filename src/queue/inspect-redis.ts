import { readFileSync } from 'node:fs';
import { parseRedisAddress } from '../config/redis-address.ts';
import { messageOf } from '../errors/message-of.ts';
import { plainMessageOf } from '../errors/system-trouble.ts';
import { settledWithin } from '../timing/time-limit.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { answerWithin, connectToAsk, inTime, type RedisConnection } from './connection.ts';
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

/** Properties of a Redis server. */
export interface RedisReport {
  readonly version: string;
  /** `Valkey` if the server says so, else `Redis`. */
  readonly product: string;
  readonly evictionPolicy: string;
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly mostBytes: number;
  readonly appendOnly: boolean;
  /**
   * Redis's error for the database number in the address, in which case a connection would silently use database 0; null: none.
   */
  readonly againstDatabase: string | null;
  /** `master`, or the name of a replica's role, which accepts no writes. */
  readonly role: string;
  /** The median of several pings. */
  readonly latencyMs: number;
  /** How far this machine's clock is ahead of Redis's. */
  readonly clockAheadMs: number;
}

/** Redis does not answer, or refuses us. The message gives the reason in plain words, without the password. */
export class RedisNotReached extends Error {
  override readonly name = 'RedisNotReached';
  /** Whether retrying is pointless because a setting is wrong. */
  readonly isFinal: boolean;
  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}

const pings = 5;
/** Time limit for all requests together. Milliseconds. */
const mostMs = 6_000;

/**
 * Collects what an operator should know about a Redis server.
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
 * Checks the certificate file first: a connection reads it at each attempt, and reports an unreadable file only as an unreachable
 * Redis.
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

/** Asks for the database explicitly, because the client continues in database 0 when Redis refuses another one. */
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

/** A sentence about a Redis that may evict keys it has to keep; null for one that does not. */
export const losesWork = ({ evictionPolicy }: Pick<RedisReport, 'evictionPolicy'>): string | null =>
  evictionPolicy === 'noeviction' || evictionPolicy === 'unknown'
    ? null
    : say(operatorLocale, 'losesWork', { policy: evictionPolicy });
