import type { Node } from '../shell/syntax.ts';
import type { SimulatedEvent } from './events.ts';
import type { SourceLocation } from './failures.ts';
import type { BaseImage, ImageName } from './image/base-image.ts';
import type { Stage } from './image/stage.ts';
import type { PipelineTail, ResolvedProgram } from './programs/program-call.ts';
import type { Machine, Program } from './shell/machine.ts';
import type { Status } from './shell/status.ts';

/** Programs by the name that they are called by. */
export type Programs = Readonly<Record<string, Program>>;

/**
 * What happens where nobody can say whether a program is there: `runs`, it is carried out as if it were; `may-run`, what it
 * would change is changed, and how it ends is unknown.
 */
export type UnseenProgram = 'runs' | 'may-run';

/**
 * What a simulation has to know of the programs and images that a Dockerfile names. The simulation itself knows files,
 * users, variables and the shell; `toolchains/` knows the tools, and is passed in.
 */
export interface Tools {
  readonly programs: Programs;
  /** Programs whose output is printed by themselves, or that print nothing. Of all others it is unknown. */
  readonly writers: ReadonlySet<string>;
  readonly ifUnknown: Readonly<Record<string, UnseenProgram>>;
  /** Programs that are often called and that base images do not have. */
  readonly oftenMissing: ReadonlySet<string>;
  /** Programs that every script calls: a name close to one of these is a typo. */
  readonly commonPrograms: readonly string[];
  /** Programs that come as one file out of an image of their own. */
  readonly portable: ReadonlySet<string>;
  /** What a known program does that is not there; null for whatever has nothing to add. */
  missing(machine: Machine, name: string, args: readonly string[], input: string | null): Status | null;
  /** Whether a name looks like a tool's, or like its subcommand (`pipinstall`), so that it is certainly no other program. */
  isToolName(name: string): boolean;
  /** Null for an image that is not known. */
  baseImage(name: ImageName): BaseImage | null;
  /** Whether a program fetches what it works with, where that is not at hand. */
  fetches(name: string): boolean;
  /** Whether packages of a distribution bring a program. */
  isInPackages(packages: ReadonlySet<string>, name: string): boolean;
  /** Whether the distribution keeps a program in another folder than that of a path. */
  isKeptElsewhere(stage: Stage, path: string): boolean;
  /** Whether something was installed that may bring programs without a model. */
  mayBringMore(stage: Stage): boolean;
  /** A program in a folder of packages; null when the path lies in none. */
  inEnvironment(machine: Machine, path: string): ResolvedProgram | null;
  /** A program of a package that was installed for the whole system. */
  inSystemPackages(machine: Machine, name: string): ResolvedProgram | null;
  /** What is worth noting when a step borrows a program by `RUN --mount`. */
  borrowed(tool: string, at: SourceLocation, stage: number): SimulatedEvent | null;
  /** Installs what the project's own answer would have installed. */
  installExpected(stage: Stage): void;
  /** A pipeline that is carried out as one thing, such as `curl … | sh`. */
  pipeline(machine: Machine, commands: readonly Node[]): PipelineTail | null;
  /** The program that a download is; null where that is not known. */
  download(url: string): string | null;
  /** Whether a program is a script that was downloaded, which any shell runs. */
  isDownload(tool: string): boolean;
  /** The program that reads a file with such a first line; null for a shell. */
  interpreter(shebang: string): string | null;
  /** `. file` of a file that a tool has made; null for any other. */
  source(machine: Machine, path: string): Status | null;
  /** What tools have added to the profile of whoever logs in. */
  logIn(machine: Machine, home: string): void;
}
