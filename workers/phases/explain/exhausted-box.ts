import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import type { Box } from '../../sandbox/box/boxes.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { PhaseFailure } from '../phase.ts';
import { unlocated } from './build-failure.ts';
import { findExhausted, nearProcessLimit, sayExhausted } from './exhausted-limit.ts';

/** Whether an engine that fell silent did so because the student's program used the box up; null when nothing says so. */
export async function explainExhaustedBox(
  box: Box,
  first: BoxCounters | null,
  limits: Limits,
): Promise<PhaseFailure | null> {
  const last = first === null ? null : await box.counters().catch(() => null);
  if (first === null || last === null) return null;
  const spent = findExhausted(first, last, '', 137) ?? (nearProcessLimit(last) ? 'too-many-processes' : null);
  if (spent === null) return null;
  return { ...unlocated, reason: spent, explanation: sayExhausted(spent, last, limits) };
}
