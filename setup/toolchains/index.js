import * as uv from './uv.js';

/** What single tools need on a machine: the set-up asks here, and names none of them. */

export { ensureLockFile, ensureToolImages } from './uv.js';

/** Variables of this machine that name an index of packages. */
export const indexVariables = ['PIP_INDEX_URL', uv.indexVariable];

/**
 * Settings files of those that install packages, for another index than theirs.
 * @param {string} url
 */
export const indexSettings = (url) => [
  { file: 'pip.conf', place: '/etc/pip.conf', text: `[global]\nindex-url = ${url}\n` },
  uv.indexSettings(url),
];
