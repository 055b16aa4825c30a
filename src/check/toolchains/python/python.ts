import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, homeOf, systemEnvironment } from '../../simulation/image/stage.ts';
import {
  fail,
  type Machine,
  type Program,
  type Status,
  setVariable,
  subshell,
  unknown,
} from '../../simulation/shell/machine.ts';
import { django } from '../django/django.ts';
import { pip } from '../pip/pip.ts';
import { putUv } from '../pip/requirements.ts';
import { textOf, uvFor } from '../python-uv/version.ts';
import { pythonRemovesReturns } from '../shell-tools/text.ts';
import { noteInstall, setEnvironment } from './installation.ts';
import { environmentOf } from './interpreter.ts';
import { isWellKnown } from './known-distributions.ts';
import { runProgramText } from './program-text.ts';
import { readRequirement } from './requirement.ts';

export const python: Program = (machine, args, input, name) => {
  let at = 0;
  while (at < args.length && /^-[^mc]/.test(args[at] ?? '')) {
    const option = args[at] ?? '';
    if (/^(?:-V+|--version|-h|--help|-\?)$/.test(option)) return 'ok';
    // Flags of the interpreter: some may be written in one word; -I, -E, -s and -S change what it finds.
    if (/^-[IEsSi]/.test(option)) unknown(machine, `${name} ${option}`);
    else if (!/^-(?:[bBdOPquvxR]+|[WX].*)$/.test(option) && option !== '-')
      return usage(machine, name, option);
    at += option === '-W' || option === '-X' ? 2 : 1;
  }
  const first = args[at];
  const rest = args.slice(at + 1);
  const typed = input ?? machine.input.text;
  if ((first === undefined || first === '-') && typed !== '') return runPythonText(machine, typed, name);
  // Nobody types: it ends at once.
  if (first === undefined || first === '-') return 'ok';
  if (first === '-c') return runPythonText(machine, rest[0] ?? '', name);
  if (first === '-m') return module(machine, rest[0] ?? '', rest.slice(1), name);
  if (first.startsWith('-m')) return module(machine, first.slice(2), rest, name);
  const path = resolvePath(machine.cwd, first);
  const isManage = first === machine.project.manage || first.endsWith(`/${machine.project.manage}`);
  if (!isKnown(path)) return unknown(machine, 'python');
  if (isManage) return django(machine, path, first, rest, name);
  const read = machine.stage.files.get(path);
  // A script that was not sent is one for a shell by its name.
  if (isShellText(read?.text ?? '') || (read?.from != null && read.text === null && path.endsWith('.sh'))) {
    return fail(machine, { kind: 'not-python', path: first });
  }
  if (machine.stage.files.presence(path) === 'absent') {
    return fail(machine, { kind: 'python-file-not-found', command: name, path: first, resolved: path });
  }
  const ran = read?.text == null || !read.certain ? null : runProgramText(machine, read.text, name);
  return ran ?? unknown(machine, `${name} ${first}`);
};

/** Python does not know an option, and ends. */
const usage = (machine: Machine, name: string, option: string): Status =>
  isKnown(option)
    ? fail(machine, { kind: 'django-refused', phrase: `Unknown option: ${option}` })
    : unknown(machine, name);

