import { isKnown } from '../dockerfile/unknown-text.ts';
import { editDistance } from '../nearest.ts';
import { type Unfinished, unfinished } from '../shell/unfinished.ts';
import { seldomThere } from './base.ts';
import { builtins } from './builtins.ts';
import { fetchTools } from './fetchtools.ts';
import { nameOf, resolvePath } from './files.ts';
import { fileTools } from './filetools.ts';
import { placeIn, runScript } from './interpret.ts';
import {
  dialectOf,
  type Found,
  fail,
  type Machine,
  type Program,
  type Running,
  type Status,
  subshell,
  unknown,
} from './machine.ts';
import { packageTools } from './packagetools.ts';
import { normal } from './project.ts';
import { pythonTools } from './pythontools.ts';
import { runFile } from './scripts.ts';
import { serverTools } from './servertools.ts';
import { systemPython } from './stage.ts';
import { uvTools } from './uvtools.ts';

/** Program names that only the shell's package brings. */
const packageOf: Readonly<Record<string, readonly string[]>> = {
  nc: ['netcat', 'netcat-openbsd', 'netcat-traditional', 'nmap-ncat', 'busybox'],
  netcat: ['netcat', 'netcat-openbsd', 'netcat-traditional'],
  pg_isready: ['postgresql-client', 'postgresql'],
  psql: ['postgresql-client', 'postgresql'],
  gcc: ['build-essential', 'gcc', 'build-base'],
  make: ['build-essential', 'make', 'build-base'],
  ps: ['procps'],
  node: ['nodejs'],
  python3: ['python3', 'python3-pip', 'python3-venv', 'python3-full', 'python3-dev'],
  pip3: ['python3-pip', 'py3-pip'],
  pip: ['python3-pip', 'py3-pip'],
  pipx: ['pipx'],
  vim: ['vim', 'vim-tiny'],
};

/** Finds what a command's name stands for. */
export function resolveProgram(machine: Machine, name: string): Found {
  const { stage, project } = machine;
  if (!isKnown(name) || name === '') return { kind: 'unknown' };
  if (name.includes('/')) {
    const path = resolvePath(machine.cwd, name);
    const entry = stage.files.get(path);
    if (entry?.tool != null) return { kind: 'tool', tool: entry.tool, path };
    if (entry?.kind === 'file') return entry.certain ? { kind: 'file', path } : { kind: 'unknown' };
    const inVenv = environmentProgram(machine, path);
    if (inVenv !== null) return inVenv;
    if (/^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path)) return bySystem(machine, nameOf(path));
    return stage.files.presence(path) === 'unknown' ? { kind: 'unknown' } : { kind: 'absent' };
  }
  if (Object.hasOwn(builtins, name) || name === 'exec' || name === 'command')
    return { kind: 'tool', tool: name, path: null };
  const path = machine.env.get('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  let doubtful = false;
  for (const folder of path.split(':')) {
    if (!isKnown(folder)) {
      doubtful = true;
      continue;
    }
    const file = resolvePath(machine.cwd, `${folder === '' ? '.' : folder}/${name}`);
    const entry = stage.files.get(file);
    if (entry !== null && entry.kind === 'file') {
      if (!entry.certain) return { kind: 'unknown' };
      if (entry.tool !== null) return { kind: 'tool', tool: entry.tool, path: file };
      if (entry.executable !== false) return { kind: 'file', path: file };
    }
    const inVenv = environmentProgram(machine, file);
    if (inVenv !== null) return inVenv;
    if (/^\/(?:usr\/(?:local\/)?)?s?bin$/.test(folder)) {
      const found = bySystem(machine, name);
      if (found.kind === 'tool') return found;
      if (found.kind === 'unknown') doubtful = true;
    }
  }
  const system = stage.environments.get(systemPython);
  if (system?.packages.has(normal(name)) === true) return { kind: 'tool', tool: name, path: null };
  if (system?.project === true && project.metadata.dependencies?.has(normal(name)) === true) {
    return { kind: 'tool', tool: name, path: null };
  }
  return { kind: doubtful || stage.files.isVague ? 'unknown' : 'absent' };
}

/** A program in a virtual environment's bin folder. */
function environmentProgram(machine: Machine, path: string): Found | null {
  for (const [folder, environment] of machine.stage.environments) {
    if (folder === systemPython || !path.startsWith(`${folder}/bin/`)) continue;
    const name = path.slice(folder.length + 5);
    if (environment.packages.has(normal(name))) return { kind: 'tool', tool: name, path };
    if (environment.project !== true) continue;
    const dependencies = machine.project.metadata.dependencies;
    if (dependencies === null) return { kind: 'unknown' };
    if (dependencies.has(normal(name)) || (name === 'django-admin' && dependencies.has('django'))) {
      return { kind: 'tool', tool: name, path };
    }
  }
  return null;
}

