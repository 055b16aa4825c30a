import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { withCode } from '../errors/error-codes.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import { reportFindings } from './doctor/report.ts';
import { printJson, printNote, printText, standardError } from './output.ts';
import { ownEnvFile } from './own-env-file.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { Questions } from './setup/questions.ts';
import { ServerSetup } from './setup/server-setup.ts';
import type { SetupAnswers } from './setup/setup-answers.ts';

const say = words('cli-setup', {
  en: {
    about:
      'Make a server ready: check the machine, the token and its channels, write .env, try it out, start it',
    token:
      'the bot’s token; better --token-file or DISCORD_TOKEN, which nobody sees in the list of processes',
    tokenFile: 'a file that holds the token',
    server: 'the class server, by name or id',
    role: 'the role of teaching assistants, by name or id',
    staff: 'the channel that only they see, by name or id',
    class: 'the channel of the class, by name or id',
    lesson: 'the lesson of the class server',
    language:
      'the language of what the class reads together, for instance fr; server: whichever the server has chosen, as when it is not said',
    timeZone: 'the clocks of the class, for instance Europe/Paris; this machine’s when it is not said',
    unattended: 'ask nothing: take what the options and .env say, and say everything that is missing at once',
    noMessage: 'post no test message into the staff channel',
    start: 'start bot and worker as services afterwards',
    json: 'Print JSON',
    exit: 'Exit code: 0 ready, 1 something has to be done first; then nothing was written that was not right.',
    notYet:
      'Not ready yet. Put the problems above right and run `npx dockhand setup` again: what was right is kept.',
    ready: 'Dockhand is ready. Start it: node setup/main.js app',
    atBoot:
      'So that it comes back after a reboot: node setup/main.js unit | sudo tee /etc/systemd/system/dockhand.service && sudo systemctl enable dockhand',
    terminal:
      'This is no terminal to ask questions at: say --unattended, and what `npx dockhand setup --help` lists.',
  },
});

interface SetupOptions extends SetupAnswers {
  readonly unattended?: boolean;
  readonly start?: boolean;
  readonly json?: boolean;
}

/** Adds `dockhand setup`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('setup')
    .description(say(operatorLocale, 'about'))
    .option('--token <token>', say(operatorLocale, 'token'))
    .option('--token-file <file>', say(operatorLocale, 'tokenFile'))
    .option('--server <server>', say(operatorLocale, 'server'))
    .option('--ta-role <role>', say(operatorLocale, 'role'))
    .option('--staff-channel <channel>', say(operatorLocale, 'staff'))
    .option('--class-channel <channel>', say(operatorLocale, 'class'))
    .option('--lesson <lesson>', say(operatorLocale, 'lesson'))
    .option('--language <language>', say(operatorLocale, 'language'))
    .option('--time-zone <zone>', say(operatorLocale, 'timeZone'))
    .option('--unattended', say(operatorLocale, 'unattended'))
    .option('--no-message', say(operatorLocale, 'noMessage'))
    .option('--start', say(operatorLocale, 'start'))
    .option('--json', say(operatorLocale, 'json'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (options: SetupOptions) => {
      process.exitCode = await setUp(inForce, options);
    });
}

const checkout = join(import.meta.dirname, '../..');

/** Runs the setup and returns its exit code. */
async function setUp(inForce: SettingsInForce, options: SetupOptions): Promise<number> {
  const { unattended, start, json, ...answers } = options;
  if (unattended !== true && process.stdin.isTTY !== true)
    throw new CommandError(say(operatorLocale, 'terminal'), 'DOCKHAND_USAGE');
  const questions = unattended === true ? null : new Questions(process.stdin, standardError);
  const findings = await new ServerSetup(inForce, ownEnvFile(), answers, questions)
    .make()
    .finally(() => questions?.close());
  const ok = findings.every(({ status }) => status !== 'problem');
  if (json === true) printJson({ ok, findings });
  else printText(reportFindings(findings));
  if (!ok) {
    printNote(withCode(say(operatorLocale, 'notYet'), 'DOCKHAND_SETUP'));
    return 1;
  }
  if (start === true) return startServices();
  printNote(say(operatorLocale, 'ready'));
  printNote(say(operatorLocale, 'atBoot'));
  return 0;
}

/** Runs the setup scripts, which build images, create disks and start the bot and a worker. */
function startServices(): Promise<number> {
  const child = spawn(process.execPath, ['setup/main.js', 'app'], { cwd: checkout, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
