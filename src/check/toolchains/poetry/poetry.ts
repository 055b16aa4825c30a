import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { type ParsedOptions, parseOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, type Program, subshell, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { nearestFolderWith, noProject } from '../python/installation.ts';
import { enterEnvironment, environmentFor } from './environment.ts';
import { poetryInstall, writeLock } from './install.ts';
import { commands, globalTable, installTable } from './options.ts';
import { projectTable, scriptsOf } from './project.ts';
import { booleanOf, type EnvironmentSetting, keepSetting } from './settings.ts';

/** `poetry …`. */
export const poetry: Program = (machine, args) => {
  const { options, operands, foreign } = parseOptions(args, globalTable, 'before-operands');
  const [verb, ...rest] = operands;
  const [other] = foreign;
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'poetry', command: `poetry ${verb ?? ''}`.trim(), phrase });
  if (other !== undefined) return refuse(`The option "${other}" does not exist`);
  if (verb === undefined || options.has('--help') || options.has('--version') || options.has('-V'))
    return 'ok';
  if (!isKnown(verb)) return unknown(machine, 'poetry');
  // These commands need a plugin.
  if (verb === 'export' || verb === 'shell') return unknown(machine, `poetry ${verb}`);
  if (!commands.has(verb)) return refuse(`The requested command ${verb} does not exist.`);
  const folders = foldersOf(verb === 'run' ? [options] : [options, parseOptions(rest, installTable).options]);
  const cwd = resolvePath(machine.cwd, folders.directory);
  switch (verb) {
    case 'about':
    case 'help':
    case 'list':
      return 'ok';
    case 'cache':
      return rest[0] === 'clear' || rest[0] === 'list' ? 'ok' : unknown(machine, 'poetry cache');
    case 'config':
      return config(machine, rest, cwd, refuse);
    default:
      return inProject(subshell(machine, { cwd }), verb, rest, resolvePath(cwd, folders.project));
  }
};

/** The folder of `--directory`, and the folder of `--project`, which is relative to it. */
function foldersOf(given: readonly ParsedOptions[]): {
  readonly directory: string;
  readonly project: string;
} {
  const last = (...names: readonly string[]): string =>
    given.flatMap((options) => names.flatMap((name) => options.get(name) ?? [])).at(-1) ?? '.';
  return { directory: last('-C', '--directory'), project: last('-P', '--project') };
}

/** Commands that need a project. */
function inProject(machine: Machine, verb: string, args: readonly string[], start: string): Status {
  const root = isKnown(start) ? nearestFolderWith(machine, start, 'pyproject.toml') : 'unknown';
  if (root === 'unknown') return unknown(machine, `poetry ${verb}`);
  if (root === null)
    return ['init', 'new', 'self', 'python'].includes(verb)
      ? unknown(machine, `poetry ${verb}`)
      : noProject(machine, `poetry ${verb}`, start);
  switch (verb) {
    case 'install':
    case 'sync':
      return poetryInstall(machine, verb, args, root);
    case 'run':
      return run(machine, args, root);
    case 'lock':
      if (machine.phase === 'start') return unknown(machine, 'poetry lock');
      writeLock(machine, root);
      return 'ok';
    case 'version':
    case 'env':
      return 'ok';
    default:
      return unknown(machine, `poetry ${verb}`);
  }
}

/** `poetry run`: runs a command in the project's environment, which poetry creates if it does not exist. */
function run(machine: Machine, args: readonly string[], root: string): Status {
  const [name] = args;
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'poetry', command: 'poetry run', phrase });
  if (name === undefined) return refuse('Not enough arguments (missing: "args")');
  const project = projectTable(machine, root);
  if (typeof project === 'string') return refuse('Invalid TOML file pyproject.toml');
  const environment = environmentFor(machine, root);
  if (environment === 'unknown' || project === null || !isKnown(name) || scriptsOf(project).has(name))
    return unknown(machine, 'poetry run');
  const inner = subshell(machine, {});
  enterEnvironment(inner, environment);
  inner.exec = machine.exec;
  if (!name.includes('/') && machine.host.resolve(inner, name).kind === 'absent')
    return refuse(`Command not found: ${name}`);
  return inner.host.runWords(inner, [...args], null);
}

const settings: Readonly<Record<string, EnvironmentSetting>> = {
  'virtualenvs.create': 'create',
  'virtualenvs.in-project': 'in-project',
};
/** Settings with no effect on the simulation. */
const harmless =
  /^(?:installer\.(?:parallel|max-workers|re-resolve|build-config-settings.*)|virtualenvs\.(?:prompt|options\.[\w.-]+)|requests\.[\w-]+|keyring\.enabled|solver\.lazy-wheel|warnings\.export)$/;

/** `poetry config KEY VALUE`. */
function config(
  machine: Machine,
  args: readonly string[],
  cwd: string,
  refuse: (phrase: string) => Status,
): Status {
  const [key, value, ...more] = args.filter((arg) => !arg.startsWith('-'));
  if (args.includes('--list') || (key !== undefined && value === undefined && !args.includes('--unset')))
    return 'ok';
  if (key === undefined || value === undefined || more.length > 0 || args.includes('--unset'))
    return unknown(machine, 'poetry config');
  const name = settings[key];
  if (name === undefined) return harmless.test(key) ? 'ok' : unknown(machine, `poetry config ${key}`);
  if (!isKnown(value)) return unknown(machine, `poetry config ${key}`);
  const wanted = booleanOf(value);
  if (wanted === null) return refuse(`"${value}" is an invalid value for ${key}`);
  keepSetting(machine, name, wanted, args.includes('--local') ? cwd : null);
  return 'ok';
}