/** A program that the base image or a package of its distribution has. */
function bySystem(machine: Machine, name: string): Found {
  const { base, packages } = machine.stage;
  const tool: Found = { kind: 'tool', tool: name, path: null };
  if (base.programs?.has(name) === true) return tool;
  if (packages.has(name) || packageOf[name]?.some((each) => packages.has(each)) === true) return tool;
  if (base.programs === null) return { kind: 'unknown' };
  if (base.files === 'empty') return { kind: 'absent' };
  // The list of a base's programs is not complete; scripts are surely none of them.
  const known =
    !['adduser', 'addgroup'].includes(name) &&
    (seldomThere.has(name) ||
      isMistyped(name) ||
      isOwnFunction(name) ||
      Object.hasOwn(programs, name) ||
      /^python|^pip|\.(?:sh|py|bash)$/.test(name));
  return { kind: known ? 'absent' : 'unknown' };
}

/** Programs that every script of a lesson calls. */
const everyday = [
  'python',
  'python3',
  'runserver',
  'migrate',
  'manage',
  'chmod',
  'mkdir',
  'sleep',
  'apt-get',
  'install',
];
/** Programs of a slim image with an underscore in their name. */
const underscored = new Set(['c_rehash', 'x86_64', 'unix_chkpwd', 'unix_update', 'pam_getenv', 'chage_']);

/** `pyhton`: nearly the name of a program that is there, and not in any list itself. */
const isMistyped = (name: string): boolean =>
  name.length >= 5 &&
  !/\d$/.test(name) &&
  everyday.some((each) => each !== name && editDistance(each, name) <= 2);

/** `wait_for_db`: a name as people give to functions of their own. */
const isOwnFunction = (name: string): boolean => /^[a-z]+(?:_[a-z]+)+$/.test(name) && !underscored.has(name);

/** Runs a command by its words. */
export function runWords(machine: Machine, words: readonly string[], input: string | null): Status {
  const [name = '', ...args] = words;
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0 || machine.depth > 30) return unknown(machine, 'too many steps');
  if (machine.phase === 'build')
    machine.commands.push({ words, line: machine.place.line, stage: machine.stage });
  const body = machine.functions.get(name);
  if (body !== undefined) {
    const inner = { ...machine, depth: machine.depth + 1, args };
    const status = runScript(inner, [body]);
    machine.cwd = inner.cwd;
    return status;
  }
  if (name === 'uv-installer') return uvTools['uv-installer']?.(machine, args, input, name) ?? 'unknown';
  const found = resolveProgram(machine, name);
  switch (found.kind) {
    case 'tool':
      return runTool(machine, found.tool, args, input, name);
    case 'file':
      return runFile(machine, found.path, args, name);
    case 'unknown':
      if (name === 'uv' || name === 'uvx') return runTool(machine, name, args, input, name);
      // adduser is in some variants of the base and not in others: what it does is known all the same.
      if (name === 'adduser' || name === 'addgroup') runTool(machine, name, args, input, name);
      else if (machine.phase === 'build') machine.stage.files.blur();
      return unknown(machine, name);
    case 'absent':
      return notFound(machine, name, args, input);
  }
}

function runTool(
  machine: Machine,
  tool: string,
  args: readonly string[],
  input: string | null,
  name: string,
): Status {
  const program = Object.hasOwn(programs, tool) ? programs[tool] : undefined;
  if (program !== undefined) {
    machine.depth += 1;
    const status = program(machine, args, input, name);
    machine.depth -= 1;
    return status;
  }
  if (harmless.has(tool)) return 'ok';
  if (machine.phase === 'build') machine.stage.files.blur();
  return unknown(machine, tool);
}

/** Programs whose effect matters to nothing that is asked here. */
const harmless = new Set(
  `ls pwd date sleep head grep egrep fgrep sort uniq wc which whoami id uname hostname df du stat cut tr dirname
   basename readlink realpath expr seq yes env-none sync stty tty nproc md5sum sha256sum printenv ps top free
   dpkg dpkg-query ldconfig update-ca-certificates git file locale-gen passwd chpasswd usermod nice cmp diff awk sed-n
   gcc make tail apt-cache apt-mark mktemp kill`.split(/\s+/),
);

function notFound(machine: Machine, name: string, args: readonly string[], input: string | null): Status {
  if (name === 'uv' || name === 'uvx') {
    machine.happenings.push({
      kind: 'uv-used',
      at: machine.place,
      phase: machine.phase,
      stage: machine.stage.index,
      found: false,
    });
    const status = fail(
      machine,
      'uv-not-found',
      { command: [name, ...args].join(' ') },
      'installer-available',
    );
    // Whoever installs uv wants the rest to be judged as if it were there.
    const after = uvTools.uv?.(
      { ...machine, failures: machine.failures },
      name === 'uvx' ? ['x', ...args] : args,
      input,
      'assumed',
    );
    if (after === 'stops') return 'stops';
    return status;
  }
  if (name.includes('/')) {
    return fail(
      machine,
      'script-not-found',
      { path: name },
      machine.phase === 'start' ? 'entrypoint-script' : null,
    );
  }
  return fail(machine, 'command-not-found', { command: name });
}

