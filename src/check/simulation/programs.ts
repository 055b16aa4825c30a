import { builtins } from './builtins.ts';
import { fetchTools } from './fetchtools.ts';
import { fileTools } from './filetools.ts';
import { runScript } from './interpret.ts';
import {
  type Found,
  fail,
  type Machine,
  type Program,
  type Running,
  type Status,
  unknown,
} from './machine.ts';
import { packageTools } from './packagetools.ts';
import { pythonTools } from './pythontools.ts';
import { resolveProgram } from './resolve.ts';
import { runFile } from './scripts.ts';
import { serverTools } from './servertools.ts';
import { runText } from './shell-text.ts';
import { uvTools } from './uvtools.ts';
import { wrappers } from './wrappers.ts';

/** Runs a command by its words. */
function runWords(machine: Machine, words: readonly string[], input: string | null): Status {
  const [name = '', ...args] = words;
  const { direct } = machine;
  machine.direct = false;
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0 || machine.depth > 30) return unknown(machine, 'too many steps');
  if (machine.phase === 'build')
    machine.commands.push({ words, line: machine.place.line, stage: machine.stage });
  const body = machine.functions.get(name);
  if (body !== undefined) {
    const inner = { ...machine, depth: machine.depth + 1, args, inFunction: true };
    const status = runScript(inner, [body]);
    machine.cwd = inner.cwd;
    return status;
  }
  if (name === 'uv-installer') return uvTools['uv-installer']?.(machine, args, input, name) ?? 'unknown';
  const found = find(machine, name);
  switch (found.kind) {
    case 'tool':
      return runTool(machine, found.tool, args, input, name);
    case 'file':
      return runFile({ ...machine, direct }, found.path, args, name);
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

/** Every program whose effect is known. */
const programs: Readonly<Record<string, Program>> = {
  ...builtins,
  ...fileTools,
  ...fetchTools,
  ...packageTools,
  ...pythonTools,
  ...serverTools,
  ...uvTools,
  ...wrappers,
};

const isProgram = (name: string): boolean => Object.hasOwn(programs, name);
const find = (machine: Machine, name: string): Found => resolveProgram(machine, name, isProgram);

/** How programs run other programs. */
export const running: Running = { words: runWords, text: runText, file: runFile, find };
