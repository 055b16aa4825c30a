import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file as a whole or not at all: on a disk that is full, what was there before stays.
 *
 * @param {string} path
 * @param {string} text
 * @param {number} [mode] the umask applies
 * @returns {void}
 * @throws the system's error when it cannot be written
 */
export function replaceFile(path, text, mode = 0o666) {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, text, { mode });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
