/**
 * Problems and oddities of sources, in English. The catalogue (wording.ts) has the translations; the setup runs before the catalogue is
 * available.
 */
export const sourceTexts = /** @type {const} */ ({
  noAssignment: 'line {{line}} is not of the form NAME=value',
  unclear: 'line {{line}}: {{name}} {{why}}',
  comment: 'has a comment in place of a value: put it on a line of its own',
  quote:
    'has a quote in it that programs read differently: put the value into double quotes, or into a file that NAME_FILE names',
  character:
    'has a character that programs read differently ($ # \\ ` or a quote): put the whole value into single quotes',
  inFile: '{{file}}: {{problem}}',
  unreadable: '{{file}} cannot be read: {{why}}',
  notRead: '{{name}} is not read, because {{secret}} is set as well: leave one of them out',
  secretFile: '{{name}} is {{file}}, {{problem}}',
  empty: 'which is empty: write the secret into it',
  notText: 'which is no plain text: save it as UTF-8',
  fileNotText: '{{file}} is no plain text: save it as UTF-8',
  manyLines: 'which has more than one line: it has to hold the secret and nothing else',
  secretUnreadable: 'which cannot be read: {{why}}',
  twice: '{{name}} stands in lines {{lines}}: the last counts',
  absent: 'it is not there',
  forbidden: 'this user may not read it',
  folder: 'it is a folder',
  notFolder: 'a part of its path is a file and no folder',
  tooLong: 'its path is longer than this system takes',
  circle: 'the links there lead in a circle',
  systemSays: '{{words}}',
});

/**
 * A text of {@link sourceTexts} with its values, which may be such texts themselves.
 * @typedef {object} SourceTrouble
 * @property {keyof typeof sourceTexts} key
 * @property {Readonly<Record<string, string | number | SourceTrouble>>} values
 */

/**
 * @param {SourceTrouble['key']} key
 * @param {SourceTrouble['values']} [values]
 * @returns {SourceTrouble}
 */
export const trouble = (key, values = {}) => ({ key, values });

/** @param {SourceTrouble} trouble @returns {string} */
export function inEnglish({ key, values }) {
  return sourceTexts[key].replaceAll(/\{\{(\w+)\}\}/g, (_, /** @type {string} */ name) => {
    const value = values[name] ?? '';
    return typeof value === 'object' ? inEnglish(value) : String(value);
  });
}
