import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { SourceLocation } from '../../simulation/failures.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { within } from '../../simulation/image/within.ts';
import { inProject } from '../../simulation/project.ts';
import { noteOutcome, startsInProject } from '../../simulation/project-commands.ts';
import { fail, type Machine, placeOfVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { withDjango } from '../python/interpreter.ts';
import { djangoServer } from '../python-servers/runserver.ts';
import { findApps, foreignLabel } from './app-labels.ts';
import { type CommandWords, readCommandLine } from './command-lines.ts';
import { database, makeDatabaseFile } from './database.ts';
import { shell } from './interactive.ts';
import { isLastMigration, isMigration, makeMigrations } from './migrations.ts';
import { otherCommand, usage } from './other-commands.ts';
import { judgeSettings } from './settings.ts';
import { djangoSource, moduleFiles } from './source.ts';

/** Commands of Django and of the lesson's frameworks that succeed without preconditions. */
const harmlessCommands = new Set(
  'migrate,migrate --plan,migrate --fake,migrate zero,makemigrations,check,showmigrations,diffsettings,flush,version,help,createcachetable'.split(
    ',',
  ),
);

/** The path of manage.py, the path as written, the words after it, and the interpreter that runs it. */
type Call = readonly [path: string, written: string, words: readonly string[], interpreter: string];

/** `python manage.py …`. */
export function django(machine: Machine, ...call: Call): Status {
  const since = machine.events.length;
  const status = manage(machine, ...call);
  noteOutcome(machine, since, status);
  return status;
}

function manage(machine: Machine, ...[path, written, words, interpreter]: Call): Status {
  const named = words.find((word) => !word.startsWith('-')) ?? '';
  const behind = words.indexOf(named) + 1;
  const line = readCommandLine(named, words.slice(behind));
  // Expand abbreviated options and attached values.
  const args = line.kind === 'read' ? [...words.slice(0, behind), ...line.args] : words;
  const form =
    named === 'migrate' || line.kind === 'tells' ? (formOf(line) ?? foreignLabel(args) ?? null) : null;
  const command = form === null ? named : `${named} ${form}`;
  const { files } = machine.stage;
  const presence = files.presence(path);
  const start = machine.phase === 'start';
  const found = presence === 'file' || (presence === 'absent' ? false : 'unknown');
  machine.events.push({
    kind: 'project-command',
    at: machine.place,
    phase: machine.phase,
    stage: machine.stage.index,
    command,
    folder: machine.cwd,
    found,
    certain: machine.certain,
    outcome: 'ok',
    failure: null,
  });
  let status: Status = 'ok';
  if (found === false) {
    status = fail(machine, {
      kind: 'project-command-not-found',
      path: written,
      folder: machine.cwd,
      startsInProject: startsInProject(machine),
    });
  } else {
    status = withDjango(machine, interpreter);
    if (status === 'ok') status = withSource(machine, parentOf(path), args);
  }
  if (start && status !== 'failed' && (command === 'migrate' || command === 'runserver'))
    status = database(machine, path, command, status);
  // In exec form there is no shell to interpret `&&`, so Django gets it as a word.
  const joined = words.indexOf('&&');
  if (status === 'ok' && joined >= 0)
    return usage(machine, `error: unrecognized arguments: ${words.slice(joined).join(' ')}`);
  if (line.kind === 'tells') return status;
  if (status === 'ok' && line.kind === 'refused' && command !== 'runserver')
    return usage(machine, line.phrase);
  if (command === 'runserver') return djangoServer(machine, args, status);
  // On a fresh database all migrations are pending, and `migrate --check` reports this with its exit code.
  if (status === 'ok' && command === 'migrate --check') return usage(machine, 'exit code 1');
  if (status === 'ok' && command !== 'runserver') {
    if (['migrate', 'makemigrations', 'check', 'showmigrations'].includes(named) && line.kind === 'read') {
      const apps = findApps(machine, parentOf(path), named, line.labels);
      if (apps.kind === 'unknown') return unknown(machine, `manage.py ${named}`);
      if (apps.kind === 'missing') return usage(machine, apps.phrase);
    }
    // It prompts for confirmation, and nobody can answer.
    const asks = named === 'flush' && !args.includes('--noinput') && !args.includes('--no-input');
    if (asks && machine.input.text === '') return usage(machine, 'EOFError: EOF when reading a line');
    if (named === 'check' && args.includes('--deploy') && args.includes('--fail-level'))
      return unknown(machine, 'manage.py check --deploy');
    if (named === 'check' && asksUnknownTag(args)) return unknown(machine, 'manage.py check --tag');
  }
  if (status === 'ok' && command === 'makemigrations') makeMigrations(machine, parentOf(path), args);
  if (status === 'ok' && command === 'migrate') makeDatabaseFile(machine, parentOf(path));
  // The server does not wait for a migration in the background.
  if (status === 'ok' && command === 'migrate' && start && machine.background)
    return unknown(machine, 'manage.py migrate &');
  if (status === 'ok' && command === 'shell') return shell(machine, args, interpreter, parentOf(path));
  const judged = named === 'migrate' && foreignLabel(args) !== undefined ? named : command;
  return status === 'ok' && !harmlessCommands.has(judged) ? otherCommand(machine, command, args) : status;
}

/** The variant of a command that decides its effect: `--plan` and similar flags only inspect or pretend, `zero` removes the tables. */
function formOf(line: CommandWords): string | null {
  if (line.kind === 'tells') return '--help';
  if (line.kind !== 'read') return null;
  if (line.labels[1] === 'zero') return 'zero';
  return line.args.find((arg) => /^--(?:check|plan|fake)$/.test(arg)) ?? null;
}

/** Tags of Django's own checks; a package may add others. */
const tags =
  /^(?:caches|commands|compatibility|database|files|models|security|staticfiles|templates|translation|urls)$/;
const asksUnknownTag = (args: readonly string[]): boolean =>
  args.some((arg, at) => args[at - 1] === '--tag' && !tags.test(arg));

/** The value of `--settings`. */
function settingsOption(args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === '--settings' || arg.startsWith('--settings='));
  if (index < 0) return undefined;
  return args[index]?.includes('=') ? args[index].split('=')[1] : args[index + 1];
}

