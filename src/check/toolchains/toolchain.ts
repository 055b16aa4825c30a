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
 * What is known of a family of tools. A toolchain is a folder with one of these, and stands in the list of `index.ts`;
 * everything but its name and programs may be left out. What it knows of the student's project is no part of it: that is a
 * `ProjectFact`, which whoever needs it asks the project for.
 */
export interface Toolchain {
  readonly name: string;
  readonly programs: Programs;
  /** Those of its programs that print their output themselves, or print nothing. Of all others the output is unknown. */
  readonly writers?: readonly string[];
  /** Programs that are carried out where nobody can say whether they are there. */
  readonly ifUnknown?: Readonly<Record<string, UnseenProgram>>;
  /** Programs that are often called and that base images do not have. */
  readonly oftenMissing?: readonly string[];
  /** Programs that every script calls: a name close to one of these is a typo. */
  readonly commonPrograms?: readonly string[];
  /** What its names look like, and what nobody else's program is called (`pipinstall`). */
  readonly names?: RegExp;
  /** Programs that come as one file out of an image of their own. */
  readonly portable?: readonly string[];
  /** Those of its programs that fetch what they work with, where it is not at hand. */
  readonly fetching?: RegExp;
  /** Scripts that are downloaded and run: by the address that they are known by. */
  readonly downloads?: readonly { readonly url: RegExp; readonly tool: string }[];
  /** The program for files whose first line (`#!`) matches. */
  readonly interpreter?: { readonly shebang: RegExp; readonly program: string };
  /** Images that it knows. */
  readonly baseImage?: (name: ImageName) => BaseImage | null;
  /** One of its programs is called and is not there; null for a name that is none of its own. */
  readonly missing?: (
    machine: Machine,
    name: string,
    args: readonly string[],
    input: string | null,
  ) => Status | null;
  /** Whether packages of the distribution bring a program. */
  readonly isInPackages?: (packages: ReadonlySet<string>, name: string) => boolean;
  /** Whether the distribution keeps a program in another folder than that of a path. */
  readonly isKeptElsewhere?: (stage: Stage, path: string) => boolean;
  /** Whether what was installed may bring programs that are not known here. */
  readonly mayBringMore?: (stage: Stage) => boolean;
  /** A program at a path in a folder of packages; null when the path lies in none. */
  readonly inEnvironment?: (machine: Machine, path: string) => ResolvedProgram | null;
  /** A program of a package that was installed for the whole system. */
  readonly inSystemPackages?: (machine: Machine, name: string) => ResolvedProgram | null;
  /** What is worth noting when a step borrows a program by `RUN --mount`. */
  readonly borrowed?: (tool: string, at: SourceLocation, stage: number) => SimulatedEvent | null;
  /** Installs what the project's own answer would have installed. */
  readonly installExpected?: (stage: Stage) => void;
  /** A pipeline that is carried out as one thing. */
  readonly pipeline?: (machine: Machine, commands: readonly Node[]) => PipelineTail | null;
  /** `. file` of a file that it has made. */
  readonly source?: (machine: Machine, path: string) => Status | null;
  /** What it has added to the profile of whoever logs in. */
  readonly logIn?: (machine: Machine, home: string) => void;
}
