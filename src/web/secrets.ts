import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares secrets in constant time, so that the duration does not reveal where they differ. */
export const sameSecret = (given: string, right: string): boolean =>
  timingSafeEqual(digest(given), digest(right));

/** Derives a key for one purpose from the installation's existing secrets (RFC 5869). Changing any of them signs all users out. */
export const derivedKey = (secrets: readonly string[], purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secrets.join('\n'), 'dockhand', purpose, 32));
