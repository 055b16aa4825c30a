/** Removes files from the modules in the image of bot and worker: none that is used at run time. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folders of particular packages: Node's headers, sources of a parser that runs as WebAssembly, a compiler that packages list for their
 * types.
 */
const folders = [
  `node-linux-${process.arch}/include`,
  `node-linux-${process.arch}/share`,
  'tree-sitter-bash/src',
  'tree-sitter-bash/prebuilds',
  'typescript',
  '@typescript',
  '@types',
];
/** Types and source maps. Node runs no TypeScript below node_modules, so none of these can be imported. */
const names = /\.(?:[cm]?ts|map|flow|o|a)$/;

/** @param {string} modules the folder node_modules @returns {number} bytes that were taken away */
export function leaveOutWhatDoesNotRun(modules) {
  let bytes = 0;
  for (const folder of folders) {
    bytes += bytesBelow(join(modules, folder));
    rmSync(join(modules, folder), { recursive: true, force: true });
  }
  for (const file of filesBelow(modules))
    if (names.test(file)) {
      bytes += statSync(file).size;
      rmSync(file);
    }
  return bytes;
}

/** @param {string} folder @returns {readonly string[]} */
function filesBelow(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** @param {string} folder */
const bytesBelow = (folder) => filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);
