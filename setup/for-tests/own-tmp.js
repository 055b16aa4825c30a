import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs tests with a folder of their own for temporary files (TMPDIR), and removes it when they are over: whatever they, and what they
 * kill, leave behind goes with it. It stands in the system's, because the path of a socket may not be long.
 * @template T
 * @param {(env: { readonly TMPDIR: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withOwnTmp(work) {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-test-'));
  // As the system's own: some programs that tests start run as another user.
  chmodSync(folder, 0o1777);
  try {
    return await work({ TMPDIR: folder });
  } finally {
    // What is killed may still write for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