/** `env A=1 cmd`, `command cmd`, `timeout 5 cmd`: programs that run another. */
const wrappers: Readonly<Record<string, Program>> = {
  env: (machine, args) => {
    const inner = subshell(machine);
    let at = 0;
    while (at < args.length) {
      const word = args[at] ?? '';
      if (word === '-S') at += 1;
      else if (word === '-u') at += 2;
      else if (word.startsWith('-')) at += 1;
      else if (/^[A-Za-z_]\w*=/.test(word)) {
        inner.env.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
        at += 1;
      } else break;
    }
    return at < args.length ? runWords(inner, args.slice(at), null) : 'ok';
  },
  command: (machine, args) => {
    if (args[0]?.startsWith('-') !== true) return runWords(machine, args, null);
    const found = resolveProgram(machine, args[1] ?? '');
    if (found.kind === 'unknown') return 'unknown';
    return found.kind === 'absent' ? 'failed' : 'ok';
  },
  nohup: (machine, args) => runWords(machine, args, null),
  nice: (machine, args) => runWords(machine, args.slice(args[0] === '-n' ? 2 : 0), null),
  time: (machine, args) => runWords(machine, args, null),
  timeout: (machine, args) =>
    runWords(machine, args.slice(args.findIndex((arg) => /^\d/.test(arg)) + 1), null),
  tini: (machine, args) => afterDashes(machine, args),
  'dumb-init': (machine, args) => afterDashes(machine, args),
  gosu: (machine, args) => runWords(subshell(machine, { user: args[0] ?? '' }), args.slice(1), null),
  'su-exec': (machine, args) => runWords(subshell(machine, { user: args[0] ?? '' }), args.slice(1), null),
  exec: (machine, args) => {
    if (args.length === 0) return 'ok';
    machine.exec = true;
    const status = runWords(machine, args, null);
    machine.exec = false;
    return machine.phase === 'start' && status !== 'failed' ? 'stops' : status;
  },
  sudo: (machine, args) =>
    runWords(
      machine,
      args.filter((arg, index) => index > 0 || !arg.startsWith('-')),
      null,
    ),
  xargs: () => 'unknown',
  sh: (machine, args, input, name) => runShell(machine, args, input, name),
};

function afterDashes(machine: Machine, args: readonly string[]): Status {
  const rest = args.filter(
    (arg, index) => !(arg === '--' || arg.startsWith('-')) || args.indexOf('--') < index,
  );
  return runWords(machine, rest, null);
}

/** `sh -c text`, `sh file`, `sh <<EOF`. */
function runShell(machine: Machine, args: readonly string[], input: string | null, name: string): Status {
  let at = 0;
  let command = false;
  const inner = subshell(machine, { errexit: false, exec: machine.exec, dialect: dialectOf(machine, name) });
  while (at < args.length && /^[-+]/.test(args[at] ?? '')) {
    const word = args[at] ?? '';
    if (word.startsWith('-') && !word.startsWith('--')) {
      if (word.includes('c')) command = true;
      if (word.includes('e')) inner.errexit = true;
      if (word.includes('o')) at += 1;
    }
    at += 1;
  }
  const rest = args.slice(at);
  const [first, ...others] = rest;
  if (command) return first === undefined ? 'failed' : runText(inner, first, others.slice(1));
  if (first !== undefined) return runFile(inner, resolvePath(machine.cwd, first), others, first, true);
  return input === null ? 'ok' : runText(inner, input, []);
}

/** Runs a line or a script's text in a shell. */
export function runText(machine: Machine, text: string, args: readonly string[]): Status {
  if (!isKnown(text)) return unknown(machine, 'shell text');
  machine.budget.shell -= text.length;
  const parsed = machine.budget.shell < 0 ? null : machine.parseShell(text);
  if (parsed === null) return unknown(machine, 'long script');
  machine.args = args;
  const open = parsed.broken ? unfinished(text) : null;
  if (open !== null) return runUpTo(machine, text, open);
  const status = runScript(machine, parsed.script);
  return parsed.broken && status !== 'failed' ? unknown(machine, 'shell syntax') : status;
}

/** A shell runs what stands before a construct that never ends, and gives up there, with or without -e. */
function runUpTo(machine: Machine, text: string, { at, phrase }: Unfinished): Status {
  const before = machine.parseShell(text.slice(0, at));
  const status = before === null ? 'unknown' : runScript(machine, before.script);
  if (status === 'stops') return status;
  const { place } = machine;
  machine.place = placeIn(machine, text.slice(0, at).split('\n').length - 1);
  const failed = fail(
    machine,
    'shell-usage',
    { phrase },
    machine.phase === 'start' ? 'entrypoint-script' : null,
  );
  machine.place = place;
  return failed;
}

export const programs: Readonly<Record<string, Program>> = {
  ...builtins,
  ...fileTools,
  ...fetchTools,
  ...packageTools,
  ...pythonTools,
  ...serverTools,
  ...uvTools,
  ...wrappers,
  bash: (machine, args, input, name) => runShell(machine, args, input, name),
  dash: (machine, args, input, name) => runShell(machine, args, input, name),
  ash: (machine, args, input, name) => runShell(machine, args, input, name),
};

export const running: Running = { words: runWords, text: runText, file: runFile, find: resolveProgram };
