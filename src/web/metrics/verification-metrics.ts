import { Counter, Histogram, type Registry } from 'prom-client';
import type { Records } from '../../records/records.ts';
import type { Verdict } from '../../submission/verdict.ts';

/** Seconds. A build with a warm cache takes a few; the longest jobs take minutes. */
const phaseBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320];
const turnaroundBuckets = [1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560];

export interface VerificationMetrics {
  /** @param waitedMs from receipt to verdict */
  readonly judged: (verdict: Verdict, waitedMs: number) => void;
}

/** Metrics of verifications: outcomes, duration of each phase, and students' total waiting time. */
export function measureVerifications(registry: Registry): VerificationMetrics {
  const registers = [registry];
  const verdicts = new Counter({
    name: 'dockhand_verdicts_total',
    help: 'Standing verdicts by outcome and reason; the reason of what passed is "none".',
    labelNames: ['outcome', 'reason'] as const,
    registers,
  });
  const contradictions = new Counter({
    name: 'dockhand_contradictions_total',
    help: 'Runs that showed something else than the check had said, by its rule: defects of the check.',
    labelNames: ['rule'] as const,
    registers,
  });
  const phases = new Histogram({
    name: 'dockhand_phase_seconds',
    help: 'How long a phase of a verification took.',
    labelNames: ['phase', 'status'] as const,
    buckets: phaseBuckets,
    registers,
  });
  const turnaround = new Histogram({
    name: 'dockhand_turnaround_seconds',
    help: 'From the moment a submission was received to its verdict.',
    labelNames: ['outcome'] as const,
    buckets: turnaroundBuckets,
    registers,
  });
  return {
    judged: (verdict, waitedMs) => {
      verdicts.inc({ outcome: verdict.outcome, reason: verdict.reason ?? 'none' });
      // A reused verdict is not another contradiction.
      if (verdict.remembered === undefined)
        for (const { rule } of verdict.contradictions ?? []) contradictions.inc({ rule });
      turnaround.observe({ outcome: verdict.outcome }, Math.max(0, waitedMs) / 1_000);
      for (const phase of verdict.phases) {
        if (phase.status === 'skipped') continue;
        phases.observe({ phase: phase.name, status: phase.status }, phase.ms / 1_000);
      }
    },
  };
}

/** The same records, instrumented to measure each verdict exactly once when it becomes the standing one. */
export function measuredRecords(
  records: Records,
  measures: VerificationMetrics,
  heard: () => void = () => {},
): Records {
  return {
    ...records,
    submissions: {
      ...records.submissions,
      judge: async (id, run, verdict, at) => {
        const standing = await records.submissions.judge(id, run, verdict, at);
        if (standing) {
          const submission = await records.submissions.get(id).catch(() => null);
          measures.judged(verdict, submission === null ? 0 : at - submission.receivedAt);
          heard();
        }
        return standing;
      },
    },
  };
}
