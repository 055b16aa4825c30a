/**
 * What the system's codes for a file mean (errno(3)). Plain JavaScript, because the set-up words them too, before there is a Node that
 * reads TypeScript.
 */
const fileCodes = /** @type {const} */ ({
  ENOENT: 'absent',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EISDIR: 'folder',
  ENOTDIR: 'notFolder',
  ENAMETOOLONG: 'tooLong',
  ELOOP: 'circle',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'readOnly',
  EMFILE: 'handles',
  ENFILE: 'handles',
});

/** @typedef {(typeof fileCodes)[keyof typeof fileCodes]} FileTrouble */

/**
 * @param {string} code
 * @returns {FileTrouble | undefined} undefined for a code that is not about files
 */
export const fileTrouble = (code) =>
  Object.hasOwn(fileCodes, code) ? fileCodes[/** @type {keyof typeof fileCodes} */ (code)] : undefined;
