import type { Aim } from '../../lesson/manifest.ts';

/** When a command runs: while the image is built, or when the container starts. */
export type Phase = 'build' | 'start';

/** Where something is written. `file` is a path in the build context. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Why a command does not work, as far as that is certain. */
export interface Failure {
  readonly code: FailureCode;
  readonly at: Place;
  readonly phase: Phase;
  /** The aim whose TODO it belongs to; null for what belongs to none. */
  readonly aim: Aim | null;
  readonly values: Readonly<Record<string, string | number>>;
}

export type FailureCode =
  | 'uv-not-found'
  | 'command-not-found'
  | 'package-lists-missing'
  | 'uv-usage'
  | 'pip-usage'
  | 'no-pyproject'
  | 'sync-elsewhere'
  | 'no-lock'
  | 'no-virtual-environment'
  | 'file-not-found'
  | 'folder-not-found'
  | 'script-not-found'
  | 'not-permitted'
  | 'manage-not-found'
  | 'module-not-found'
  | 'not-python'
  | 'host-refused'
  | 'copy-not-found'
  | 'copy-into-file'
  | 'user-not-found'
  | 'waits'
  | 'not-executable'
  | 'exec-format'
  | 'no-interpreter'
  | 'crlf'
  | 'shell-usage'
  | 'exit-code'
  | 'needs-network'
  | 'stale-lock'
  | 'read-only'
  | 'server-usage'
  | 'django-usage'
  | 'source-missing';

/** Something that a command does and that a rule may ask about. */
export type Happening =
  | {
      readonly kind: 'uv-used';
      readonly at: Place;
      readonly phase: Phase;
      readonly stage: number;
      readonly found: boolean | 'unknown';
    }
  | { readonly kind: 'uv-installed'; readonly at: Place; readonly stage: number; readonly how: string }
  /** `RUN --mount=from=…uv`: there for one step. */
  | { readonly kind: 'uv-mounted'; readonly at: Place; readonly stage: number }
  | {
      /** The project's dependencies are installed. */
      readonly kind: 'install';
      readonly at: Place;
      readonly phase: Phase;
      readonly stage: number;
      readonly command: string;
      /** By `uv run`, on the side. */
      readonly implicit: boolean;
      /** The lock file is respected: --frozen, --locked, or pinned by an export. */
      readonly exact: boolean | 'unknown';
      /** The instruction that made the layers before it depend on the source; null when none did. */
      readonly sourceSince: number | null;
      /** Dependency files that it found, and those it did not. */
      readonly present: readonly string[];
      readonly absent: readonly string[];
      readonly folder: string;
      readonly failed: Failure | null;
      readonly certain: boolean;
    }
  | {
      readonly kind: 'django';
      readonly at: Place;
      readonly phase: Phase;
      readonly stage: number;
      readonly command: string;
      readonly folder: string;
      readonly manage: string;
      readonly found: boolean | 'unknown';
      readonly certain: boolean;
      readonly interpreter: 'uv' | 'python';
    }
  | {
      readonly kind: 'server';
      readonly at: Place;
      readonly phase: Phase;
      readonly program: string;
      /** Null where it cannot be known. */
      readonly host: string | null;
      readonly port: number | null;
      readonly certain: boolean;
      /** It takes the place of the script (exec), or stays its child. */
      readonly exec: boolean;
      readonly background: boolean;
    }
  | {
      readonly kind: 'script';
      readonly at: Place;
      readonly phase: Phase;
      readonly path: string;
      readonly from: string | null;
      readonly known: boolean;
    }
  | { readonly kind: 'chmod'; readonly at: Place; readonly path: string; readonly found: boolean }
  | {
      /** A shell was told to go where there is no folder, and stays where it is. */
      readonly kind: 'stays';
      readonly at: Place;
      readonly phase: Phase;
      readonly path: string;
      readonly folder: string;
    }
  | {
      /** `uv run` makes the environment anew, from what uv kept in the image. */
      readonly kind: 'made-at-start';
      readonly at: Place;
      readonly folder: string;
    }
  | { readonly kind: 'no-download'; readonly at: Place; readonly stage: number; readonly program: string }
  | { readonly kind: 'unknown'; readonly at: Place; readonly phase: Phase; readonly what: string };
