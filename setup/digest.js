import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Files that Python and editors leave behind are never inputs. */
const skipped = new Set(['__pycache__', '.venv', '.git', 'node_modules', 'db.sqlite3']);

/**
 * A digest of texts, files and folders: 12 hex digits. A missing path counts as such.
 * @param {readonly string[]} texts
 * @param {readonly string[]} [paths]
 */
export function digestOf(texts, paths = []) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  /** @param {string} path @param {string} name */
  const add = (path, name) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) hash.update(`absent ${name}\n`);
    else if (found.isDirectory())
      for (const entry of readdirSync(path).sort()) {
        if (!skipped.has(entry)) add(join(path, entry), `${name}/${entry}`);
      }
    else if (found.isSymbolicLink()) hash.update(`link ${name} ${readlinkSync(path)}\n`);
    else {
      hash.update(`file ${name} ${found.mode & 0o111} ${found.size}\n`);
      hash.update(readFileSync(path));
    }
  };
  for (const [n, path] of paths.entries()) add(path, `${n}`);
  return hash.digest('hex').slice(0, 12);
}
