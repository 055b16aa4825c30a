import { isKnown } from '../dockerfile/unknown-text.ts';
import { plainFile, resolvePath } from './files.ts';
import { install, noProject, setEnvironment } from './install.ts';
import { fail, type Machine, type Program, placeOfUser, type Status, unknown } from './machine.ts';
import { type Parsed, parseOptions } from './options.ts';
import { addPackages, putUv } from './requirements.ts';
import { bareEnvironment, hasNoHome, homeOf, isRoot } from './stage.ts';
import { cleanCache } from './uv/cache.ts';
import { globalTable, truthy } from './uv/options.ts';
import { uvPip } from './uv/pip.ts';
import { environmentFor, whereFor } from './uv/project.ts';
import { uvRun } from './uv/run.ts';
import { uvSync } from './uv/sync.ts';

const subcommands = new Set(
  `auth run init add remove version sync lock export tree format check audit tool python pip venv build publish workspace cache self help
   generate-shell-completion`.split(/\s+/),
);

const uv: Program = (machine, args, _input, name) => {
  const global = parseOptions(args, globalTable, true);
  const denied = name === 'assumed' ? false : beginsWithCache(machine, global, name);
  const status = subcommand(machine, global);
  // It goes on as if that were mended, so that nothing that only follows from it is told.
  return denied && status !== 'stops' ? 'failed' : status;
};

/** Notes that uv is used; whether its user has no place for its cache. */
function beginsWithCache(machine: Machine, global: Parsed, name: string): boolean {
  const found = machine.run.find(machine, name).kind;
  machine.happenings.push({
    kind: 'uv-used',
    at: machine.place,
    phase: machine.phase,
    stage: machine.stage.index,
    found: found === 'tool' ? true : 'unknown',
  });
  const cached =
    machine.env.has('UV_CACHE_DIR') ||
    machine.env.has('HOME') ||
    truthy(machine.env.get('UV_NO_CACHE')) ||
    global.options.has('--no-cache') ||
    global.options.has('-n');
  const homeless = !isRoot(machine.user) && isKnown(machine.user) && hasNoHome(machine.stage, machine.user);
  if (!homeless || cached) return false;
  const told = machine.failures.some(({ code }) => code === 'not-permitted');
  const values = { command: 'uv', path: '~/.cache/uv', user: machine.user };
  // While the image is built the step that fails is told, as Docker tells it; a container has only its USER.
  const at = machine.phase === 'start' ? placeOfUser(machine) : machine.place;
  if (!told) fail(machine, 'not-permitted', values, null, at);
  return true;
}

function subcommand(machine: Machine, global: Parsed): Status {
  const [command = '', ...rest] = global.operands;
  switch (command) {
    case 'sync':
      return uvSync(machine, rest, global.options);
    case 'run':
      return uvRun(machine, rest, global.options);
    case 'x':
      return runsTool(machine, rest);
    case 'tool':
      return rest[0] === 'run' ? runsTool(machine, rest.slice(1)) : unknown(machine, 'uv tool');
    case 'pip':
      return uvPip(machine, rest, global.options);
    case 'venv': {
      const folder = resolvePath(
        machine.cwd,
        rest.find(
          (arg, index) =>
            !arg.startsWith('-') && !['-p', '--python', '--prompt'].includes(rest[index - 1] ?? ''),
        ) ?? '.venv',
      );
      if (isKnown(folder)) setEnvironment(machine, folder, { ...bareEnvironment, line: machine.place.line });
      return 'ok';
    }
    case 'export': {
      const output = rest[rest.findIndex((arg) => arg === '-o' || arg === '--output-file') + 1];
      if (output !== undefined && /^-o$|^--output-file$/.test(rest[rest.indexOf(output) - 1] ?? '')) {
        machine.stage.files.put(resolvePath(machine.cwd, output), {
          ...plainFile,
          tool: 'uv-export',
          line: machine.place.line,
        });
      }
      return 'ok';
    }
    case 'init':
      if (machine.stage.files.presence(resolvePath(machine.cwd, 'pyproject.toml')) === 'absent')
        machine.stage.files.put(resolvePath(machine.cwd, 'pyproject.toml'), {
          ...plainFile,
          line: machine.place.line,
        });
      return 'ok';
    case 'lock':
    case 'add':
    case 'remove': {
      const { root, start } = whereFor(machine, global.options);
      if (root === null) return noProject(machine, `uv ${command}`, start);
      if (command === 'add' && root !== 'unknown') {
        // It keeps to the versions of a lock file that is there.
        const exact = machine.stage.files.get(resolvePath(root, 'uv.lock'))?.from != null;
        const environment = environmentFor(machine, root, global.options);
        const command = `uv add ${rest.join(' ')}`;
        install(machine, { command, implicit: false, exact, root, environment, withoutDev: false }, 'ok');
        addPackages(
          machine,
          environment,
          rest.filter((arg) => !arg.startsWith('-')),
        );
      }
      if (root !== 'unknown')
        machine.stage.files.put(resolvePath(root, 'uv.lock'), { ...plainFile, line: machine.place.line });
      return 'ok';
    }
    case '':
    case 'python':
    case 'cache':
      if (rest[0] === 'clean') cleanCache(machine, global.options);
      return 'ok';
    case 'self':
    case 'version':
    case 'tree':
    case 'help':
      return 'ok';
    default:
      if (subcommands.has(command) || !isKnown(command)) return unknown(machine, `uv ${command}`);
      return fail(
        machine,
        'uv-usage',
        { phrase: `error: unrecognized subcommand '${command}'`, command: `uv ${command}` },
        machine.phase === 'build' ? 'dependencies-installed' : 'entrypoint-script',
      );
  }
}

/** `uvx python manage.py …`: a Python of its own, without the project's packages. What else it runs is not known. */
function runsTool(machine: Machine, args: readonly string[]): Status {
  const [program = '', file = ''] = args.filter((arg) => !arg.startsWith('-'));
  const isManage = file === machine.project.manage || file.endsWith(`/${machine.project.manage}`);
  if (!/^python[\d.]*$/.test(program) || !isManage || args.some((arg) => /^(?:-w|--with|--from)/.test(arg)))
    return unknown(machine, 'uvx');
  const where = [...machine.stage.environments].find(([, { project }]) => project === true)?.[0] ?? '';
  const aim = machine.phase === 'start' ? 'entrypoint-script' : null;
  return fail(machine, 'module-not-found', { module: 'django', where, command: 'uvx' }, aim);
}

/** uv's own installer: into ~/.local/bin (or where UV_INSTALL_DIR says), which is not on the PATH by itself. */
const uvInstaller: Program = (machine) => {
  const home = homeOf(machine.stage, machine.user) ?? '/root';
  const folder =
    machine.env.get('UV_INSTALL_DIR') ??
    machine.env.get('UV_UNMANAGED_INSTALL') ??
    machine.env.get('XDG_BIN_HOME') ??
    `${machine.env.get('HOME') ?? home}/.local/bin`;
  putUv(machine, resolvePath('/', folder), 'installer');
  machine.stage.files.put(`${resolvePath('/', folder)}/env`, { ...plainFile, line: machine.place.line });
  return 'ok';
};

/** uv, and the script that installs it. */
export const uvTools: Readonly<Record<string, Program>> = {
  uv,
  uvx: (machine, args) => runsTool(machine, args),
  'uv-installer': uvInstaller,
};
