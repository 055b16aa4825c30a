import type { Logger } from 'pino';
import { botCommands } from '../../../commands/index.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { checkerDigest } from '../../../workers/verdict/checker-digest.ts';
import { limitsDigest } from '../../../workers/verdict/limits-digest.ts';
import { CheckerPool } from '../../checker/checker-pool.ts';
import { RecordedDeadLetters } from '../../checker/dead-letters.ts';
import { PooledTextReader, readerProcess } from '../../checker/text-reader.ts';
import { keyPrefix, redisAddress } from '../../config/redis-address.ts';
import type { Settings } from '../../config/settings.ts';
import { VerificationDesk } from '../../desk/verification-desk.ts';
import { Bot } from '../../discord/gateway/bot.ts';
import { BullmqVerifyQueue } from '../../queue/bullmq-verify-queue.ts';
import { ScheduledBackups } from '../../records/backups/scheduled-backups.ts';
import { HeldLeases } from '../../records/leases/held-leases.ts';
import { Retention } from '../../records/retention.ts';
import { holdRecords } from '../../records/storage/in-use.ts';
import { isPostgres, openRecords } from '../../records/storage/open-records.ts';
import { openBotWebServer } from '../../web/bot-web-server.ts';
import { BotMetrics } from '../../web/metrics/bot-metrics.ts';
import { startTracing } from '../traces.ts';
import { BotLessons } from './bot-lessons.ts';
import { OpenedParts } from './opened-parts.ts';

/** A bot with all its parts, opened according to the settings. */
export class RunningBot {
  /** Resolves with the reason when Discord refuses the bot for good. */
  readonly lost: Bot['lost'];
  readonly #opened: OpenedParts;

  private constructor(bot: Bot, opened: OpenedParts) {
    this.lost = bot.lost;
    this.#opened = opened;
  }

  /** If a part cannot be opened, closes those opened before it, so that nothing keeps the process alive. */
  static async start(settings: Settings, limits: Limits, log: Logger): Promise<RunningBot> {
    const opened = new OpenedParts(log);
    try {
      return new RunningBot(await openBot(settings, limits, log, opened), opened);
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** Closes all parts in reverse order. */
  close(): Promise<void> {
    return this.#opened.close();
  }
}

async function openBot(settings: Settings, limits: Limits, log: Logger, opened: OpenedParts): Promise<Bot> {
  const tracing = await startTracing('dockhand-bot', settings, log);
  opened.add('tracing', () => tracing?.close());
  const lessons = await BotLessons.open(settings, log);
  opened.add('lessons', () => lessons.close());
  const measures = settings.WEB_PORT === 0 ? null : new BotMetrics();
  const hold = await holdRecords(settings.DATABASE_URL, 'bot');
  opened.add('hold', () => hold.release());
  const stored = await openRecords(settings.DATABASE_URL);
  const records = measures?.records(stored) ?? stored;
  opened.add('records', () => records.close());
  const leases = isPostgres(settings.DATABASE_URL) ? await HeldLeases.open({ records, log }) : null;
  opened.add('leases', () => leases?.close());
  const doesMaintenance = (): boolean => leases?.doesMaintenance ?? true;
  const letters = await RecordedDeadLetters.load(records);
  opened.add('dead letters', () => letters.close());
  const checkers = new CheckerPool(readerProcess);
  opened.add('checkers', () => checkers.close());
  const reading = new PooledTextReader(checkers, letters);
  const queue = new BullmqVerifyQueue({
    url: redisAddress(settings),
    prefix: keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX),
    log,
    ...(tracing === null ? {} : { telemetry: tracing.queues }),
  });
  opened.add('queue', () => queue.close());
  const remember = await whatVerdictsDependOn(settings, limits);
  const desk = VerificationDesk.open({
    ...{ records, queue, log, mostWaiting: settings.QUEUE_LIMIT, remember, leases },
    practicePerDay: settings.PRACTICE_PER_DAY,
  });
  opened.add('desk', () => desk.close());
  const retention = new Retention({ records, days: settings.RETENTION_DAYS, doesMaintenance, log });
  opened.add('retention', () => retention.close());
  const backups = new ScheduledBackups({
    url: settings.DATABASE_URL,
    folder: settings.BACKUP_DIR,
    everyHours: settings.BACKUP_HOURS,
    keep: settings.BACKUP_KEEP,
    doesMaintenance,
    log,
  });
  opened.add('backups', () => backups.close());
  const bot = await Bot.open({
    settings,
    records,
    desk,
    lesson: lessons.get,
    lessons: lessons.all,
    lessonNews: lessons,
    reloadLessons: lessons.reload,
    usualLesson: lessons.usualSlug,
    reading,
    commands: botCommands,
    leases,
    log,
    ...(measures === null ? {} : { watch: measures.watch }),
  });
  opened.add('Discord', () => bot.close());
  if (measures !== null) {
    measures.sharesAre(() => ({ bots: leases?.bots ?? 1, shards: bot.shards }));
    const parts = { bot, records, desk, queue, lesson: lessons.get, reading, log };
    const web = await openBotWebServer(settings, measures, parts);
    opened.add('web', () => web.close());
  }
  return bot;
}

/**
 * What a verdict depends on besides the files; null when verdicts are not to be reused. The bot knows the workers' limits only if
 * they share an environment; otherwise no verdict matches and everything is verified.
 */
async function whatVerdictsDependOn(
  settings: Settings,
  limits: Limits,
): Promise<{ readonly checker: string; readonly limits: string } | null> {
  if (settings.REMEMBER_VERDICTS === 'off') return null;
  return { checker: await checkerDigest(), limits: limitsDigest(limits) };
}
