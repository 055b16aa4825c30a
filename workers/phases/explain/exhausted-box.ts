import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import type { Box } from '../../sandbox/box/boxes.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { PhaseFailure } from '../phase.ts';
import { unlocated } from './build-failure.ts';
import { findExhausted, nearProcessLimit, sayExhausted } from './exhausted-limit.ts';

/** The failure to report when the engine fell silent because the student's program used up the box; null when nothing indicates so. */
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
