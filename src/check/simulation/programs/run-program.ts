import { unknownText } from '../../dockerfile/unknown-text.ts';
import type { Node } from '../../shell/syntax.ts';
import { packageTools } from '../../toolchains/debian/apt.ts';
import { pythonTools } from '../../toolchains/python/python.ts';
import { serverTools } from '../../toolchains/python-servers/servers.ts';
import { uvTools } from '../../toolchains/python-uv/uv.ts';
import { fileTools } from '../../toolchains/shell-tools/files.ts';
import { fetchTools } from '../../toolchains/shell-tools/network.ts';
import { askTools } from '../../toolchains/shell-tools/queries.ts';
import { wrappers } from '../../toolchains/shell-tools/wrappers.ts';
import { builtins } from '../shell/builtins.ts';
import { runScript } from '../shell/interpret.ts';
import {
  type Found,
  fail,
  type Machine,
  type Program,
  type Running,
  type Status,
  unknown,
} from '../shell/machine.ts';
import { runFile } from '../shell/scripts.ts';
import { runText } from '../shell/shell-text.ts';
import { shells } from '../shell/shells.ts';
import { print } from '../shell/streams.ts';
import { resolveProgram } from './resolve.ts';

/** Runs a command by its words. */
function runWords(machine: Machine, words: readonly string[], input: string | null): Status {
  const [name = '', ...args] = words;
  const { direct } = machine;
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0 || machine.depth > 30) return unknown(machine, 'too many steps');
  if (machine.phase === 'build')
    machine.commands.push({ words, line: machine.place.line, stage: machine.stage });
  const body = machine.functions.get(name);
  if (body !== undefined) {
    return runFunction(machine, body, args);
  }
  if (name === 'uv-installer') return uvTools['uv-installer']?.(machine, args, input, name) ?? 'unknown';
  const found = find(machine, name);
  machine.direct = false;
  switch (found.kind) {
    case 'tool':
      return runTool(machine, found.tool, args, input, name);
    case 'file':
      return runFile({ ...machine, direct }, found.path, args, name);
    case 'unknown':
      if (name === 'uv' || name === 'uvx') return runTool(machine, name, args, input, name);
      // adduser is in some variants of the base and not in others: what it does is known all the same.
      if (name === 'adduser' || name === 'addgroup') runTool(machine, name, args, input, name);
      else return unmodelled(machine, name, args);
      return unknown(machine, name);
    case 'absent':
      return notFound(machine, name, args, input);
  }
}

/** A function of the script's own: all that it sets stays. */
function runFunction(machine: Machine, body: Node, args: readonly string[]): Status {
  const inner = { ...machine, depth: machine.depth + 1, args, inFunction: true };
  const status = runScript(inner, [body]);
  const { cwd, errexit, nounset, pipefail, shell } = inner;
  Object.assign(machine, { cwd, errexit, nounset, pipefail });
  // Whoever calls it sees only how it ended: `set -e` counts that, whatever came to it inside.
  shell.answered = false;
  const { leaving } = shell;
  if (leaving.kind !== 'return') return status;
  shell.leaving = { kind: 'no' };
  return leaving.status;
}

/** Programs that print nothing, or whose text is written where it is made: of all others the text is not known. */
const tellsItself = new Set(
  `: . [ [[ (( let true false test cd export readonly local declare set unset shift trap umask ulimit wait read break continue
   return exit exec eval command source env time nohup nice timeout tini dumb-init gosu su-exec runuser sudo sh bash dash
   ash su xargs echo printf pwd type which cat tr sed head tail sort chmod chown chgrp mkdir rmdir touch cp install mv rm ln
   tee sleep basename dirname realpath readlink id whoami printenv seq expr grep egrep fgrep useradd groupadd awk mawk perl dos2unix unix2dos fromdos ls wc uniq cut md5sum sha256sum stat`.split(
    /\s+/,
  ),
);

/** A program that nobody here knows: how it ends is unknown, and so are all files that it may have made or changed. */
function unmodelled(machine: Machine, name: string, args: readonly string[]): Status {
  print(machine, unknownText);
  machine.stage.files.blur();
  machine.stage.files.doubt(machine.cwd, args.join(' '));
  return unknown(machine, name);
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
    if (!tellsItself.has(tool)) print(machine, unknownText);
    return status;
  }
  return unmodelled(machine, tool, args);
}

function notFound(machine: Machine, name: string, args: readonly string[], input: string | null): Status {
  if (name === 'uv' || name === 'uvx') {
    machine.events.push({
      kind: 'uv-used',
      at: machine.place,
      phase: machine.phase,
      stage: machine.stage.index,
      found: false,
    });
    const status = fail(machine, { kind: 'uv-not-found', command: [name, ...args].join(' ') });
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
    return fail(machine, { kind: 'script-not-found', path: name });
  }
  return fail(machine, { kind: 'command-not-found', command: name });
}

/** Every program whose effect is known. */
const programs: Readonly<Record<string, Program>> = {
  ...builtins,
  ...askTools,
  ...fileTools,
  ...fetchTools,
  ...packageTools,
  ...pythonTools,
  ...serverTools,
  ...shells,
  ...uvTools,
  ...wrappers,
};

const isProgram = (name: string): boolean => Object.hasOwn(programs, name);
const find = (machine: Machine, name: string): Found => resolveProgram(machine, name, isProgram);

/** How programs run other programs. */
export const running: Running = { words: runWords, script: runScript, text: runText, file: runFile, find };
