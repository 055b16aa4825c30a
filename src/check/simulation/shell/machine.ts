import { bounded } from '../../dockerfile/bounds.ts';
import type { Node, Script, ShellParser } from '../../shell/syntax.ts';
import type { Budget } from '../build/budget.ts';
import type { Doubt, SimulatedEvent } from '../events.ts';
import type { Phase, SimulatedFailure, SimulatedFailureCause, SourceLocation } from '../failures.ts';
import type { CacheMount } from '../image/cache-mount.ts';
import type { Stage } from '../image/stage.ts';
import type { FileReader, PipelineTail, ResolvedProgram, TextOrigin } from '../programs/program-call.ts';
import type { Project } from '../project.ts';
import { runAtExit } from './at-exit.ts';
import type { Descriptors } from './descriptors.ts';
import type { ReadScript } from './read-script.ts';
import { newShell, type ShellState } from './shell-state.ts';
import type { Status } from './status.ts';
import type { Stream } from './streams.ts';

/**
 * What a program does. `input` is what stands on its standard input, with unknown text where that is not known; null where
 * nothing does. `name` is what it was called by.
 */
export type Program = (
  machine: Machine,
  args: readonly string[],
  input: string | null,
  name: string,
) => Status;

/** How programs run other programs. It is passed in, so that no program needs to know all others. */
export interface ProgramHost {
  /** Runs a program, or a word of the shell's own: what `exec`, `env` and every other program find. */
  runWords(machine: Machine, words: readonly string[], input: string | null): Status;
  /** Runs what the shell itself finds: a function before anything else. */
  runSimple(machine: Machine, words: readonly string[], input: string | null): Status;
  runScript(machine: Machine, script: Script): Status;
  runText(machine: Machine, text: string, args: readonly string[], origin?: TextOrigin): Status;
  /** `written`: the file as the command names it. */
  runFile(
    machine: Machine,
    path: string,
    args: readonly string[],
    written: string,
    reader?: FileReader,
  ): Status;
  resolve(machine: Machine, name: string): ResolvedProgram;
  /** Runs a program that is known to be there, wherever it lies. */
  runTool(machine: Machine, words: readonly string[]): Status;
  /** Whether a program is run although it is not known whether it exists. */
  runsUnseen(name: string): boolean;
  pipeline(machine: Machine, commands: readonly Node[]): PipelineTail | null;
  downloadedProgram(url: string): string | null;
  isDownload(tool: string): boolean;
  interpreterFor(shebang: string): string | null;
  sourceFile(machine: Machine, path: string): Status | null;
  logIn(machine: Machine, home: string): void;
}

/** A script that is being run, and what it can tell this run from another by. */
export interface ScriptScene {
  readonly path: string;
  readonly seen: string;
}

/** What commands run on: a stage's files and variables, seen from one shell. */
export interface Machine {
  readonly phase: Phase;
  readonly stage: Stage;
  readonly project: Project;
  readonly parseShell: ShellParser;
  readonly host: ProgramHost;
  readonly events: SimulatedEvent[];
  /** Failures that have not been forgiven (`||`, `;`, `if`) so far. */
  readonly failures: SimulatedFailure[];
  /** Failures that end the build or the start. */
  readonly fatal: SimulatedFailure[];
  /** Variables that commands get (`export`, ENV, a prefix). */
  readonly env: Map<string, string>;
  /** A text that is not followed was read by this very shell: it may have set any variable. */
  variablesUnfollowed: boolean;
  /** Variables of the shell that no command gets, and those that `export` has named before they were set. */
  readonly marks: Map<string, 'own' | 'exported'>;
  /** Where a variable was set last; a script's own line hides the ENV before it. */
  readonly setAt: Map<string, SourceLocation>;
  cwd: string;
  user: string;
  place: SourceLocation;
  /** Line of `place` that the script's first line has. */
  args: readonly string[];
  /** What a script was called by ($0). */
  name: string;
  /** Inside a file that another one has read into its own shell (`. file`). */
  sourced: boolean;
  certain: boolean;
  /** Which shell reads the script: dash, Debian's /bin/sh, lacks what bash has. */
  dialect: 'dash' | 'bash' | 'other';
  errexit: boolean;
  /** `set -o pipefail`: the worst of a pipe decides. */
  pipefail: boolean;
  /** It is the last statement of a RUN or of the start, so its status decides. */
  final: boolean;
  /** `set -a`: every variable that is set is exported. */
  allexport: boolean;
  /** `set -u`: a variable that is not set ends the shell. */
  nounset: boolean;
  /** Inside a function, where `return` is no end of the script: what its own variables hide, null where they hide nothing. */
  locals: Map<string, string | null> | null;
  /** The command is run by `exec`, or is the container's first program. */
  exec: boolean;
  /**
   * The program is started by the engine itself, which refuses a script without a first line (`#!`); every shell, and
   * every program that starts another, reads it all the same.
   */
  direct: boolean;
  background: boolean;
  /** Shared by all that runs in one shell. */
  readonly shell: ShellState;
  /** Where standard output goes: a file, a pipe, `$(…)`; null for the terminal, whose text is not kept. */
  out: Stream | null;
  /** What is left to read on standard input. */
  input: Stream;
  /** What it has opened by a number (`exec 9>lock`). */
  descriptors: Descriptors;
  readonly functions: Map<string, Node>;
  /** Functions that another bash gets (`export -f`). */
  exportedFunctions: ReadonlySet<string>;
  /** Arrays of bash. */
  readonly arrays: Map<string, readonly string[]>;
  /** Options of bash that are on (`shopt -s`). */
  shopt: ReadonlySet<string>;
  /** Variables that `readonly` has made constants. */
  constants: ReadonlySet<string>;
  depth: number;
  /** Scripts that are being run, one from within the other. */
  readonly inside: readonly ScriptScene[];
  /** The layer that runs depends on the application's source: by an earlier layer, or by a mount of its own. */
  readonly sourceSince: number | null;
  /** Records the commands that run while the image is built. */
  readonly commands: { words: readonly string[]; line: number; stage: Stage }[];
  /** Records scripts that are written out literally, RUN lines among them. */
  readonly scripts: ReadScript[];
  /** Folders that RUN --mount=type=cache lends to the step. */
  readonly cacheMounts: readonly CacheMount[];
  readonly budget: Budget;
}

