import { z } from 'zod';

/** The end of a verification, as it crosses the queue. */

const translatableTextSchema = z.strictObject({
  page: z.string(),
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const phaseNames = [
  'build',
  'inspect',
  'services',
  'run',
  'ready',
  'finish',
  'probe',
  'promises',
  'migrations',
  'stop',
  'again',
  'rebuild',
  'postgres',
] as const;
export type PhaseName = (typeof phaseNames)[number];

/** Phases that are there only when a lesson's manifest asks for them. */
const askedFor: ReadonlySet<PhaseName> = new Set(['services', 'finish', 'promises', 'postgres']);

/** The phases of a lesson with a server; the others are there when its manifest asks for them. */
export const commonPhases: readonly PhaseName[] = phaseNames.filter((name) => !askedFor.has(name));

export const outcomes = ['passed', 'failed', 'error', 'cancelled'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a verification did not pass: the student's faults first, then ours, then cancellations. */
export const studentReasons = [
  'build-failed',
  'base-image-not-found',
  'file-not-in-context',
  'out-of-memory',
  'timed-out',
  'disk-full',
  'too-many-processes',
  'too-much-output',
  'image-configuration-too-large',
  'exited',
  'not-executable',
  'no-such-interpreter',
  'never-listened',
  'listened-on-localhost',
  'wrong-port',
  'needs-network-at-start',
  'waits-for-a-database',
  'wrong-status',
  'not-json',
  'unexpected-answer',
  'did-not-migrate',
  'cache-broken',
  'compose-unusable',
  'workflow-unusable',
  'service-unhealthy',
  'promise-broken',
  'todo-not-done',
] as const;
export const ourReasons = [
  'engine-away',
  'machine-busy',
  'no-box',
  'pull-failed',
  'package-index-away',
  'lesson-not-here',
  /** A service that the lesson's manifest has beside the student's container did not start, or ended. */
  'lesson-service-away',
  'worker-lost',
  /**
   * Reading the student's files or their output ended the process that read them. Not held against the student: see
   * docs/adr/0005.
   */
  'unreadable',
  'verdict-unreadable',
  'unexpected',
] as const;
/** Why somebody has a verification cancelled. */
export const cancelRequests = ['by-student', 'by-ta', 'superseded'] as const;
export type CancelRequest = (typeof cancelRequests)[number];
/** Why one is called off: on request, or because its worker stops. */
export const cancelReasons = [...cancelRequests, 'stopped'] as const;
export type CancelReason = (typeof cancelReasons)[number];
export const reasons = [...studentReasons, ...ourReasons, ...cancelReasons] as const;
export type VerdictReason = (typeof reasons)[number];

const phaseSchema = z.strictObject({
  name: z.enum(phaseNames),
  status: z.enum(['ok', 'warned', 'failed', 'skipped']),
  ms: z.number().nonnegative(),
  detail: translatableTextSchema,
});
export type PhaseResult = z.output<typeof phaseSchema>;

export const verdictSchema = z.strictObject({
  v: z.literal(1),
  outcome: z.enum(outcomes),
  /** Null only when passed. */
  reason: z.enum(reasons).nullable(),
  /** The one sentence that a beginner understands; null only when passed. */
  explanation: translatableTextSchema.nullable(),
  /** The TODO it comes from, and where in which file; null where that is not known. */
  todo: z.int().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  phases: z.array(phaseSchema),
  image: z
    .strictObject({
      bytes: z.number(),
      layers: z.array(z.strictObject({ instruction: z.string(), bytes: z.number() })),
    })
    .nullable(),
  /** The steps of the build as far as it came, in the order of the Dockerfile; absent in older verdicts. */
  steps: z
    .array(
      z.strictObject({
        n: z.int(),
        of: z.int(),
        instruction: z.string(),
        line: z.int().nullable(),
        cached: z.boolean(),
        /** Null while it had not ended. */
        ms: z.number().nullable(),
        /** What its layer weighs; null where none is known. */
        bytes: z.number().nullable(),
      }),
    )
    .optional(),
  /** The decisive lines of the log, bounded, cleaned of control characters. */
  excerpt: z.array(z.string().max(500)).max(20),
  digests: z.strictObject({
    lesson: z.string(),
    checker: z.string(),
    box: z.string(),
    /** Of the limits that held; absent in verdicts of before. */
    limits: z.string().optional(),
    /** A base image was fetched from a registry: no digest covers it, and it may be a different one tomorrow. */
    fetched: z.literal(true).optional(),
  }),
  /** What the check said of the same files and the run has refuted, by rule; a defect of ours. Absent when there was nothing. */
  contradictions: z
    .array(z.strictObject({ rule: z.string().max(80), todo: z.int().nullable() }))
    .max(20)
    .optional(),
  /** It may be due to the machine, so it is not replayed without another run. */
  doubtful: z.literal(true).optional(),
  /** Set on a replayed verdict: when the same files got it (Unix milliseconds). */
  remembered: z.strictObject({ judgedAt: z.number() }).optional(),
});
export type Verdict = z.output<typeof verdictSchema>;
