import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import type { Box } from '../../sandbox/boxes.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { Failure } from '../phase.ts';
import { nowhere } from './build-failure.ts';
import { crowded, evidence, sayExhausted } from './exhausted-limit.ts';

/** Whether an engine that fell silent did so because the student's program used the box up; null when nothing says so. */
export async function lastEvidence(
  box: Box,
  first: BoxCounters | null,
  limits: Limits,
): Promise<Failure | null> {
  const last = first === null ? null : await box.counters().catch(() => null);
  if (first === null || last === null) return null;
  const spent = evidence(first, last, '', 137) ?? (crowded(last) ? 'too-many-processes' : null);
  if (spent === null) return null;
  return { ...nowhere, reason: spent, explanation: sayExhausted(spent, last, limits) };
}
