import { createHash } from 'node:crypto';
import type { Limits } from '../sandbox/limits.ts';

/** SHA-256 (hex) of the limits. Each verdict records it, because under other limits it might have been different. */
export function limitsDigest(limits: Limits): string {
  const sorted = Object.entries(limits).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