/** The step that deleted a file of the application, by itself or with its folder; null when nothing deleted it. */
function removalOf({ events }: Machine, folder: string, lost: string): SourceLocation | null {
  const path = resolvePath(folder, lost);
  const removal = events.findLast((event) => event.kind === 'removed' && within(event.path, path));
  return removal?.at ?? null;
}

/** The first part of a dotted module name that Python does not find: a package, or a module in one. */
function firstMissing(module: string, absent: (path: string) => boolean): string {
  const parts = module.split('.');
  const names = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  return names.find((name) => moduleFiles(name).every(absent)) ?? module;
}

/** Whether the whole application is next to its manage.py, with the lesson's settings. */
function withSource(machine: Machine, folder: string, args: readonly string[]): Status {
  const { files } = machine.stage;
  const source = machine.project.fact(djangoSource);
  if (source === null || files.isVague) return 'ok';
  const isReported = [...machine.failures, ...machine.fatal].some(({ kind }) => kind === 'source-not-found');
  if (isReported) return 'ok';
  const given = settingsOption(args);
  const chosen = given ?? machine.env.get('DJANGO_SETTINGS_MODULE');
  const settings = chosen ?? source.settings;
  if (settings !== null && !isKnown(settings)) return unknown(machine, 'settings');
  const absent = (path: string): boolean => files.presence(resolvePath(folder, path)) === 'absent';
  if (chosen !== undefined && chosen !== source.settings) {
    if (moduleFiles(chosen).every(absent) && !machine.env.has('PYTHONPATH')) {
      const module = firstMissing(chosen, absent);
      const at = given === undefined ? placeOfVariable(machine, 'DJANGO_SETTINGS_MODULE') : machine.place;
      return fail(machine, { kind: 'settings-not-found', module, written: chosen }, at);
    }
    return unknown(machine, 'settings');
  }
  // `makemigrations` creates migrations, so it does not need them.
  const makes = args.includes('makemigrations');
  const lost = source.needed.find((each) => absent(each) && !(makes && isMigration(each)));
  if (lost !== undefined) {
    const path = inProject(machine.project, lost);
    const removedAt = removalOf(machine, folder, lost);
    const failure = { kind: 'source-not-found', path, folder, removedAt } as const;
    return fail(machine, failure, removedAt ?? machine.place);
  }
  if (args.includes('runserver') && source.wsgi !== null && moduleFiles(source.wsgi).every(absent)) {
    const [module = source.wsgi] = moduleFiles(source.wsgi);
    const path = inProject(machine.project, module);
    return fail(machine, { kind: 'source-not-found', path, folder, removedAt: null });
  }
  if (source.others.some((each) => absent(each) && !isLastMigration(files, resolvePath(folder, each))))
    return unknown(machine, 'part of the application');
  if (machine.phase === 'start') {
    const judged = judgeSettings(machine, source);
    if (judged !== null) return judged;
  }
  return 'ok';
}
