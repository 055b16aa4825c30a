import type { Logger } from 'pino';
import type { TextReader } from '../checker/text-reader.ts';
import { keyPrefix, redisAddress } from '../config/redis-address.ts';
import type { Settings } from '../config/settings.ts';
import type { Desk } from '../desk/desk.ts';
import type { Bot } from '../discord/gateway/bot.ts';
import type { LessonWithTree } from '../library/library.ts';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { Records } from '../records/records.ts';
import type { BotMetrics } from './metrics/bot-metrics.ts';
import { WebServer } from './web-server.ts';

const discordItself = 'https://discord.com/api';

/** Opens health checks, metrics and the staff pages of a running bot, according to its settings. */
export function openBotWebServer(
  settings: Settings,
  measures: BotMetrics,
  parts: {
    readonly bot: Pick<Bot, 'members' | 'auditLog'>;
    readonly records: Records;
    readonly desk: Desk;
    readonly queue: VerifyQueue;
    readonly lesson: (slug: string) => LessonWithTree | null;
    readonly reading: TextReader;
    readonly log: Logger;
  },
): Promise<WebServer> {
  const { bot, ...rest } = parts;
  return WebServer.open({
    ...rest,
    members: bot.members,
    auditLog: bot.auditLog,
    registry: measures.registry,
    onJudged: measures.onJudged,
    settings: {
      port: settings.WEB_PORT,
      host: settings.WEB_HOST,
      url: settings.WEB_URL ?? null,
      token: settings.WEB_TOKEN ?? null,
      clientSecret: settings.DISCORD_CLIENT_SECRET ?? null,
      metricsToken: settings.METRICS_TOKEN ?? null,
      trustedProxies: settings.WEB_TRUSTED_PROXIES,
      discordApi: (settings.DISCORD_API_URL ?? discordItself).replace(/(?<!\/)\/+$/, ''),
      secrets: [settings.DISCORD_TOKEN ?? '', settings.WEB_TOKEN ?? ''],
      redisUrl: redisAddress(settings),
      prefix: keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX),
    },
  });
}
