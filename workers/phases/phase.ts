import type { CheckReport } from '../../src/check/model/report.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import type { Aim, Manifest } from '../../src/lesson/manifest/manifest.ts';
import type { PhaseResult } from '../../src/submission/verdict.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import type { Box } from '../sandbox/box/boxes.ts';
import type { BuildContextFile, SubmittedContent } from '../sandbox/build/context.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { StudentReason } from './explain/known/recognise.ts';

/** How an image starts. */
export interface ImageFacts {
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly workdir: string;
  /** As USER gives it; empty for root. */
  readonly user: string;
  /** `8000/tcp`. */
  readonly exposed: readonly string[];
}

/** What a verification works on. All phases share it, and none changes it. */
export interface Work {
  readonly box: Box;
  readonly limits: Limits;
  /** Aborts when the job is cancelled, when it times out, or when the box is lost. */
  readonly signal: AbortSignal;
  /** Runs something whose time does not count towards the job's limit. */
  readonly unclocked: <T>(work: () => Promise<T>) => Promise<T>;
  readonly lesson: Lesson;
  readonly manifest: Manifest;
  readonly student: SubmittedContent;
  /** The build context as it is sent. */
  readonly context: readonly BuildContextFile[];
  /** Project paths that `.dockerignore` excludes. */
  readonly ignored: ReadonlySet<string>;
  /** The Dockerfile as the student wrote it. */
  readonly dockerfile: string;
  /** The configuration of the built image; null until it has been inspected. */
  readonly image: ImageFacts | null;
  /** The instant check's report on the same files; null when the check failed. */
  readonly report: CheckReport | null;
  /** The network of the lesson's services; null when it has none. */
  readonly network: string | null;
  /** The address of the proxy through which RUN steps reach the network; null when there is none. */
  readonly proxy: string | null;
}

/** The port on which a lesson's server is asked. Only phases that ask a server may call it. */
export function portOf({ manifest }: Pick<Work, 'manifest'>): number {
  if (manifest.port === null) throw new Error('a lesson without a port has no server to ask');
  return manifest.port;
}

/** Why a phase failed, through the student's files. */
export interface PhaseFailure {
  readonly reason: StudentReason;
  readonly explanation: TranslatableText;
  /** The aims that it points to, the likeliest first: the lesson's manifest says which TODO has them. */
  readonly aims: readonly Aim[];
  /** The run itself has shown that the first aim is missed, whatever the check says about it. */
  readonly shown?: boolean;
  /** The TODO, when it is known without the aims. */
  readonly todo?: number;
  readonly file: string | null;
  readonly line: number | null;
  readonly excerpt: readonly string[];
  /** A busy machine may be the cause, so the result is not reused without another run. */
  readonly doubtful?: boolean;
}

export type PhaseFinding = { readonly status: 'ok' | 'warned'; readonly detail: TranslatableText };

/** A phase's result: what it found and what later phases need from it, or why it failed. */
export type PhaseOutcome<T> =
  | { readonly failure: null; readonly found: PhaseFinding; readonly result: T }
  | { readonly failure: PhaseFailure };

export const passed = <T>(
  result: T,
  detail: TranslatableText,
  status: PhaseFinding['status'] = 'ok',
): PhaseOutcome<T> => ({
  failure: null,
  found: { status, detail },
  result,
});

export const failed = (failure: PhaseFailure): { readonly failure: PhaseFailure } => ({ failure });

export const asResult = (name: PhaseResult['name'], ms: number, found: PhaseFinding): PhaseResult => ({
  name,
  status: found.status,
  ms: Math.round(ms),
  detail: found.detail,
});
