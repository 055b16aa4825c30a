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
 * Simulates a program. `input` is its standard input, which may contain unknown text; null for none. `name` is the name it was called by.
 */
export type Program = (
  machine: Machine,
  args: readonly string[],
  input: string | null,
  name: string,
) => Status;

/** How programs run other programs. Passed in so that no program depends on all the others. */
export interface ProgramHost {
  /** Runs a program or builtin, as seen by `exec`, `env` and every other program. */
  runWords(machine: Machine, words: readonly string[], input: string | null): Status;
  /** Runs a command as seen by the shell itself: functions come first. */
  runSimple(machine: Machine, words: readonly string[], input: string | null): Status;
  runScript(machine: Machine, script: Script): Status;
  runText(machine: Machine, text: string, args: readonly string[], origin?: TextOrigin): Status;
  /** `written` is the path as the command names it. */
  runFile(
    machine: Machine,
    path: string,
    args: readonly string[],
    written: string,
    reader?: FileReader,
  ): Status;
  resolve(machine: Machine, name: string): ResolvedProgram;
  /** Runs a program that is known to exist, wherever it is. */
  runTool(machine: Machine, words: readonly string[]): Status;
  /** Whether a program is run even if it is unknown whether it exists. */
  runsUnseen(name: string): boolean;
  pipeline(machine: Machine, commands: readonly Node[]): PipelineTail | null;
  downloadedProgram(url: string): string | null;
  isDownload(tool: string): boolean;
  interpreterFor(shebang: string): string | null;
  sourceFile(machine: Machine, path: string): Status | null;
  logIn(machine: Machine, home: string): void;
}

/** A script that is running, and the state by which it can distinguish this run from another. */
export interface ScriptScene {
  readonly path: string;
  readonly seen: string;
}

/** What commands run on: the files and variables of a stage, seen from one shell. */
export interface Machine {
  readonly phase: Phase;
  readonly stage: Stage;
  readonly project: Project;
  readonly parseShell: ShellParser;
  readonly host: ProgramHost;
  readonly events: SimulatedEvent[];
  /** Failures so far that the script has not ignored (`||`, `;`, `if`). */
  readonly failures: SimulatedFailure[];
  /** Failures that end the build or the start. */
  readonly fatal: SimulatedFailure[];
  /** Variables that commands get (`export`, ENV, or an assignment in front of the command). */
  readonly env: Map<string, string>;
  /** Whether this shell has read a text that is not simulated, which may have set any variable. */
  variablesUnfollowed: boolean;
  /** Variables of the shell that commands do not get (`own`), and variables exported before they were set (`exported`). */
  readonly marks: Map<string, 'own' | 'exported'>;
  /** Where each variable was last set. A script's own assignment takes precedence over ENV. */
  readonly setAt: Map<string, SourceLocation>;
  cwd: string;
  user: string;
  place: SourceLocation;
  args: readonly string[];
  /** The name that the script was called by ($0). */
  name: string;
  /** Whether the script was read by another one into its own shell (`. file`). */
  sourced: boolean;
  certain: boolean;
  /** The shell that reads the script. dash, which is Debian's /bin/sh, lacks some features of bash. */
  dialect: 'dash' | 'bash' | 'other';
  errexit: boolean;
  /** `set -o pipefail`: a pipeline fails if any of its commands does. */
  pipefail: boolean;
  /** Whether it is the last statement of a RUN or of the start, so that its status decides. */
  final: boolean;
  /** `set -a`: every variable that is set is exported. */
  allexport: boolean;
  /** `set -u`: an unset variable ends the shell. */
  nounset: boolean;
  /**
   * Values hidden by a function's local variables (null: unset before); null outside functions. In a function, `return` does not end the
   * script.
   */
  locals: Map<string, string | null> | null;
  /** Whether the command is run by `exec` or is the container's first program. */
  exec: boolean;
  /**
   * Whether the container engine starts the program directly. It rejects a script without a shebang (`#!`), which shells and other programs
   * accept.
   */
  direct: boolean;
  background: boolean;
  /** State shared by everything that runs in the same shell. */
  readonly shell: ShellState;
  /** Where standard output goes: a file, a pipe or `$(…)`; null for the terminal, whose text is not kept. */
  out: Stream | null;
  /** What is left to read from standard input. */
  input: Stream;
  /** Descriptors that the shell has opened (`exec 9>lock`). */
  descriptors: Descriptors;
  readonly functions: Map<string, Node>;
  /** Functions that child bash processes get (`export -f`). */
  exportedFunctions: ReadonlySet<string>;
  /** bash arrays. */
  readonly arrays: Map<string, readonly string[]>;
  /** bash options that are on (`shopt -s`). */
  shopt: ReadonlySet<string>;
  /** Variables made read-only with `readonly`. */
  constants: ReadonlySet<string>;
  depth: number;
  /** Scripts that are running, from the outermost to the innermost. */
  readonly inside: readonly ScriptScene[];
  /** Line from which the layers depend on the application's source, through an earlier layer or a mount of this step; null if none does. */
  readonly sourceSince: number | null;
  /** The commands that run during the build are recorded here. */
  readonly commands: { words: readonly string[]; line: number; stage: Stage }[];
  /** Scripts written literally, including RUN lines, are recorded here. */
  readonly scripts: ReadScript[];
  /** Folders of `RUN --mount=type=cache` in this step. */
  readonly cacheMounts: readonly CacheMount[];
  readonly budget: Budget;
}

