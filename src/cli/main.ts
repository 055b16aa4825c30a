import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { applySources, readSources } from '../config/sources.js';
import { withCode } from '../errors/error-codes.ts';
import { isError, messageOf } from '../errors/message-of.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { systemTrouble } from '../errors/system-trouble.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import { wordHelp, wordUsageError } from './help-wording.ts';
import { helpOutput, printError, printNote } from './output.ts';
import { SettingsInForce } from './settings-in-force.ts';

const say = words('cli', {
  en: {
    about: 'A teaching assistant for a class that learns Docker.',
    lesson: 'show what Dockhand reads in a lesson',
    hint: 'show the hint for one TODO',
    explain: 'explain an error message or a term',
    check: 'check a Dockerfile and what belongs to it, without building anything',
    verify: 'prove a Dockerfile: build it and run it in a box',
    bot: 'answer in Discord until it is stopped',
    register: 'tell Discord which commands there are',
    worker: 'build and run what waits in the queue, until it is stopped',
    backup: 'copy the records into one file, while the bot runs',
    restore: 'put a copy of the records back',
    limits: 'show every limit of the sandbox, and what it protects',
    config: 'show every setting that is in force, and where it comes from',
    setup: 'make a server ready, from the machine to the first message',
    join: 'let another machine’s worker in, or make this machine one',
    doctor: 'try out everything that Dockhand stands on, and say what to do',
    classroom: 'start a local Discord, for Dockhand or for any other bot',
    try: 'see Dockhand at work in a local Discord',
    notHere: 'This copy of Dockhand has no `{{name}}` command.',
    port: 'Dockhand cannot listen on port {{port}} of {{address}}: {{problem}}.',
    taken: 'something listens there already',
    refused: 'this system does not allow it',
    notOurs: 'this machine has no such address',
    machine: 'This machine did not let Dockhand go on: {{problem}}.',
    unexpected: 'Something went wrong in Dockhand itself: {{problem}}. Set DEBUG=1 to see where.',
  },
});

/** The exports of a command's file. */
interface CommandModule {
  readonly register: (program: Command, inForce: SettingsInForce) => void;
}

/** Command → its file. Only the file that is asked for is loaded: a hint needs no Discord and no queue. */
const files = {
  lesson: 'lesson',
  hint: 'hint',
  explain: 'explain',
  check: 'check',
  verify: 'verify',
  bot: 'bot',
  register: 'bot',
  worker: 'worker',
  backup: 'backup',
  restore: 'backup',
  limits: 'limits',
  config: 'config',
  setup: 'setup',
  join: 'join',
  doctor: 'doctor',
  classroom: 'classroom',
  try: 'try',
} as const;
type Name = keyof typeof files;

/** Exit codes shared by all commands; each command defines further meanings of 0, 1 and 3. */
const exitCodes = { unusable: 2, ourFault: 3 } as const;

/** Runs the command line and returns its exit code. Nothing but answers goes to standard output. */
export async function run(args: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is not an error.
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const program = wordHelp(new Command('dockhand'), ownVersion())
    .description(say(operatorLocale, 'about'))
    .configureOutput({
      ...helpOutput,
      outputError: (text, write) => write(`${withCode(wordUsageError(text.trimEnd()), 'DOCKHAND_USAGE')}\n`),
    })
    .exitOverride();
  try {
    const command = asked(args);
    await addCommands(program, command, settingsFor(command));
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return explain(error);
  }
}

/**
 * Puts what `.env` and secret files say into this process's environment, so that all of it and its children read the same; not
 * for a demonstration, which is to touch nothing of a server that runs beside it.
 */
function settingsFor(command: Name | null): SettingsInForce {
  if (command === 'try' || command === 'classroom')
    return new SettingsInForce(readSources({ ...process.env, DOCKHAND_ENV_FILE: 'none' }));
  const named = process.env.DOCKHAND_ENV_FILE?.trim();
  // The named file may be the one that this command is going to write.
  if ((command === 'setup' || command === 'join') && named && !existsSync(named))
    return new SettingsInForce(readSources({ ...process.env, DOCKHAND_ENV_FILE: 'none' }));
  return new SettingsInForce(applySources(process.env));
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function explain(error: unknown): number {
  // Commander has told the reader already; `--help` ends with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.unusable;
  const known = error instanceof OperatorError ? error : (portError(error) ?? machineError(error));
  if (known !== null) {
    printError(known);
    printStack(error);
    return exitCodes.unusable;
  }
  const problem = messageOf(error);
  printError(new CommandError(say(operatorLocale, 'unexpected', { problem }), 'DOCKHAND_INTERNAL'));
  printStack(error);
  return exitCodes.ourFault;
}

function printStack(error: unknown): void {
  if (process.env.DEBUG && !(error instanceof OperatorError) && isError(error) && error.stack !== undefined)
    printNote(error.stack);
}

/** A system error in plain words; null for an error without a system code. */
function machineError(error: unknown): CommandError | null {
  const problem = systemTrouble(error);
  return problem === null
    ? null
    : new CommandError(say(operatorLocale, 'machine', { problem }), 'DOCKHAND_MACHINE');
}

/** Node's error for a port that cannot be listened on, in words for a person; null for any other error. */
function portError(error: unknown): CommandError | null {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen') return null;
  const { code, port, address } = error as unknown as Readonly<Record<'code' | 'port' | 'address', unknown>>;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: say(operatorLocale, 'taken'),
    EACCES: say(operatorLocale, 'refused'),
    EADDRNOTAVAIL: say(operatorLocale, 'notOurs'),
  };
  const problem = reasons[String(code)] ?? String(code);
  return new CommandError(
    say(operatorLocale, 'port', { port: String(port), address: String(address), problem }),
    'DOCKHAND_PORT',
  );
}

/** The command that was asked for; null for `--help` and for what is not one. */
function asked(args: readonly string[]): Name | null {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const name = names[0] === 'help' ? names[1] : names[0];
  return name !== undefined && Object.hasOwn(files, name) ? (name as Name) : null;
}

async function addCommands(program: Command, wanted: Name | null, inForce: SettingsInForce): Promise<void> {
  if (wanted !== null) (await load(wanted)).register(program, inForce);
  for (const name of Object.keys(files) as Name[]) {
    if (program.commands.some((command) => command.name() === name)) continue;
    program.command(name).description(say(operatorLocale, name));
  }
  // A command that is added later does not inherit this.
  for (const command of program.commands) command.exitOverride();
}

async function load(name: Name): Promise<CommandModule> {
  try {
    return (await import(`./${files[name]}.ts`)) as CommandModule;
  } catch (error) {
    const absent = error instanceof Error && error.message.includes(`/cli/${files[name]}.ts'`);
    if (absent) throw new CommandError(say(operatorLocale, 'notHere', { name }), 'DOCKHAND_USAGE');
    throw error;
  }
}