/** Lines that only a shell reads; Python ends at them with a SyntaxError. */
const isShellText = (text: string): boolean =>
  /^(?:set [-+][a-z]|exec |uv run |python3? \S|export \w+=|if \[)/m.test(text) &&
  !/^(?:import|from) \w/m.test(text);

/** A program that is given as text: it may wait for a database, and write what it likes. */
function runPythonText(machine: Machine, code: string, name: string): Status {
  const ran = pythonRemovesReturns(machine, code) ?? runProgramText(machine, code, name);
  if (ran !== null) return ran;
  // It may write what it likes.
  machine.stage.files.doubt(machine.cwd, code);
  if (machine.phase === 'build') machine.stage.files.blur();
  return /socket|connect|psycopg/.test(code) && machine.project.services.size === 0
    ? unknown(machine, { of: 'service', host: 'the database' })
    : unknown(machine, 'python -c');
}

/** The same shell with the folder of `pip install --user` on its PATH. */
const withUserFolder = (machine: Machine): Machine => {
  const inner = subshell(machine);
  setVariable(inner, 'PATH', `${machine.env.get('PATH') ?? ''}:/root/.local/bin`);
  return inner;
};

/** Whether an environment has no pip, as those that uv makes. */
const lacksPip = ({ stage }: Machine, environment: string): boolean => {
  const found = stage.environments.get(environment);
  return (
    environment !== systemEnvironment && found !== undefined && !found.packages.has('pip') && !found.moved
  );
};

export function module(machine: Machine, name: string, args: readonly string[], interpreter: string): Status {
  const environment = environmentOf(machine, interpreter);
  switch (name) {
    case 'pip':
      if (lacksPip(machine, environment))
        return fail(machine, { kind: 'module-not-found', command: interpreter, module: 'pip', where: null });
      return pip(machine, args, environment, `${interpreter} -m pip`);
    case 'pipx':
      return pipx(machine, args, null, 'pipx');
    case 'ensurepip':
    case 'site':
    case 'sysconfig':
      return 'ok';
    case 'compileall':
      return args.some(
        (arg) =>
          !arg.startsWith('-') && machine.stage.files.presence(resolvePath(machine.cwd, arg)) === 'folder',
      )
        ? 'ok'
        : unknown(machine, 'python -m compileall');
    case 'venv':
    case 'virtualenv': {
      const folder = resolvePath(machine.cwd, args.find((arg) => !arg.startsWith('-')) ?? 'venv');
      setEnvironment(machine, folder, {
        ...bareEnvironment,
        packages: new Set(['pip']),
        line: machine.place.line,
      });
      return 'ok';
    }
    case 'uv': {
      const packages = machine.stage.environments.get(environment)?.packages;
      if (packages?.has('uv') !== true) {
        const known = machine.stage.base.programs !== null;
        if (known)
          return machine.host.runWords(
            { ...machine, env: new Map([['PATH', '/nowhere']]) },
            ['uv', ...args],
            null,
          );
        return unknown(machine, 'python -m uv');
      }
      // Python finds the program beside its package, on the PATH or not.
      const found = machine.host.resolve(machine, name).kind === 'tool';
      return machine.host.runWords(found ? machine : withUserFolder(machine), [name, ...args], null);
    }
    case 'gunicorn':
    case 'uvicorn':
    case 'hypercorn':
    case 'daphne':
      return serverModule(machine, name, args, interpreter);
    case 'django':
      return django(
        machine,
        resolvePath(machine.cwd, machine.project.manage),
        machine.project.manage,
        args,
        interpreter,
      );
    default:
      if (`${name}.py` === machine.project.manage)
        return django(machine, resolvePath(machine.cwd, machine.project.manage), name, args, interpreter);
      return unknown(machine, `python -m ${name}`);
  }
}

/** `python -m gunicorn`: the server of the interpreter's own environment, on the PATH or not. */
function serverModule(machine: Machine, name: string, args: readonly string[], interpreter: string): Status {
  const environment = environmentOf(machine, interpreter);
  const folder = environment === systemEnvironment ? '/usr/local' : environment;
  switch (machine.host.resolve(machine, `${folder}/bin/${name}`).kind) {
    case 'absent':
      return fail(machine, { kind: 'module-not-found', command: interpreter, module: name, where: null });
    case 'unknown':
      return unknown(machine, `python -m ${name}`);
    default:
      return machine.host.runWords(machine, [`${folder}/bin/${name}`, ...args], null);
  }
}

/** `pipx`: each program in an environment of its own, with a link in one folder. */
export const pipx: Program = (machine, args) => {
  const [verb, ...rest] = args;
  const names = rest.filter((arg) => !arg.startsWith('-'));
  if (verb !== 'install')
    return verb === 'ensurepath' || verb === 'list' ? 'ok' : unknown(machine, `pipx ${verb ?? ''}`);
  if (rest.some((arg) => arg.startsWith('-') && !/^(?:--force|-f|--quiet|-q|--global)$/.test(arg)))
    return unknown(machine, 'pipx install');
  for (const written of names) {
    const requirement = readRequirement(written);
    if (requirement === null || !isWellKnown(requirement.name))
      return unknown(machine, `pipx install ${written}`);
    if (requirement.name !== 'uv') continue;
    const { found, version } = uvFor(requirement.specifier);
    if (found !== true) return unknown(machine, `pipx install ${written}`);
    const home = machine.env.get('HOME') ?? homeOf(machine.stage, machine.user) ?? '/root';
    const bin = rest.includes('--global')
      ? '/usr/local/bin'
      : (machine.env.get('PIPX_BIN_DIR') ?? `${home}/.local/bin`);
    putUv(machine, bin, textOf(version));
  }
  return 'ok';
};

/** What pipenv installs is not known, but not by uv.lock. */
export const pipenv: Program = (machine, args) => {
  if (args[0] === 'install' || args[0] === 'sync') {
    noteInstall(machine, {
      command: ['pipenv', ...args].join(' '),
      implicit: false,
      exact: false,
      root: machine.cwd,
    });
  }
  return unknown(machine, 'pipenv');
};
