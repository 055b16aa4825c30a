import { createHash } from 'node:crypto';
import type { Limits } from '../sandbox/limits.ts';

/** SHA-256 (hex) of the limits: a verdict keeps it, because under other limits it might have been another one. */
export function limitsDigest(limits: Limits): string {
  const sorted = Object.entries(limits).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
