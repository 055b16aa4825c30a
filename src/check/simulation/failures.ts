import type { IgnorePattern } from '../dockerfile/dockerignore.ts';

/** When a command runs: during the build, or at container start. */
export type Phase = 'build' | 'start';

/** Location in a source file. `file` is a path in the build context. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

/** A file named by a command: the path as written, the resolved path, and the context file it came from. */
export interface NamedFile {
  readonly path: string;
  readonly resolved: string;
  /** Null if no COPY put the file there, or if it does not exist. */
  readonly from: string | null;
}

/** Who is not allowed to start a program. */
export type Barred = { readonly who: 'everybody' } | { readonly who: 'user'; readonly user: string };

/** Something that a user lacks the permission to change. */
type Protected =
  | ({ readonly kind: 'file' } & NamedFile)
  /** A Python environment. */
  | { readonly kind: 'environment'; readonly path: string }
  /** A tool's cache. */
  | { readonly kind: 'cache'; readonly path: string };

/** Something that the container would have to download at start. */
export type Download =
  | { readonly kind: 'python'; readonly version: string }
  /** Requested by an option of the runner, given without its dashes. */
  | { readonly kind: 'option'; readonly option: string }
  /** A command that installs something the image lacks. */
  | { readonly kind: 'command'; readonly command: string }
  /** The environment searched for the program has no packages, or lacks the development group. */
  | { readonly kind: 'packages' | 'dev-group'; readonly environment: string }
  /** The packages were installed in a parent folder of the project: `installed` is that folder, `root` the project. */
  | { readonly kind: 'packages-above'; readonly installed: string; readonly root: string };

/** The kinds of failure of a simulated command, with the data of each. */
interface FailureFields {
  /** No program of that name on the PATH. */
  'command-not-found': { readonly command: string };
  /** The same for a tool that has to be installed first. */
  'tool-missing': { readonly tool: string; readonly command: string };
  /** A program called by its path does not exist. */
  'script-not-found': { readonly path: string };
  'script-runs-itself': { readonly path: string };
  'script-not-executable': { readonly path: string; readonly resolved: string; readonly barred: Barred };
  /** A script without a shebang (`#!`), started directly by the container engine. */
  'exec-format': { readonly path: string };
  'interpreter-not-found': { readonly path: string; readonly interpreter: string };
  /** Linux passes everything after the interpreter as a single argument, which the interpreter cannot use. */
  'interpreter-arguments': { readonly path: string; readonly interpreter: string; readonly words: string };
  'windows-line-endings': { readonly path: string };
  /** Python is given a shell script. */
  'not-python': { readonly path: string };

  /** The shell rejects the script (syntax error), or a builtin rejects its arguments. */
  'shell-refused': { readonly phrase: string };
  /** The shell exits because a required variable is not set: `set -u`, `${NAME:?}`. */
  'variable-not-set': { readonly variable: string; readonly phrase: string };
  /** A program rejects its arguments, or the shell exits with an error on purpose. */
  'command-refused': { readonly phrase: string };
  /** A command fails with an error message. */
  'command-failed': { readonly phrase: string };
  /** A command fails without a message. */
  'exit-code': { readonly command: string };
  'redirect-refused': {
    readonly phrase: string;
    /** The parent folder of the file, if that is what is missing; otherwise null. */
    readonly missingFolder: string | null;
  };
  /** A command that never ends. `awaited` is the program or host that it waits for; null if there is none to name. */
  'never-ends': { readonly awaited: string | null };

  /** A command is given a file that does not exist. */
  'file-not-found': { readonly command: string } & NamedFile;
  /** Python is given a script that does not exist. */
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
  /** `--chown` names an owner, but the image has no list of users. */
  'owner-not-found': { readonly owner: string };
  'copy-not-found': {
    readonly path: string;
    /** All source paths of the instruction, after substitution. */
    readonly sources: readonly string[];
    /** Whether the path is really the first word of a comment after the paths. */
    readonly isComment: boolean;
    readonly hiddenBy: IgnorePattern | null;
    /** The path probably intended: the same without its first folder. */
    readonly instead: string | null;
    /** What `--from` names; null for the build context. */
    readonly stage: string | null;
  };

