import type { Command } from 'commander';
import { REST } from 'discord.js';
import { type Logger, pino } from 'pino';
import { botCommands } from '../../commands/index.ts';
import type { Limits } from '../../workers/sandbox/limits.ts';
import type { Settings } from '../config/settings.ts';
import { restOptions } from '../discord/gateway/client.ts';
import { cannotStart } from '../discord/gateway/login.ts';
import { registerCommands } from '../discord/rest/register-commands.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { logWhatIsNotWell } from './bot/log-findings.ts';
import { RunningBot } from './bot/running-bot.ts';
import { printError, printNote } from './output.ts';
import { recordsPlace } from './records-place.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { refuseWhatLosesWork, refuseWrongFolders } from './start-checks.ts';
import { StopSignal } from './stop-signal.ts';

const say = words('cli-bot', {
  en: {
    bot: 'answer in Discord (or in what DISCORD_API_URL names) until it is stopped',
    register: 'make Discord’s list of commands the one that this version has, if it differs',
    registered: 'Registered: {{names}}.',
    same: 'Nothing to change: Discord has these commands already.',
  },
});

/** Adds `dockhand bot` and `dockhand register`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('bot')
    .description(say(operatorLocale, 'bot'))
    .action(async () => {
      await orOneLine(async () => {
        const { settings, limits } = inForce.read(['DISCORD_TOKEN']);
        const log = pino(
          { level: settings.LOG_LEVEL, name: 'bot' },
          pino.destination({ dest: 2, sync: true }),
        );
        const stop = new StopSignal(log);
        try {
          await work({ ...settings, DATABASE_URL: recordsPlace(inForce, settings) }, limits, log, stop);
        } finally {
          stop.allClosed();
        }
      });
    });
  program
    .command('register')
    .description(say(operatorLocale, 'register'))
    .action(async () => {
      await orOneLine(async () => {
        const { settings } = inForce.read(['DISCORD_TOKEN']);
        const rest = new REST(restOptions(settings)).setToken(settings.DISCORD_TOKEN ?? '');
        const application = await ownApplication(rest).catch((error: unknown) => {
          throw cannotStart(error, settings);
        });
        const { changed, names } = await registerCommands(
          rest,
          application.id,
          botCommands.commands.map((command) => command.definition),
        );
        printNote(
          changed
            ? say(operatorLocale, 'registered', { names: names.join(', ') })
            : say(operatorLocale, 'same'),
        );
      });
    });
}

/** Runs until it is stopped. Throws when Discord refuses the bot for good. */
async function work(settings: Settings, limits: Limits, log: Logger, stop: StopSignal): Promise<void> {
  refuseWrongFolders(settings);
  await refuseWhatLosesWork(settings);
  // While Discord or the records are away, starting may take long; a stop does not wait for it.
  const bot = await Promise.race([RunningBot.start(settings, limits, log), stop.received]);
  if (typeof bot === 'string') return;
  void logWhatIsNotWell(settings, log);
  const why = await Promise.race([stop.received, bot.lost]);
  await bot.close();
  log.info({ event: 'bot.stopped' }, 'the bot has stopped');
  if (typeof why !== 'string') throw why;
}

/** Exits with code 1, printing a single line if the error needs no more. */
async function orOneLine(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    printError(error);
    process.exitCode = 1;
  }
}

const ownApplication = async (rest: REST): Promise<{ readonly id: string }> =>
  (await rest.get('/applications/@me')) as { readonly id: string };
