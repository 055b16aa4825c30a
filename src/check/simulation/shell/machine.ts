import { bounded } from '../../dockerfile/bounds.ts';
import type { Node, Script, ShellParser } from '../../shell/syntax.ts';
import type { Failure, FailureCode, Happening, Phase, Place } from '../happenings.ts';
import type { Stage } from '../image/stage.ts';
import type { Project } from '../project.ts';
import type { Stream } from './streams.ts';

/**
 * How a command ended: with exit code 0, with another, with one that cannot be known; `stops` is a container's main program
 * that does not come back. Whether an unknown one matters is for whoever asks: `set -e`, `&&`, the end of a RUN.
 */
export type Status = 'ok' | 'failed' | 'unknown' | 'stops';

/**
 * A shell on its way out of a loop, a function or of itself, and the status that it takes along. The words that say so
 * (`break`, `exit` …) set it; the loop, the function or the shell that it concerns takes it away.
 */
export type Leaving =
  | { readonly kind: 'no' }
  | { readonly kind: 'break' | 'continue'; readonly loops: number }
  | { readonly kind: 'return' | 'exit'; readonly status: Status };

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

/** What a command's name stands for. */
export type Found =
  | { readonly kind: 'tool'; readonly tool: string; readonly path: string | null }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'absent' | 'unknown' };

/** How programs run other programs. It is handed over, so that no program needs to know all others. */
export interface Running {
  words(machine: Machine, words: readonly string[], input: string | null): Status;
  script(machine: Machine, script: Script): Status;
  /** `written`: the text stands so in a file, and was not put together by another command. */
  text(machine: Machine, text: string, args: readonly string[], written?: boolean): Status;
  file(machine: Machine, path: string, args: readonly string[], written: string, byName?: boolean): Status;
  find(machine: Machine, name: string): Found;
}

/** A script as it was read, with the place of its first line. */
export interface ReadScript {
  readonly script: Script;
  readonly at: Place;
  readonly stage: Stage;
  readonly phase: Phase;
  /** The shell was started with -e. */
  readonly errexit: boolean;
}

/** A folder of the builder's that a step has for itself. It is root's, and nobody else may write there, unless it says otherwise. */
export interface CacheMount {
  readonly folder: string;
  /** May be written by: everybody, root alone, the user with this number, or somebody whom only the machine knows. */
  readonly writers: 'all' | 'root' | 'somebody' | { readonly uid: string };
}

/** What commands run on: a stage's files and variables, seen from one shell. */
export interface Machine {
  readonly phase: Phase;
  readonly stage: Stage;
  readonly project: Project;
  readonly parseShell: ShellParser;
  readonly run: Running;
  readonly happenings: Happening[];
  /** Failures that have not been forgiven (`||`, `;`, `if`) so far. */
  readonly failures: Failure[];
  /** Failures that end the build or the start. */
  readonly fatal: Failure[];
  /** Variables that commands get (`export`, ENV, a prefix). */
  readonly env: Map<string, string>;
  /** Where a variable was set last; a script's own line hides the ENV before it. */
  readonly setAt: Map<string, Place>;
  cwd: string;
  user: string;
  place: Place;
  /** Line of `place` that the script's first line has. */
  args: readonly string[];
  /** What a script was called by ($0). */
  name: string;
  certain: boolean;
  /** Which shell reads the script: dash, Debian's /bin/sh, lacks what bash has. */
  dialect: 'dash' | 'bash' | 'other';
  errexit: boolean;
  /** `set -o pipefail`: the worst of a pipe decides. */
  pipefail: boolean;
  /** Nothing comes after it whose fate could differ: the last statement of a RUN or of the start. */
  final: boolean;
  /** `set -u`: a variable that is not set ends the shell. */
  nounset: boolean;
  /** Inside of a function, where `return` is no end of the script. */
  inFunction: boolean;
  /** The command is run by `exec`, or is the container's first program. */
  exec: boolean;
  /**
   * The program is started by the engine itself, which refuses a script without a first line (`#!`); every shell, and
   * every program that starts another, reads it all the same.
   */
  direct: boolean;
  background: boolean;
  /** Shared by all that runs in one shell. */
  readonly shell: {
    leaving: Leaving;
    /** The last failure was an answer: of the left side of `&&`, of `!`. `set -e` looks away from those. */
    answered: boolean;
    /** The last command, for whoever tells that it failed. */
    command: string;
    /** How the last command ended: `$?`. */
    last: Status;
    /** What `$(…)` in the words of the command came to; null when there was none. */
    substituted: Status | null;
  };
  /** Where standard output goes: a file, a pipe, `$(…)`; null for the terminal, whose text nobody asks about. */
  out: Stream | null;
  /** What is left to read on standard input. */
  input: Stream;
  readonly functions: Map<string, Node>;
  depth: number;
  /** Scripts that are being run, one from within the other. */
  readonly inside: ReadonlySet<string>;
  /** The layer that runs depends on the application's source: by an earlier layer, or by a mount of its own. */
  readonly sourceSince: number | null;
  /** Commands that run while the image is built are noted here. */
  readonly commands: { words: readonly string[]; line: number; stage: Stage }[];
  /** Scripts that somebody wrote as they stand, RUN lines among them, are noted here. */
  readonly scripts: ReadScript[];
  /** Folders that RUN --mount=type=cache lends to the step. */
  readonly cacheMounts: readonly CacheMount[];
  readonly budget: Budget;
}

