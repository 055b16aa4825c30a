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
  /** As USER names it; empty for root. */
  readonly user: string;
  /** `8000/tcp`. */
  readonly exposed: readonly string[];
}

/** What a verification works on: shared by the phases, changed by none. */
export interface Work {
  readonly box: Box;
  readonly limits: Limits;
  /** Aborts when the job is cancelled, its time is over, or the box is lost. */
  readonly signal: AbortSignal;
  /** Does something that does not count towards the job's time limit. */
  readonly unclocked: <T>(work: () => Promise<T>) => Promise<T>;
  readonly lesson: Lesson;
  readonly manifest: Manifest;
  readonly student: SubmittedContent;
  /** The build context as it is sent. */
  readonly context: readonly BuildContextFile[];
  /** Paths that are in the project but that `.dockerignore` keeps out. */
  readonly ignored: ReadonlySet<string>;
  /** The Dockerfile as the student wrote it. */
  readonly dockerfile: string;
  /** What the built image says of itself; null until it was looked at. */
  readonly image: ImageFacts | null;
  /** What the instant check says of the same files; null when it could not. */
  readonly report: CheckReport | null;
  /** The network that the lesson's services are on; null where it has none. */
  readonly network: string | null;
  /** The box's way out for RUN steps, as a proxy's address; null when there is none. */
  readonly proxy: string | null;
}

/** The port that a lesson's server is asked at. Only phases that ask a server may call it. */
export function portOf({ manifest }: Pick<Work, 'manifest'>): number {
  if (manifest.port === null) throw new Error('a lesson without a port has no server to ask');
  return manifest.port;
}

/** Why a phase failed: the student's own. */
export interface PhaseFailure {
  readonly reason: StudentReason;
  readonly explanation: TranslatableText;
  /** Aims it comes from, the likeliest first: the lesson's manifest says which TODO has them. */
  readonly aims: readonly Aim[];
  /** The run itself has shown that the first aim is missed, whatever the check says of it. */
  readonly shown?: boolean;
  /** The TODO itself, where it is known without the aims. */
  readonly todo?: number;
  readonly file: string | null;
  readonly line: number | null;
  readonly excerpt: readonly string[];
  /** It may be due to a busy machine, so it is not replayed without another run. */
  readonly doubtful?: boolean;
}

export type PhaseFinding = { readonly status: 'ok' | 'warned'; readonly detail: TranslatableText };

/** A phase's result: what it found and what later phases need of it, or why it failed. */
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
