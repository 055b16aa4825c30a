import { unknownText } from '../../dockerfile/unknown-text.ts';
import type { Node, Script } from '../../shell/syntax.ts';
import { builtins } from '../shell/builtins/builtins.ts';
import { handedOn } from '../shell/exported.ts';
import { runScript } from '../shell/interpret.ts';
import { fail, type Machine, type Program, type ProgramHost, unfollowed, unknown } from '../shell/machine.ts';
import { runFile } from '../shell/scripts.ts';
import { runText } from '../shell/shell-text.ts';
import { shells } from '../shell/shells.ts';
import type { Status } from '../shell/status.ts';
import { print } from '../shell/streams.ts';
import type { Programs, Tools } from '../tools.ts';
import type { FileReader, PipelineTail, ResolvedProgram, TextOrigin } from './program-call.ts';
import { resolveProgram } from './resolve.ts';

/** Programs of every simulation: the builtins and the shells. */
const shellPrograms: Programs = { ...builtins, ...shells };

/** Those of them that write their own output or print nothing. */
const writers = new Set(
  `: . [ [[ (( let true false test cd export readonly local declare set unset shift trap umask ulimit wait read break continue
   return exit exec eval command source echo printf pwd type sh bash dash ash su`.split(/\s+/),
);

/** How deeply programs may call each other. */
const deepest = 30;

/** Runs the shell's builtins, and the tools it was created with. */
export class ProgramRunner implements ProgramHost {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Runs a command given as words. */
  runWords(machine: Machine, words: readonly string[], input: string | null): Status {
    const [name = '', ...args] = words;
    const { direct } = machine;
    if (!noteCommand(machine, words)) return unfollowed(machine, 'too many steps');
    const found = this.resolve(machine, name);
    machine.direct = false;
    switch (found.kind) {
      case 'tool':
        if (found.path !== null && isBarred(machine, found.path)) {
          const { path: resolved } = found;
          return fail(machine, {
            kind: 'script-not-executable',
            path: name,
            resolved,
            barred: { who: 'everybody' },
          });
        }
        return this.#run(ofShell(found.tool) ? machine : handedOn(machine), found.tool, args, input, name);
      case 'file':
        return runFile(handedOn({ ...machine, direct }), found.path, args, name);
      case 'unknown':
        return this.#runUnseen(machine, name, args, input);
      case 'absent':
        return this.#missing(machine, name, args, input);
    }
  }

  /** A function of the script takes precedence over any program of that name. */
  runSimple(machine: Machine, words: readonly string[], input: string | null): Status {
    const [name = '', ...args] = words;
    const body = machine.functions.get(name);
    if (body === undefined) return this.runWords(machine, words, input);
    return noteCommand(machine, words)
      ? runFunction(machine, body, args)
      : unfollowed(machine, 'too many steps');
  }

  runTool(machine: Machine, words: readonly string[]): Status {
    const [name = '', ...args] = words;
    if (!noteCommand(machine, words)) return unfollowed(machine, 'too many steps');
    return this.#program(name)?.(machine, args, null, name) ?? 'unknown';
  }

  runScript(machine: Machine, script: Script): Status {
    return runScript(machine, script);
  }

  runText(machine: Machine, text: string, args: readonly string[], origin?: TextOrigin): Status {
    return runText(machine, text, args, origin);
  }

  runFile(
    machine: Machine,
    path: string,
    args: readonly string[],
    written: string,
    reader?: FileReader,
  ): Status {
    return runFile(machine, path, args, written, reader);
  }

  resolve(machine: Machine, name: string): ResolvedProgram {
    return resolveProgram(this.#tools, machine, name, (each) => this.#program(each) !== undefined);
  }

  runsUnseen(name: string): boolean {
    return Object.hasOwn(this.#tools.ifUnknown, name) && this.#tools.ifUnknown[name] === 'runs';
  }

  pipeline(machine: Machine, commands: readonly Node[]): PipelineTail | null {
    return this.#tools.pipeline(machine, commands);
  }

  downloadedProgram(url: string): string | null {
    return this.#tools.download(url);
  }

  isDownload(tool: string): boolean {
    return this.#tools.isDownload(tool);
  }

  interpreterFor(shebang: string): string | null {
    return this.#tools.interpreter(shebang);
  }

  sourceFile(machine: Machine, path: string): Status | null {
    return this.#tools.source(machine, path);
  }

  logIn(machine: Machine, home: string): void {
    this.#tools.logIn(machine, home);
  }

  #program(name: string): Program | undefined {
    if (Object.hasOwn(shellPrograms, name)) return shellPrograms[name];
    return Object.hasOwn(this.#tools.programs, name) ? this.#tools.programs[name] : undefined;
  }

  #run(machine: Machine, tool: string, args: readonly string[], input: string | null, name: string): Status {
    const program = this.#program(tool);
    if (program === undefined) return unmodelled(machine, tool, args);
    machine.depth += 1;
    const status = program(machine, args, input, name);
    machine.depth -= 1;
    if (!writers.has(tool) && !this.#tools.writers.has(tool)) print(machine, unknownText);
    return status;
  }

  #runUnseen(machine: Machine, name: string, args: readonly string[], input: string | null): Status {
    const { ifUnknown } = this.#tools;
    if (!Object.hasOwn(ifUnknown, name)) return unmodelled(machine, name, args);
    const status = this.#run(machine, name, args, input, name);
    // Rejected arguments fail the command whether or not the program exists in the image.
    return ifUnknown[name] === 'runs' || status === 'failed' ? status : unknown(machine, name);
  }

  #missing(machine: Machine, name: string, args: readonly string[], input: string | null): Status {
    const status = this.#tools.missing(machine, name, args, input);
    if (status !== null) return status;
    return name.includes('/')
      ? fail(machine, { kind: 'script-not-found', path: name })
      : fail(machine, { kind: 'command-not-found', command: name });
  }
}

/** Whether a step put the program there in such a way that nobody may execute it. */
const isBarred = ({ stage }: Machine, path: string): boolean => stage.files.get(path)?.executable === false;

/** Whether it is a builtin, so that no program is started. */
const ofShell = (tool: string): boolean => Object.hasOwn(builtins, tool);

/** Records a command that is about to run. Returns false once the budget is exhausted. */
function noteCommand(machine: Machine, words: readonly string[]): boolean {
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0 || machine.depth > deepest) return false;
  if (machine.phase === 'build')
    machine.commands.push({ words, line: machine.place.line, stage: machine.stage });
  return true;
}

/** Runs a function of the script. What it sets remains set, except for its local variables. */
function runFunction(machine: Machine, body: Node, args: readonly string[]): Status {
  const locals = new Map<string, string | null>();
  const inner = { ...machine, depth: machine.depth + 1, args, locals };
  const status = runScript(inner, [body]);
  const { cwd, errexit, nounset, pipefail, out, descriptors, shell } = inner;
  Object.assign(machine, { cwd, errexit, nounset, pipefail, out, descriptors });
  for (const [name, hidden] of locals) {
    if (hidden === null) machine.env.delete(name);
    else machine.env.set(name, hidden);
  }
  // The caller only sees the function's exit status: `set -e` acts on that, whatever happened inside.
  shell.answered = false;
  const { leaving } = shell;
  if (leaving.kind !== 'return') return status;
  shell.leaving = { kind: 'no' };
  return leaving.status;
}

/** A program without a model: its exit code is unknown, as are all files that it may have created or changed. */
function unmodelled(machine: Machine, name: string, args: readonly string[]): Status {
  print(machine, unknownText);
  machine.stage.files.doubt(machine.cwd, args.join(' '));
  return unfollowed(machine, name);
}
