import type { Node, Script, ShellParser } from '../shell/syntax.ts';
import type { Failure, FailureCode, Happening, Phase, Place } from './happenings.ts';
import type { Project } from './project.ts';
import type { Stage } from './stage.ts';

/**
 * How a command ended: `stops` is a container's main program that does not come back, or a shell that has left.
 * `unknown` is honest: the command may do anything.
 */
export type Status = 'ok' | 'failed' | 'unknown' | 'stops';

/** What a program does. `input` is the text of a heredoc, where there is one; `name` what it was called by. */
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
  readonly cacheMounts: readonly string[];
  /** Steps left: what a hostile script may cost. */
  readonly budget: { steps: number; shell: number; files: number };
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
  machine.failures.push({ code, at, phase: machine.phase, aim, values });
  return 'failed';
}

/** An error that ends the shell, with or without -e: of its own words, of a variable that has to be set. */
export function endsShell(machine: Machine, phrase: string): Status {
  machine.errexit = true;
  return fail(machine, 'shell-usage', { phrase }, machine.phase === 'start' ? 'entrypoint-script' : null);
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

/** A shell inside the shell: its folder and variables are its own, files and what happens are shared. */
export function subshell(machine: Machine, change: Partial<Machine> = {}): Machine {
  return {
    ...machine,
    env: new Map(machine.env),
    setAt: new Map(machine.setAt),
    functions: new Map(machine.functions),
    ...change,
  };
}

/** Sets a variable from here on. */
export function setVariable(machine: Machine, name: string, value: string): void {
  machine.env.set(name, value);
  machine.setAt.set(name, machine.place);
}

/** The place that a variable comes from: the line that set it, else the command that uses it. */
export const placeOfVariable = (machine: Machine, name: string): Place =>
  machine.setAt.get(name) ?? machine.place;

/** The place that the user comes from who may not do something. */
export const placeOfUser = ({ stage, project, place }: Machine): Place =>
  stage.userLine > 0 ? { file: project.dockerfile, line: stage.userLine } : place;
