import type { Phase, SimulatedFailure, SourceLocation } from './failures.ts';
import type { Status } from './shell/status.ts';

/**
 * What is unknown: a command's exit code, a service's answer, the content of a file that was not sent, or whether an image with a given
 * digest exists.
 */
export type Doubt =
  | { readonly of: 'command'; readonly what: string }
  | { readonly of: 'service'; readonly host: string }
  | { readonly of: 'image'; readonly reference: string }
  | { readonly of: 'file'; readonly path: string };

/** The kinds of event that a simulated command can cause, with the data of each. Rules read them. */
interface EventFields {
  /** A call of a tool that the image does not include by default. */
  'tool-used': {
    readonly tool: string;
    readonly phase: Phase;
    readonly stage: number;
    readonly found: boolean | 'unknown';
  };
  'tool-installed': { readonly tool: string; readonly stage: number };
  /** `RUN --mount=from=…`: the tool exists for one step only. */
  'tool-borrowed': { readonly tool: string; readonly stage: number };
  /** A download skipped because a program is missing, in a step that still succeeds. */
  'download-skipped': { readonly stage: number; readonly program: string };
  /** An installation of the project's dependencies. */
  install: {
    readonly phase: Phase;
    readonly stage: number;
    readonly command: string;
    /** Installed as a side effect of running something. */
    readonly implicit: boolean;
    /** Whether the lock file is respected: `--frozen`, `--locked`, or versions pinned by an export. */
    readonly exact: boolean | 'unknown';
    /** Line of the instruction that made the preceding layers depend on the source; null if none did. */
    readonly sourceSince: number | null;
    /** Dependency files that the installation found, and those that it did not. */
    readonly present: readonly string[];
    readonly absent: readonly string[];
    readonly certain: boolean;
  };
  /** A command, such as `migrate`, of the project's own program, which the manifest names. */
  'project-command': {
    readonly phase: Phase;
    readonly stage: number;
    readonly command: string;
    readonly folder: string;
    readonly found: boolean | 'unknown';
    readonly certain: boolean;
    readonly outcome: Status;
    /** Why the command failed, even if the script went on. */
    readonly failure: SimulatedFailure | null;
  };
  server: {
    readonly program: string;
    readonly phase: Phase;
    /** Null if unknown. */
    readonly host: string | null;
    readonly port: number | null;
    readonly certain: boolean;
    /** Whether it replaces the script (`exec`) or runs as its child. */
    readonly exec: boolean;
    readonly background: boolean;
  };
  /** A file of the image run as a script. */
  script: {
    readonly phase: Phase;
    /** The context file that it was copied from; null if no COPY put it there. */
    readonly from: string | null;
  };
  chmod: { readonly path: string };
  /** A deleted file or folder. */
  removed: { readonly path: string };
  /** `cd` into a folder that does not exist: the shell stays where it is. */
  'cd-ignored': { readonly phase: Phase; readonly path: string; readonly folder: string };
  /** The environment was recreated with what the tool kept in the image. */
  'environment-rebuilt': { readonly folder: string };
  unknown: { readonly phase: Phase; readonly doubt: Doubt };
}

export type EventKind = keyof EventFields;

/** Something that a simulated command does or causes. */
export type SimulatedEvent<Kind extends EventKind = EventKind> = {
  readonly [Each in Kind]: { readonly kind: Each; readonly at: SourceLocation } & EventFields[Each];
}[Kind];
