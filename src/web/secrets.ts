import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares secrets in constant time. */
export const sameSecret = (given: string, right: string): boolean =>
  timingSafeEqual(digest(given), digest(right));

/**
 * A key for one purpose, derived from the installation's existing secrets (RFC 5869). Changing one of them signs everybody out.
 */
export const derivedKey = (secrets: readonly string[], purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secrets.join('\n'), 'dockhand', purpose, 32));
