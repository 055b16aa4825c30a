import type { IgnorePattern } from '../dockerfile/dockerignore.ts';

/** When a command runs: while the image is built, or when the container starts. */
export type Phase = 'build' | 'start';

/** Where something is written. `file` is a path in the build context. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

/** A file that a command names: as it is written, where that leads, and the file of the build context that lies there. */
export interface NamedFile {
  readonly path: string;
  readonly resolved: string;
  /** Null where the file comes from no COPY, or is not there. */
  readonly from: string | null;
}

/** Who may not start a program. */
export type Barred = { readonly who: 'everybody' } | { readonly who: 'user'; readonly user: string };

/** What a user has no right to change. */
type Protected =
  | ({ readonly kind: 'file' } & NamedFile)
  /** An environment that packages are installed into. */
  | { readonly kind: 'environment'; readonly path: string }
  /** A tool's cache. */
  | { readonly kind: 'cache'; readonly path: string };

/** What a container would have to download when it starts. */
export type Download =
  | { readonly kind: 'python'; readonly version: string }
  /** Asked for by an option of what runs the program, without its dashes. */
  | { readonly kind: 'option'; readonly option: string }
  /** A command that installs what is not in the image. */
  | { readonly kind: 'command'; readonly command: string }
  /** The environment in which the program is searched has none of the packages, or none of the development group. */
  | { readonly kind: 'packages' | 'dev-group'; readonly environment: string }
  /** The packages were installed in a folder above the project: `installed` there, `root` here. */
  | { readonly kind: 'packages-above'; readonly installed: string; readonly root: string };

/** The kinds of failure of a simulated command, and what each knows. */
interface FailureFields {
  /** No program of that name is on the PATH. */
  'command-not-found': { readonly command: string };
  /** The same of a tool that is to be installed first. */
  'tool-missing': { readonly tool: string; readonly command: string };
  /** A program that is named by its path. */
  'script-not-found': { readonly path: string };
  'script-runs-itself': { readonly path: string };
  'script-not-executable': { readonly path: string; readonly resolved: string; readonly barred: Barred };
  /** A script without a first line (`#!`), started by the engine itself. */
  'exec-format': { readonly path: string };
  'interpreter-not-found': { readonly path: string; readonly interpreter: string };
  /** Words after the interpreter that Linux hands over as one, which it cannot use. */
  'interpreter-arguments': { readonly path: string; readonly interpreter: string; readonly words: string };
  'windows-line-endings': { readonly path: string };
  /** Python is given a text for a shell. */
  'not-python': { readonly path: string };

  /** A shell refuses its text, or one of its own words. */
  'shell-refused': { readonly phrase: string };
  /** A shell ends at a variable that has to be set: `set -u`, `${NAME:?}`. */
  'variable-not-set': { readonly variable: string; readonly phrase: string };
  /** A program refuses its arguments, or the shell exits with an error on purpose. */
  'command-refused': { readonly phrase: string };
  /** A command fails with a message of its own. */
  'command-failed': { readonly phrase: string };
  /** A command fails and says nothing. */
  'exit-code': { readonly command: string };
  'redirect-refused': {
    readonly phrase: string;
    /** The folder that the file was to lie in, where that is what is missing. */
    readonly missingFolder: string | null;
  };
  /** A command that does not end. `awaited` is the program or the host; null where nothing is named. */
  'never-ends': { readonly awaited: string | null };

  /** A program that works on files is given one that is not there. */
  'file-not-found': { readonly command: string } & NamedFile;
  /** Python is given a script that is not there. */
  'python-file-not-found': { readonly command: string; readonly path: string; readonly resolved: string };
  /** `. file` */
  'sourced-file-not-found': { readonly path: string };
  'folder-not-found': {
    readonly path: string;
    readonly folder: string;
    readonly startsInProject: boolean;
  };
  'chmod-without-file': { readonly phrase: string };
  'chmod-mode-refused': { readonly phrase: string; readonly file: NamedFile };
  'not-permitted': { readonly command: string; readonly user: string; readonly what: Protected };
  'user-not-found': { readonly user: string };
  'group-not-found': { readonly group: string };
  /** `--chown` names an owner in an image without a list of users. */
  'owner-not-found': { readonly owner: string };
  'copy-not-found': {
    readonly path: string;
    /** All paths that the instruction names, variables replaced. */
    readonly sources: readonly string[];
    /** The path is a comment's first word, after the paths. */
    readonly isComment: boolean;
    readonly hiddenBy: IgnorePattern | null;
    /** The path that was probably meant: the same without its first folder. */
    readonly instead: string | null;
    /** What --from names; null for the build context. */
    readonly stage: string | null;
  };

