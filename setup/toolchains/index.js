import * as uv from './uv.js';

/** What individual tools need on a machine: the rest of the set-up asks here and names no tool itself. */

export { ensureLockFile, ensureToolImages } from './uv.js';

/** Variables of this machine that set a package index. */
export const indexVariables = ['PIP_INDEX_URL', uv.indexVariable];

/**
 * Settings files that make package installers use another index.
 * @param {string} url
 */
export const indexSettings = (url) => [
  { file: 'pip.conf', place: '/etc/pip.conf', text: `[global]\nindex-url = ${url}\n` },
  uv.indexSettings(url),
];
