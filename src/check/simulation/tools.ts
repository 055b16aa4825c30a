import type { Node } from '../shell/syntax.ts';
import type { SimulatedEvent } from './events.ts';
import type { SourceLocation } from './failures.ts';
import type { BaseImage, ImageName } from './image/base-image.ts';
import type { Stage } from './image/stage.ts';
import type { PipelineTail, ResolvedProgram } from './programs/program-call.ts';
import type { Machine, Program } from './shell/machine.ts';
import type { Status } from './shell/status.ts';

/** Programs by command name. */
export type Programs = Readonly<Record<string, Program>>;

/**
 * How to simulate a program that may not be installed: `runs` assumes that it is; `may-run` applies its changes and leaves
 * its exit code unknown, unless it rejects its arguments.
 */
export type UnseenProgram = 'runs' | 'may-run';

/**
 * What the simulation has to know about programs and images. The simulation itself only knows files, users, variables and the shell;
 * `toolchains/` knows the tools, and is passed in.
 */
export interface Tools {
  readonly programs: Programs;
  /** Programs whose simulation also writes their output, or that print nothing. The output of all others is unknown. */
  readonly writers: ReadonlySet<string>;
  readonly ifUnknown: Readonly<Record<string, UnseenProgram>>;
  /** Programs that are often called although base images lack them. */
  readonly oftenMissing: ReadonlySet<string>;
  /** Programs that many scripts call: an unknown name close to one of these is a typo. */
  readonly commonPrograms: readonly string[];
  /** Programs that are a single file and can be copied from the tool's own image. */
  readonly portable: ReadonlySet<string>;
  /** Handles a call of a known program that is not installed; null when no toolchain handles the name. */
  missing(machine: Machine, name: string, args: readonly string[], input: string | null): Status | null;
  /** Whether a name belongs to a tool or combines it with a subcommand (`pipinstall`), so that it is certainly no other program. */
  isToolName(name: string): boolean;
  /** Null for an unknown image. */
  baseImage(name: ImageName): BaseImage | null;
  /** Whether a program downloads missing programs or packages before running them. */
  fetches(name: string): boolean;
  /** Whether any of these distribution packages contains a program. */
  isInPackages(packages: ReadonlySet<string>, name: string): boolean;
  /** Whether the distribution installs the program under another path. */
  isKeptElsewhere(stage: Stage, path: string): boolean;
  /** Whether the installed packages may contain programs that the check does not know. */
  mayBringMore(stage: Stage): boolean;
  /** The program at a path inside an environment of packages; null when the path is in none. */
  inEnvironment(machine: Machine, path: string): ResolvedProgram | null;
  /** A program from a package installed system-wide; null when there is none. */
  inSystemPackages(machine: Machine, name: string): ResolvedProgram | null;
  /** The event to record when a step uses a program through `RUN --mount`; null for none. */
  borrowed(tool: string, at: SourceLocation, stage: number): SimulatedEvent | null;
  /** Installs what the lesson's solution would have installed. */
  installExpected(stage: Stage): void;
  /** Simulates a pipeline such as `curl … | sh` as a whole; null to run its commands one by one. */
  pipeline(machine: Machine, commands: readonly Node[]): PipelineTail | null;
  /** The program that a URL downloads; null if unknown. */
  download(url: string): string | null;
  /** Whether a tool is a downloaded script, which any shell can run. */
  isDownload(tool: string): boolean;
  /** The program that runs files with this first line; null for a shell. */
  interpreter(shebang: string): string | null;
  /** Simulates `. file` for a file that a tool created; null for other files. */
  source(machine: Machine, path: string): Status | null;
  /** Applies what tools have added to a user's login profile. */
  logIn(machine: Machine, home: string): void;
}
