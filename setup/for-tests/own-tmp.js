import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs tests with their own folder for temporary files (TMPDIR), and removes it afterwards with everything that they, or processes they
 * killed, left behind. It is in the system's folder, because the path of a socket must be short.
 * @template T
 * @param {(env: { readonly TMPDIR: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withOwnTmp(work) {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-test-'));
  // The same mode as the system's folder: some programs that tests start run as another user.
  chmodSync(folder, 0o1777);
  try {
    return await work({ TMPDIR: folder });
  } finally {
    // A killed process may still write for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