/** What is left of what one check may cost: steps of scripts, characters of shell, files that are copied, characters that are expanded. */
export interface Budget {
  steps: number;
  shell: number;
  files: number;
  text: number;
}

export function fail(
  machine: Machine,
  code: FailureCode,
  values: Readonly<Record<string, string | number>>,
  aim: Failure['aim'] = null,
  at: Place = machine.place,
): Status {
  // What may not run at all is no certain failure.
  if (!machine.certain) return 'unknown';
  // What ends the start by its exit code ends the script that asked for it.
  const ofScript = code === 'exit-code' && machine.phase === 'start';
  machine.failures.push({
    code,
    at,
    phase: machine.phase,
    aim: aim ?? (ofScript ? 'entrypoint-script' : null),
    values,
  });
  return 'failed';
}

/** An error that ends the shell, with or without -e: of its own words, of a variable that has to be set. */
export function endsShell(machine: Machine, phrase: string): Status {
  machine.errexit = true;
  const aim = machine.phase === 'start' ? 'entrypoint-script' : null;
  const status = fail(machine, 'shell-usage', { phrase }, aim);
  machine.shell.leaving = { kind: 'exit', status };
  return status;
}

/**
 * The aim that a start in the wrong folder belongs to. Where the container starts beside manage.py, it is the script
 * that goes astray; else it lacks a WORKDIR.
 */
export function astray({ stage, project, phase }: Machine): Failure['aim'] {
  if (phase === 'build') return null;
  const beside = stage.workdir === '/' ? `/${project.manage}` : `${stage.workdir}/${project.manage}`;
  return stage.files.presence(beside) === 'file' ? 'entrypoint-script' : 'project-directory';
}

/** The dialect of a shell by its name. /bin/sh is dash on Debian and busybox on Alpine. */
export function dialectOf(machine: { readonly stage: Stage }, shell: string): Machine['dialect'] {
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  if (name === 'bash') return 'bash';
  if (name === 'dash') return 'dash';
  return name === 'sh' && machine.stage.base.family === 'debian' ? 'dash' : 'other';
}

export function unknown(machine: Machine, what: string): Status {
  machine.happenings.push({ kind: 'unknown', at: machine.place, phase: machine.phase, what });
  return 'unknown';
}

/** The place of a line of a script. In the Dockerfile an instruction's place is its first line. */
export function placeIn(machine: Machine, line: number): Machine['place'] {
  const { place, project } = machine;
  return place.file === project.dockerfile ? place : { ...place, line: line + 1 };
}

export const newShell = (): Machine['shell'] => ({
  leaving: { kind: 'no' },
  answered: false,
  command: '',
  last: 'ok',
  substituted: null,
});

/** The end of a shell: `exit` has done its work, and is no news to the shell outside. */
export function leave(machine: Machine, status: Status): Status {
  const { leaving } = machine.shell;
  machine.shell.leaving = { kind: 'no' };
  return leaving.kind === 'exit' || leaving.kind === 'return' ? leaving.status : status;
}

/** A shell inside the shell: its folder and variables are its own, files and what happens are shared. */
export function subshell(machine: Machine, change: Partial<Machine> = {}): Machine {
  // Many variables make many shells dear.
  machine.budget.steps -= Math.floor(machine.env.size / 64);
  return {
    ...machine,
    env: new Map(machine.env),
    setAt: new Map(machine.setAt),
    functions: new Map(machine.functions),
    shell: newShell(),
    ...change,
  };
}

/** Sets a variable from here on. */
export function setVariable(machine: Machine, name: string, value: string): void {
  machine.env.set(name, bounded(value));
  machine.setAt.set(name, machine.place);
}

/** The place that a variable comes from: the line that set it, else the command that uses it. */
export const placeOfVariable = (machine: Machine, name: string): Place =>
  machine.setAt.get(name) ?? machine.place;

/** The place that the user comes from who may not do something. */
export const placeOfUser = ({ stage, project, place }: Machine): Place =>
  stage.userLine > 0 ? { file: project.dockerfile, line: stage.userLine } : place;