/** Notes why a command fails, at the place that it runs from or that is to blame. */
export function fail(
  machine: Machine,
  cause: SimulatedFailureCause,
  at: SourceLocation = machine.place,
): Status {
  // A command that may not run at all does not certainly fail.
  if (!machine.certain) return 'unknown';
  machine.failures.push({ ...cause, at, phase: machine.phase });
  return 'failed';
}

/** An error that ends the shell, with or without -e: of its own words, of a variable that has to be set. */
export const exitShell = (machine: Machine, phrase: string): Status =>
  endShell(machine, { kind: 'shell-refused', phrase });

export function endShell(machine: Machine, cause: SimulatedFailureCause): Status {
  machine.errexit = true;
  const status = fail(machine, cause);
  machine.shell.leaving = { kind: 'exit', status, error: true };
  return status;
}

/** The dialect of a shell by its name. /bin/sh is dash on Debian and busybox on Alpine. */
export function dialectOf(machine: { readonly stage: Stage }, shell: string): Machine['dialect'] {
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  if (name === 'bash') return 'bash';
  if (name === 'dash') return 'dash';
  return name === 'sh' && machine.stage.base.family === 'debian' ? 'dash' : 'other';
}

/** Records that a command's outcome is unknown; `doubt` is the command, or says what else is unknown. */
export function unknown(machine: Machine, doubt: string | Doubt): Status {
  machine.events.push({
    kind: 'unknown',
    at: machine.place,
    phase: machine.phase,
    doubt: typeof doubt === 'string' ? { of: 'command', what: doubt } : doubt,
  });
  return 'unknown';
}

/** Something runs that is not followed: what it does to the files is not known, either. */
export function unfollowed(machine: Machine, doubt: string | Doubt): Status {
  machine.stage.files.blur();
  return unknown(machine, doubt);
}

/** The same for a text that the shell itself reads (`eval`, `.`): it may also have set variables. */
export function unfollowedText(machine: Machine, doubt: string): Status {
  machine.variablesUnfollowed = true;
  return unfollowed(machine, doubt);
}

/** The place of a line of a script. In the Dockerfile an instruction's place is its first line. */
export function placeOfScriptLine(machine: Machine, line: number): Machine['place'] {
  const { place, project } = machine;
  return place.file === project.dockerfile ? place : { ...place, line: line + 1 };
}

/** Ends a shell: its `exit` does not affect the shell outside, and what a trap has it do comes last. */
export function finishShell(machine: Machine, status: Status): Status {
  const { leaving } = machine.shell;
  machine.shell.leaving = { kind: 'no' };
  const ended = leaving.kind === 'exit' || leaving.kind === 'return' ? leaving.status : status;
  return runAtExit(machine, ended, (text) => machine.host.runText(machine, text, machine.args));
}

/** A shell inside the shell: its folder and variables are its own, files and what happens are shared. */
export function subshell(machine: Machine, change: Partial<Machine> = {}): Machine {
  // Copying many variables into many shells is expensive.
  machine.budget.steps -= Math.floor(machine.env.size / 64);
  return {
    ...machine,
    env: new Map(machine.env),
    marks: new Map(machine.marks),
    setAt: new Map(machine.setAt),
    functions: new Map(machine.functions),
    arrays: new Map(machine.arrays),
    shell: newShell(),
    ...change,
  };
}

/** Sets a variable from here on. One that is new is the shell's own until it is exported. */
export function setVariable(machine: Machine, name: string, value: string): void {
  if (!machine.allexport && !machine.env.has(name) && !machine.marks.has(name))
    machine.marks.set(name, 'own');
  machine.env.set(name, bounded(value));
  machine.setAt.set(name, machine.place);
}

/** The place that a variable comes from: the line that set it, else the command that uses it. */
export const placeOfVariable = (machine: Machine, name: string): SourceLocation =>
  machine.setAt.get(name) ?? machine.place;

/** The place that the user comes from who may not do something. */
export const placeOfUser = ({ stage, project, place }: Machine): SourceLocation =>
  stage.userLine > 0 ? { file: project.dockerfile, line: stage.userLine } : place;
