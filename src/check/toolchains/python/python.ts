import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, systemEnvironment } from '../../simulation/image/stage.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import {
  fail,
  type Machine,
  type Program,
  setVariable,
  subshell,
  unknown,
} from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { django } from '../django/django.ts';
import { serve } from '../listening.ts';
import { pip } from '../pip/pip.ts';
import { putUv } from '../pip/requirements.ts';
import { textOf, uvFor } from '../python-uv/version.ts';
import { pythonRemovesReturns } from '../shell-tools/text.ts';
import { readPythonCommandLine } from './command-line.ts';
import { needsNoTool } from './find.ts';
import { noteInstall, setEnvironment } from './installation.ts';
import { environmentOf, environmentsOf } from './interpreter.ts';
import { isWellKnown } from './known-distributions.ts';
import { ownServer } from './own-server.ts';
import { type PythonProgram, runProgramText } from './program-text.ts';
import { readRequirement } from './requirement.ts';
import { serverModule } from './server-module.ts';

export const python: Program = (machine, args, input, name) => {
  const line = readPythonCommandLine(args);
  if (line.kind === 'tells') return 'ok';
  if (line.kind === 'refused')
    return isKnown(line.phrase)
      ? fail(machine, { kind: 'application-refused', phrase: line.phrase })
      : unknown(machine, name);
  if (line.doubtful !== null) unknown(machine, `${name} ${line.doubtful}`);
  const { start, args: rest } = line;
  const run = (code: string, command: string): Status =>
    runProgram(machine, { code, interpreter: name, command, folder: machine.cwd }, rest);
  switch (start.kind) {
    case 'code':
      return run(start.code, `${name} -c …`);
    case 'module':
      return module(machine, start.module, rest, name);
    case 'input':
      // Nobody types, so the input ends at once.
      return run(input ?? machine.input.text, name);
    case 'file':
      return runScriptFile(machine, start.path, rest, name);
  }
};

/** `python folder/script.py`: runs in the working folder, and imports modules next to the script. */
function runScriptFile(machine: Machine, written: string, args: readonly string[], name: string): Status {
  const { stage, project } = machine;
  const path = resolvePath(machine.cwd, written);
  const isManage = written === project.command || written.endsWith(`/${project.command}`);
  if (isManage && isKnown(path)) return django(machine, path, written, args, name);
  const read = stage.files.get(path);
  // If a script's text was not sent, its file name decides whether it is a shell script.
  if (isShellText(read?.text ?? '') || (read?.from != null && read.text === null && path.endsWith('.sh')))
    return fail(machine, { kind: 'not-python', path: written });
  if (isKnown(path) && stage.files.presence(path) === 'absent')
    return fail(machine, { kind: 'python-file-not-found', command: name, path: written, resolved: path });
  const own = ownServer(stage, project, path);
  if (own !== null && own.database === null) return serve(machine, name, own.host, own.port, 'ok');
  const code = read?.text == null || !read.certain ? unknownText : read.text;
  const command = isKnown(path) ? `${name} ${written}` : name;
  return runProgram(machine, { code, interpreter: name, command, folder: parentOf(path) }, args);
}

/** Lines that only a shell understands; Python fails at them with a SyntaxError. */
const isShellText = (text: string): boolean =>
  /^(?:set [-+][a-z]|exec |uv run |python3? \S|export \w+=|if \[)/m.test(text) &&
  !/^(?:import|from) \w/m.test(text);

/** Runs a program whose text is known. It may wait for a database and write any file. */
function runProgram(machine: Machine, program: PythonProgram, args: readonly string[]): Status {
  const { code, command } = program;
  const ran = pythonRemovesReturns(machine, code) ?? runProgramText(machine, program);
  if (ran !== null) return ran;
  mayWriteAnything(machine, [code, ...args]);
  return /socket|connect|psycopg/.test(code) && machine.project.services.size === 0
    ? unknown(machine, { of: 'service', host: 'the database' })
    : unknown(machine, command);
}

/** A program that is not simulated may write any file, most likely those in its arguments. */
function mayWriteAnything(machine: Machine, words: readonly string[]): void {
  machine.stage.files.doubt(machine.cwd, words.join(' '));
  if (machine.phase === 'build') machine.stage.files.blur();
}

/** The same shell, with the folder of `pip install --user` on its PATH. */
const withUserFolder = (machine: Machine): Machine => {
  const inner = subshell(machine);
  setVariable(inner, 'PATH', `${machine.env.get('PATH') ?? ''}:/root/.local/bin`);
  return inner;
};

/** Whether an environment has no pip, like those that uv creates. */
const lacksPip = ({ stage }: Machine, environment: string): boolean => {
  const found = stage.environments.get(environment);
  return (
    environment !== systemEnvironment &&
    found !== undefined &&
    !found.packages.has('pip') &&
    found.madeAt === null
  );
};

/** Whether a tool is certainly missing from all folders in which an interpreter looks, and no package in them depends on it. */
const lacksTool = (machine: Machine, interpreter: string, name: string): boolean =>
  environmentsOf(machine, interpreter).every(
    ({ project, packages, madeAt }) =>
      project !== 'unknown' &&
      madeAt === null &&
      !packages.has(name) &&
      [...packages].every((each) => needsNoTool.has(each)),
  );

/** The error for a missing tool that the application itself does not need. */
const noModule = (machine: Machine, interpreter: string, name: string): Status =>
  fail(machine, { kind: 'command-failed', phrase: `${interpreter}: No module named ${name}` });

export function module(machine: Machine, name: string, args: readonly string[], interpreter: string): Status {
  const environment = environmentOf(machine, interpreter);
  switch (name) {
    case 'pip':
      if (lacksPip(machine, environment))
        return fail(machine, { kind: 'module-not-found', command: interpreter, module: 'pip', where: null });
      return pip(machine, args, environment, `${interpreter} -m pip`);
    case 'pipx':
      if (lacksTool(machine, interpreter, name)) return noModule(machine, interpreter, name);
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
    case 'virtualenv':
    case 'venv': {
      if (name === 'virtualenv' && lacksTool(machine, interpreter, name))
        return noModule(machine, interpreter, name);
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
      // Python finds the program through its package, whether or not it is on the PATH.
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
        resolvePath(machine.cwd, machine.project.command),
        machine.project.command,
        args,
        interpreter,
      );
    default:
      if (`${name}.py` === machine.project.command)
        return django(machine, resolvePath(machine.cwd, machine.project.command), name, args, interpreter);
      mayWriteAnything(machine, args);
      return unknown(machine, `python -m ${name}`);
  }
}

/** `pipx`: installs each program in an environment of its own, and links them all in one folder. */
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
    const home = homeFolder(machine);
    const bin = rest.includes('--global')
      ? '/usr/local/bin'
      : (machine.env.get('PIPX_BIN_DIR') ?? `${home}/.local/bin`);
    putUv(machine, bin, textOf(version));
  }
  return 'ok';
};

/** It is unknown what pipenv installs, but it does not use uv.lock. */
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