  /** Something is to be downloaded from a host that cannot exist. */
  'host-not-found': { readonly host: string };
  'package-lists-missing': { readonly phrase: string };
  'package-not-found': {
    readonly package: string;
    readonly phrase: string;
    /** The name that was probably meant; null where none is near. */
    readonly similar: string | null;
  };
  /** A package comes as source alone, and the image has nothing to compile it with; `instead` is one that comes built. */
  'package-not-built': { readonly package: string; readonly phrase: string; readonly instead: string };
  /** A tool refuses its command line or its variables, or what they name is not there. */
  'tool-refused': { readonly tool: string; readonly command: string; readonly phrase: string };
  /** A tool refuses the project that it finds. */
  'project-refused': { readonly tool: string; readonly phrase: string };
  /** A tool refuses its command line. `about`: what it was to install (`installer`: the tool that installs the rest); `other` where it was to do something else. */
  'install-refused': {
    readonly tool: string;
    readonly phrase: string;
    readonly about: 'installer' | 'packages' | 'nothing' | 'other';
  };
  /** A folder that is to be installed holds no project. */
  'project-not-installable': { readonly phrase: string; readonly withInstaller: boolean };
  /** A requirements file that cannot be read as one. */
  'requirements-refused': { readonly phrase: string };
  'requirements-not-found': { readonly path: string; readonly purpose: 'install' | 'compile' };
  /** A project with a build system is built when it is installed, and needs its readme for that. */
  'readme-not-found': { readonly path: string };

  /** Only the development group is installed, and nothing that the application needs. */
  'only-dev-installed': Record<never, never>;
  'no-virtual-environment': Record<never, never>;
  'project-file-not-found': { readonly command: string };
  /** The project lies in `where`, and the command looks in `folder`. `astray`: which of the two is in the wrong place. */
  'project-elsewhere': {
    readonly command: string;
    readonly folder: string;
    readonly where: string;
    readonly astray: 'command' | 'files';
  };
  'lock-not-found': { readonly command: string; readonly flag: string; readonly folder: string };
  'lock-outdated': Record<never, never>;
  'needs-network': { readonly download: Download };

  'module-not-found': {
    readonly command: string;
    readonly module: string;
    /** The environment that has it; null where none has. */
    readonly where: string | null;
  };
  /** The packages in `folder` were installed for Python `made`, and the image's is `own`. */
  'other-python': {
    readonly module: string;
    readonly folder: string;
    readonly made: string;
    readonly own: string;
  };
  /** The project's command is given to an interpreter without the project's packages. */
  'outside-project': { readonly module: string };
  'settings-not-found': { readonly module: string; readonly written: string };
  /** A WSGI or ASGI server does not find its application; `own` is the one of the project. */
  'application-not-found': {
    readonly command: string;
    readonly module: string;
    readonly folder: string;
    readonly own: string;
    readonly startsInProject: boolean;
  };
  /** The file of the project's own command. */
  'project-command-not-found': {
    readonly path: string;
    readonly folder: string;
    readonly startsInProject: boolean;
  };
  /** A part of the application's source is not in the image. `removedAt`: the command that took it out again. */
  'source-not-found': {
    readonly path: string;
    readonly folder: string;
    readonly removedAt: SourceLocation | null;
  };
  /** The application refuses to start, or a command of its. */
  'application-refused': { readonly phrase: string };
  'server-refused': { readonly phrase: string };
  /** The server answers a page that is asked for with another status; `looked` is the file it did not find, or empty. */
  'page-not-served': { readonly path: string; readonly status: number; readonly looked: string };
  /** A program refuses; `advice` is its toolchain's word for what helps. */
  'refused-with-advice': { readonly phrase: string; readonly advice: string };
  'host-refused': { readonly variable: string; readonly host: string; readonly given: string };
  /** The settings name a database server that is not there. */
  'waits-for-database': { readonly host: string };
  'database-read-only': { readonly folder: string; readonly user: string; readonly owner: string };
}

export type FailureKind = keyof FailureFields;

/** A failure without its place: what a command reports. */
export type SimulatedFailureCause<Kind extends FailureKind = FailureKind> = {
  readonly [Each in Kind]: { readonly kind: Each } & FailureFields[Each];
}[Kind];

/** Why a command does not work, as far as that is certain. */
export type SimulatedFailure<Kind extends FailureKind = FailureKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each;
    readonly at: SourceLocation;
    readonly phase: Phase;
  } & FailureFields[Each];
}[Kind];
