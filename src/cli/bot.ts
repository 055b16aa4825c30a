import type { Command } from 'commander';
import { REST } from 'discord.js';
import { pino } from 'pino';
import { botCommands } from '../../commands/index.ts';
import type { Limits } from '../../workers/sandbox/limits.ts';
import { checkerDigest } from '../../workers/verdict/checker-digest.ts';
import { limitsDigest } from '../../workers/verdict/limits-digest.ts';
import { CheckerPool } from '../checker/checker-pool.ts';
import { RecordedDeadLetters } from '../checker/dead-letters.ts';
import { PooledTextReader, readerProcess } from '../checker/text-reader.ts';
import { type Settings, SettingsError } from '../config/settings.ts';
import { VerificationDesk } from '../desk/verification-desk.ts';
import { Bot } from '../discord/gateway/bot.ts';
import { restOptions } from '../discord/gateway/client.ts';
import { BotCannotStart } from '../discord/gateway/login.ts';
import { registerCommands } from '../discord/rest/register-commands.ts';
import { BullmqVerifyQueue } from '../queue/bullmq-verify-queue.ts';
import { openRecords } from '../records/open-records.ts';
import { Retention } from '../records/retention.ts';
import { openBotWebServer } from '../web/bot-web-server.ts';
import { BotMetrics } from '../web/metrics/bot-metrics.ts';
import { words } from '../wording/wording.ts';
import { BotLessons } from './bot-lessons.ts';
import { withCode } from './error-codes.ts';
import { recordsPlace } from './records-place.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('cli-bot', {
  en: {
    bot: 'answer in Discord (or in what DISCORD_API_URL names) until it is stopped',
    register: 'make Discord’s list of commands the one that this version has, if it differs',
    registered: 'Registered: {{names}}.',
    same: 'Nothing to change: Discord has these commands already.',
  },
});

/** Everything that a bot is made of, opened from the settings. */
interface RunningBot extends Pick<Bot, 'lost'> {
  readonly close: () => Promise<void>;
}

/** Opens the records, the queue, the desk, the lessons and the bot on top; closing closes all of it. */
async function startBot(settings: Settings, limits: Limits): Promise<RunningBot> {
  const log = pino({ level: settings.LOG_LEVEL, name: 'bot' }, pino.destination({ dest: 2, sync: true }));
  const lessons = await BotLessons.open(settings, log);
  const checkers = new CheckerPool(readerProcess);
  const measures = settings.WEB_PORT === 0 ? null : new BotMetrics();
  const opened = await openRecords(settings.DATABASE_URL);
  const records = measures?.records(opened) ?? opened;
  const letters = await RecordedDeadLetters.load(records);
  const reading = new PooledTextReader(checkers, letters);
  const queue = new BullmqVerifyQueue({ url: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, log });
  // The workers' limits are the bot's where they share an environment; where not, nothing is found and all is verified.
  const remember =
    settings.REMEMBER_VERDICTS === 'off'
      ? null
      : { checker: await checkerDigest(), limits: limitsDigest(limits) };
  const desk = VerificationDesk.open({ records, queue, log, mostWaiting: settings.QUEUE_LIMIT, remember });
  const retention = new Retention({ records, days: settings.RETENTION_DAYS, log });
  const closeAll = async (): Promise<void> => {
    await retention.close();
    await desk.close();
    await queue.close();
    await checkers.close();
    letters.close();
    await records.close();
  };
  try {
    const bot = await Bot.open({
      settings,
      records,
      desk,
      lesson: lessons.get,
      reloadLessons: lessons.reload,
      usualLesson: lessons.usualSlug,
      reading,
      commands: botCommands,
      log,
      ...(measures === null ? {} : { watch: measures.watch }),
    });
    const web =
      measures === null
        ? null
        : await openBotWebServer(settings, measures, {
            bot,
            records,
            desk,
            queue,
            lesson: lessons.get,
            reading,
            log,
          }).catch(async (error: unknown) => {
            await bot.close();
            throw error;
          });
    return {
      lost: bot.lost,
      close: async () => {
        await web?.close();
        await bot.close();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Adds `dockhand bot` and `dockhand register`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('bot')
    .description(say('en', 'bot'))
    .action(async () => {
      await orOneLine(async () => {
        const { settings, limits } = inForce.read(['DISCORD_TOKEN']);
        const bot = await startBot({ ...settings, DATABASE_URL: recordsPlace(inForce, settings) }, limits);
        const lost = await Promise.race([stopped(), bot.lost]);
        await bot.close();
        if (lost !== undefined) throw lost;
      });
    });
  program
    .command('register')
    .description(say('en', 'register'))
    .action(async () => {
      await orOneLine(async () => {
        const { settings } = inForce.read(['DISCORD_TOKEN']);
        const rest = new REST(restOptions(settings)).setToken(settings.DISCORD_TOKEN ?? '');
        const application = (await rest.get('/applications/@me')) as { readonly id: string };
        const { changed, names } = await registerCommands(
          rest,
          application.id,
          botCommands.commands.map((command) => command.definition),
        );
        const told = changed ? say('en', 'registered', { names: names.join(', ') }) : say('en', 'same');
        process.stderr.write(`${told}\n`);
      });
    });
}

/** Ends with exit code 1 and one clear line where that is all there is to say. */
async function orOneLine(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SettingsError) && !(error instanceof BotCannotStart)) throw error;
    const code = error instanceof SettingsError ? 'DOCKHAND_SETTINGS' : 'DOCKHAND_DISCORD';
    process.stderr.write(`${withCode(error.message, code)}\n`);
    process.exitCode = 1;
  }
}

const stopped = (): Promise<undefined> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve(undefined));
    process.once('SIGINT', () => resolve(undefined));
  });
