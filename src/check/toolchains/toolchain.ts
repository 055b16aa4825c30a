import type { Node } from '../shell/syntax.ts';
import type { SimulatedEvent } from '../simulation/events.ts';
import type { SourceLocation } from '../simulation/failures.ts';
import type { BaseImage, ImageName } from '../simulation/image/base-image.ts';
import type { Stage } from '../simulation/image/stage.ts';
import type { PipelineTail, ResolvedProgram } from '../simulation/programs/program-call.ts';
import type { Machine } from '../simulation/shell/machine.ts';
import type { Status } from '../simulation/shell/status.ts';
import type { Programs, UnseenProgram } from '../simulation/tools.ts';

/**
 * What the check knows about a family of tools. A toolchain is a folder that exports one of these and is listed in `index.ts`;
 * only the name and the programs are required. Knowledge about the student's project is not part of it: that is a
 * `ProjectFact`, which callers request from the project.
 */
export interface Toolchain {
  readonly name: string;
  readonly programs: Programs;
  /** Programs whose simulation also writes their output, or that print nothing. The output of all others is unknown. */
  readonly writers?: readonly string[];
  /** What to simulate when a program is called and it is unknown whether it is installed. */
  readonly ifUnknown?: Readonly<Record<string, UnseenProgram>>;
  /** Programs that are often called although base images lack them. */
  readonly oftenMissing?: readonly string[];
  /** Programs that every script calls: a name close to one of these is a typo. */
  readonly commonPrograms?: readonly string[];
  /** Names that can only mean this toolchain's programs, including misspelled ones (`pipinstall`). */
  readonly names?: RegExp;
  /** Programs that are a single file and can be copied from the tool's own image. */
  readonly portable?: readonly string[];
  /** Programs that download what they run if it is not installed. */
  readonly fetching?: RegExp;
  /** Installation scripts that are downloaded and run, recognised by their URL. */
  readonly downloads?: readonly { readonly url: RegExp; readonly tool: string }[];
  /** The program that runs files with a matching first line (`#!`). */
  readonly interpreter?: { readonly shebang: RegExp; readonly program: string };
  /** The base image with that name; null when the toolchain does not know it. */
  readonly baseImage?: (name: ImageName) => BaseImage | null;
  /** Handles a call of one of its programs that is not installed; null for a name of another toolchain. */
  readonly missing?: (
    machine: Machine,
    name: string,
    args: readonly string[],
    input: string | null,
  ) => Status | null;
  /** Whether any of these distribution packages contains a program. */
  readonly isInPackages?: (packages: ReadonlySet<string>, name: string) => boolean;
  /** Whether the distribution installs the program of a path in another folder. */
  readonly isKeptElsewhere?: (stage: Stage, path: string) => boolean;
  /** Whether the installed packages may contain programs that the check does not know. */
  readonly mayBringMore?: (stage: Stage) => boolean;
  /** The program at a path inside an environment of packages; null when the path is in none. */
  readonly inEnvironment?: (machine: Machine, path: string) => ResolvedProgram | null;
  /** A program from a package installed system-wide; null when there is none. */
  readonly inSystemPackages?: (machine: Machine, name: string) => ResolvedProgram | null;
  /** The event to record when a step uses a program through `RUN --mount`; null for none. */
  readonly borrowed?: (tool: string, at: SourceLocation, stage: number) => SimulatedEvent | null;
  /** Installs what the lesson's solution would have installed. */
  readonly installExpected?: (stage: Stage) => void;
  /** Simulates a pipeline as a whole; null to run its commands one by one. */
  readonly pipeline?: (machine: Machine, commands: readonly Node[]) => PipelineTail | null;
  /** Simulates `. file` for a file that the toolchain created; null for other files. */
  readonly source?: (machine: Machine, path: string) => Status | null;
  /** Applies what the toolchain has added to a user's login profile. */
  readonly logIn?: (machine: Machine, home: string) => void;
}