/** Records why a command fails, at the current location or at the one that causes the failure. */
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

/** An error of a builtin or a required variable that ends the shell, with or without -e. */
export const exitShell = (machine: Machine, phrase: string): Status =>
  endShell(machine, { kind: 'shell-refused', phrase });

export function endShell(machine: Machine, cause: SimulatedFailureCause): Status {
  machine.errexit = true;
  const status = fail(machine, cause);
  machine.shell.leaving = { kind: 'exit', status, error: true };
  return status;
}

/** The dialect of a shell, by its name. /bin/sh is dash on Debian and busybox on Alpine. */
export function dialectOf(machine: { readonly stage: Stage }, shell: string): Machine['dialect'] {
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  if (name === 'bash') return 'bash';
  if (name === 'dash') return 'dash';
  return name === 'sh' && machine.stage.base.family === 'debian' ? 'dash' : 'other';
}

/** Records that a command's outcome is unknown. `doubt` is the command, or describes what else is unknown. */
export function unknown(machine: Machine, doubt: string | Doubt): Status {
  machine.events.push({
    kind: 'unknown',
    at: machine.place,
    phase: machine.phase,
    doubt: typeof doubt === 'string' ? { of: 'command', what: doubt } : doubt,
  });
  return 'unknown';
}

/** The same for a command that is not simulated, which may also have changed any file. */
export function unfollowed(machine: Machine, doubt: string | Doubt): Status {
  machine.stage.files.blur();
  return unknown(machine, doubt);
}

/** The same for a text that the shell itself reads (`eval`, `.`), which may also have set variables. */
export function unfollowedText(machine: Machine, doubt: string): Status {
  machine.variablesUnfollowed = true;
  return unfollowed(machine, doubt);
}

/** Location of a line of a script. In the Dockerfile, it is the first line of the instruction. */
export function placeOfScriptLine(machine: Machine, line: number): Machine['place'] {
  const { place, project } = machine;
  return place.file === project.dockerfile ? place : { ...place, line: line + 1 };
}

/** Ends a shell: its `exit` does not end the outer shell, and its EXIT trap runs last. */
export function finishShell(machine: Machine, status: Status): Status {
  const { leaving } = machine.shell;
  machine.shell.leaving = { kind: 'no' };
  const ended = leaving.kind === 'exit' || leaving.kind === 'return' ? leaving.status : status;
  return runAtExit(machine, ended, (text) => machine.host.runText(machine, text, machine.args));
}

/** Creates a subshell with its own folder and variables. Files and recorded events are shared. */
export function subshell(machine: Machine, change: Partial<Machine> = {}): Machine {
  // Copying many variables to many shells is expensive.
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

/** Sets a variable. A new one belongs to the shell alone until it is exported. */
export function setVariable(machine: Machine, name: string, value: string): void {
  if (!machine.allexport && !machine.env.has(name) && !machine.marks.has(name))
    machine.marks.set(name, 'own');
  machine.env.set(name, bounded(value));
  machine.setAt.set(name, machine.place);
}

/** Where a variable was set; otherwise the command that uses it. */
export const placeOfVariable = (machine: Machine, name: string): SourceLocation =>
  machine.setAt.get(name) ?? machine.place;

/** Where the user was set who is not allowed to do something. */
export const placeOfUser = ({ stage, project, place }: Machine): SourceLocation =>
  stage.userLine > 0 ? { file: project.dockerfile, line: stage.userLine } : place;
