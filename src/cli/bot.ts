import type { Command } from 'commander';
import { REST } from 'discord.js';
import { pino } from 'pino';
import { doings } from '../../commands/index.ts';
import { openChecker } from '../check/check.ts';
import { readSettings, type Settings, SettingsError } from '../config/settings.ts';
import { openDesk } from '../desk/open-desk.ts';
import { type Bot, BotCannotStart, openBot, restOptions } from '../discord/client.ts';
import { registerCommands } from '../discord/register.ts';
import { openLibrary } from '../library/library.ts';
import { openVerifyQueue } from '../queue/open-verify-queue.ts';
import { openRecords } from '../records/open-records.ts';

/** Everything that a bot is made of, opened from the settings. */
export interface RunningBot extends Bot {
  readonly settings: Settings;
}

/** Opens the records, the queue, the desk, the lessons and the bot on top; closing closes all of it. */
export async function startBot(settings: Settings): Promise<RunningBot> {
  const log = pino({ level: settings.LOG_LEVEL, name: 'bot' }, pino.destination({ dest: 2, sync: true }));
  const library = await openLibrary(settings.LESSONS_DIR);
  for (const broken of library.broken) log.warn(broken, 'a lesson cannot be used');
  if (library.get(settings.DOCKHAND_LESSON) === undefined) {
    log.warn(
      { lesson: settings.DOCKHAND_LESSON },
      'DOCKHAND_LESSON is none of the lessons: students are told so',
    );
  }
  const check = await openChecker();
  const records = await openRecords(settings.DATABASE_URL);
  const queue = openVerifyQueue({ url: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, log });
  const desk = openDesk({ records, queue, log });
  const closeAll = async (): Promise<void> => {
    await desk.close();
    await queue.close();
    await records.close();
  };
  try {
    const bot = await openBot({
      settings,
      records,
      desk,
      lesson: (slug) => library.get(slug) ?? null,
      usualLesson: settings.DOCKHAND_LESSON,
      check,
      doings,
      log,
    });
    return {
      ...bot,
      settings,
      close: async () => {
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
export function register(program: Command): void {
  program
    .command('bot')
    .description('answer in Discord (or in what DISCORD_API_URL names) until it is stopped')
    .action(async () => {
      await orOneLine(async () => {
        const bot = await startBot(readSettings(process.env, ['DISCORD_TOKEN']));
        await stopped();
        await bot.close();
      });
    });
  program
    .command('register')
    .description('make Discord’s list of commands the one that this version has, if it differs')
    .action(async () => {
      await orOneLine(async () => {
        const settings = readSettings(process.env, ['DISCORD_TOKEN']);
        const rest = new REST(restOptions(settings)).setToken(settings.DISCORD_TOKEN ?? '');
        const application = (await rest.get('/applications/@me')) as { readonly id: string };
        const { changed, names } = await registerCommands(
          rest,
          application.id,
          doings.commands.map((command) => command.definition),
        );
        process.stderr.write(changed ? `registered: ${names.join(', ')}\n` : 'nothing to change\n');
      });
    });
}

/** Ends with exit code 1 and one clear line where that is all there is to say. */
async function orOneLine(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SettingsError) && !(error instanceof BotCannotStart)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