  /** A download from a host that cannot exist. */
  'host-not-found': { readonly host: string };
  'package-lists-missing': { readonly phrase: string };
  'package-not-found': {
    readonly package: string;
    readonly phrase: string;
    /** The package name probably intended; null if there is no similar one. */
    readonly similar: string | null;
  };
  /** The package is only available as source, and the image has no compiler for it; `instead` is a package with prebuilt wheels. */
  'package-not-built': { readonly package: string; readonly phrase: string; readonly instead: string };
  /** A tool rejects its command line or environment variables, or something they name does not exist. */
  'tool-refused': { readonly tool: string; readonly command: string; readonly phrase: string };
  /** A tool rejects the project. */
  'project-refused': { readonly tool: string; readonly phrase: string };
  /**
   * A tool rejects its command line. `about` says what it was to install (`installer`: the tool that installs the rest), or `other` if it
   * was called for something else.
   */
  'install-refused': {
    readonly tool: string;
    readonly phrase: string;
    readonly about: 'installer' | 'packages' | 'nothing' | 'other';
  };
  /** The folder to install contains no project. */
  'project-not-installable': { readonly phrase: string; readonly withInstaller: boolean };
  /** A requirements file that cannot be parsed. */
  'requirements-refused': { readonly phrase: string };
  'requirements-not-found': { readonly path: string; readonly purpose: 'install' | 'compile' };
  /** A project with a build system is built during installation, which needs its readme. */
  'readme-not-found': { readonly path: string };

  /** Only the development group is installed, without the packages that the application needs. */
  'only-dev-installed': Record<never, never>;
  'no-virtual-environment': Record<never, never>;
  'project-file-not-found': { readonly command: string };
  /** The project is in `where`, but the command looks in `folder`. `astray` says which of the two is in the wrong place. */
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
    /** The environment that has the module; null if none has. */
    readonly where: string | null;
  };
  /** The packages in `folder` were installed for Python version `made`, but the image has version `own`. */
  'other-python': {
    readonly module: string;
    readonly folder: string;
    readonly made: string;
    readonly own: string;
  };
  /** The project's command runs with an interpreter that lacks the project's packages. */
  'outside-project': { readonly module: string };
  'settings-not-found': { readonly module: string; readonly written: string };
  /** A WSGI or ASGI server does not find its application; `own` is the project's actual one. */
  'application-not-found': {
    readonly command: string;
    readonly module: string;
    readonly folder: string;
    readonly own: string;
    readonly startsInProject: boolean;
  };
  /** The file with the project's own command (such as `manage.py`) is missing. */
  'project-command-not-found': {
    readonly path: string;
    readonly folder: string;
    readonly startsInProject: boolean;
  };
  /** Part of the application's source is missing from the image. `removedAt` is the command that deleted it. */
  'source-not-found': {
    readonly path: string;
    readonly folder: string;
    readonly removedAt: SourceLocation | null;
  };
  /** The application, or one of its commands, exits with an error. */
  'application-refused': { readonly phrase: string };
  'server-refused': { readonly phrase: string };
  /** The server answers a requested page with the wrong status; `looked` is the file it did not find, or empty. */
  'page-not-served': { readonly path: string; readonly status: number; readonly looked: string };
  /** A program exits with an error; `advice` is a hint from its toolchain. */
  'refused-with-advice': { readonly phrase: string; readonly advice: string };
  'host-refused': { readonly variable: string; readonly host: string; readonly given: string };
  /** The settings name a database server that does not exist. */
  'waits-for-database': { readonly host: string };
  'database-read-only': { readonly folder: string; readonly user: string; readonly owner: string };
}

export type FailureKind = keyof FailureFields;

/** A failure without its location, as a command reports it. */
export type SimulatedFailureCause<Kind extends FailureKind = FailureKind> = {
  readonly [Each in Kind]: { readonly kind: Each } & FailureFields[Each];
}[Kind];

/** The reason why a command fails, as far as it is certain. */
export type SimulatedFailure<Kind extends FailureKind = FailureKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each;
    readonly at: SourceLocation;
    readonly phase: Phase;
  } & FailureFields[Each];
}[Kind];
