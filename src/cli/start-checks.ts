import type { Settings } from '../config/settings.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { inspectRedis, losesWork, RedisNotReached } from '../queue/inspect-redis.ts';
import { redisAddress } from '../queue/redis-address.ts';
import { operatorLocale, words } from '../wording/wording.ts';

const say = words('cli-start-checks', {
  en: {
    losesWork:
      '{{why}}. Set it (redis-cli config set maxmemory-policy noeviction, and in redis.conf), then start again.',
  },
});

/**
 * What would lose work is no start at all. A Redis that does not answer is no reason: bot and worker wait for it.
 * @throws OperatorError with DOCKHAND_REDIS
 */
export async function refuseWhatLosesWork(
  settings: Pick<Settings, 'REDIS_URL' | 'REDIS_CA_FILE'>,
): Promise<void> {
  const report = await inspectRedis(redisAddress(settings)).catch((error: unknown) => {
    if (error instanceof RedisNotReached) return null;
    throw error;
  });
  const why = report === null ? null : losesWork(report);
  if (why === null) return;
  throw new OperatorError('DOCKHAND_REDIS', say(operatorLocale, 'losesWork', { why }));
}
