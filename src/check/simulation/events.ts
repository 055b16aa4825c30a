import type { Phase, SimulatedFailure, SourceLocation } from './failures.ts';
import type { Status } from './shell/status.ts';

/** What is not known: how a command ends, what a service that it asks answers, what a file that was not sent holds, whether there is an image with a digest. */
export type Doubt =
  | { readonly of: 'command'; readonly what: string }
  | { readonly of: 'service'; readonly host: string }
  | { readonly of: 'image'; readonly reference: string }
  | { readonly of: 'file'; readonly path: string };

/** The kinds of what a simulated command does and a rule may ask about, and what each knows. */
interface EventFields {
  /** A tool that does not come with the image is called. */
  'tool-used': {
    readonly tool: string;
    readonly phase: Phase;
    readonly stage: number;
    readonly found: boolean | 'unknown';
  };
  'tool-installed': { readonly tool: string; readonly stage: number };
  /** `RUN --mount=from=…`: there for one step. */
  'tool-borrowed': { readonly tool: string; readonly stage: number };
  /** A download that is skipped because a program is missing, in a step that succeeds all the same. */
  'download-skipped': { readonly stage: number; readonly program: string };
  /** The project's dependencies are installed. */
  install: {
    readonly phase: Phase;
    readonly stage: number;
    readonly command: string;
    /** As a side effect of running something. */
    readonly implicit: boolean;
    /** The lock file is respected: --frozen, --locked, or pinned by an export. */
    readonly exact: boolean | 'unknown';
    /** The instruction that made the layers before it depend on the source; null when none did. */
    readonly sourceSince: number | null;
    /** Dependency files that it found, and those it did not. */
    readonly present: readonly string[];
    readonly absent: readonly string[];
    readonly certain: boolean;
  };
  /** A command of the project's own program, as the manifest names it. */
  'project-command': {
    readonly phase: Phase;
    readonly stage: number;
    readonly command: string;
    readonly folder: string;
    readonly found: boolean | 'unknown';
    readonly certain: boolean;
    readonly outcome: Status;
    /** Why it failed, also where the script goes on all the same. */
    readonly failure: SimulatedFailure | null;
  };
  server: {
    readonly program: string;
    readonly phase: Phase;
    /** Null where it cannot be known. */
    readonly host: string | null;
    readonly port: number | null;
    readonly certain: boolean;
    /** It takes the place of the script (exec), or stays its child. */
    readonly exec: boolean;
    readonly background: boolean;
  };
  /** A file of the image is run as a script. */
  script: {
    readonly phase: Phase;
    /** The file of the build context that it was copied from; null where it comes from no COPY. */
    readonly from: string | null;
  };
  chmod: { readonly path: string };
  /** A file or a folder is deleted. */
  removed: { readonly path: string };
  /** `cd` into a folder that does not exist: the shell stays where it is. */
  'cd-ignored': { readonly phase: Phase; readonly path: string; readonly folder: string };
  /** The environment is made again, from what the tool kept in the image. */
  'environment-rebuilt': { readonly folder: string };
  unknown: { readonly phase: Phase; readonly doubt: Doubt };
}

export type EventKind = keyof EventFields;

/** Something that a simulated command does. */
export type SimulatedEvent<Kind extends EventKind = EventKind> = {
  readonly [Each in Kind]: { readonly kind: Each; readonly at: SourceLocation } & EventFields[Each];
}[Kind];
