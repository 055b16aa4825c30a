/**
 * Where settings come from: the environment, then the file `.env`, then files that hold a secret each (`WEB_TOKEN_FILE`). Plain
 * JavaScript, because the set-up reads them too, before it has brought the Node that reads TypeScript.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvText } from './env-text.js';
import { inEnglish, trouble } from './source-texts.js';

/** Settings that are or may be secrets: each can come from a file that NAME_FILE names, and none is ever displayed. */
export const secretNames = /** @type {const} */ ([
  'DISCORD_TOKEN',
  'DISCORD_CLIENT_SECRET',
  'WEB_TOKEN',
  'METRICS_TOKEN',
  'GITHUB_TOKEN',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'DATABASE_URL',
]);

/** Settings that are paths: a relative one in `.env` is relative to that file's folder, wherever Dockhand is started. */
const pathNames = [
  'DATABASE_URL',
  'BACKUP_DIR',
  'LESSONS_DIR',
  'SANDBOX_BOXES',
  'SANDBOX_CA_FILE',
  'REDIS_CA_FILE',
  'DOCKHAND_STATE',
];

/** Size limit of a secret file, because a wrong path may lead to any file. Bytes. */
const mostBytes = 65_536;

/**
 * @typedef {{ readonly kind: 'environment' }
 *   | { readonly kind: '.env', readonly file: string, readonly line: number }
 *   | { readonly kind: 'file', readonly file: string, readonly name: string }} Origin
 *
 * @typedef {import('./source-texts.js').SourceTrouble} SourceTrouble
 * @typedef {import('./env-text.js').Entry} Entry
 *
 * @typedef {object} Sources
 * @property {Readonly<Record<string, string>>} values name → value, where there is one that is not empty
 * @property {Readonly<Record<string, Origin>>} origins name → where its value comes from
 * @property {readonly string[]} problems what cannot be read, each with what to do; no value of a setting is among them
 * @property {readonly string[]} notes what was read but may not be what was meant
 * @property {readonly SourceTrouble[]} troubles the problems, not worded yet
 * @property {readonly SourceTrouble[]} oddities the notes, not worded yet
 * @property {string | null} file the `.env` that was read; null when there is none
 */

/** The checkout. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The file that holds the settings: `.env` of the checkout, another one that DOCKHAND_ENV_FILE names, or none at all.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | null}
 */
function envFile({ DOCKHAND_ENV_FILE: named }) {
  if (named?.trim() === 'none') return null;
  return named?.trim() ? resolve(named.trim()) : join(root, '.env');
}

/**
 * Reads all sources, and changes nothing.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Sources}
 */
export function readSources(environment) {
  /** @type {Record<string, string>} */
  const values = {};
  /** @type {Record<string, Origin>} */
  const origins = {};
  for (const [name, text] of Object.entries(environment)) {
    if (text === undefined || text.trim() === '') continue;
    // As in `.env` and secret files: leading and trailing whitespace is not part of a setting.
    values[name] = text.trim();
    origins[name] = { kind: 'environment' };
  }
  const given = new Set(Object.keys(values));
  const fromFile = readEnvFile(environment);
  for (const entry of fromFile.entries) {
    if (given.has(entry.name) || fromFile.file === null) continue;
    if (entry.value.trim() === '') {
      // The last line of a name counts, even if it empties an earlier value.
      delete values[entry.name];
      delete origins[entry.name];
      continue;
    }
    values[entry.name] = fromFolder(entry, dirname(fromFile.file));
    origins[entry.name] = { kind: '.env', file: fromFile.file, line: entry.line };
  }
  const secrets = readSecretFiles(values, origins);
  const troubles = [...fromFile.troubles, ...secrets.troubles];
  const oddities = [...twice(fromFile.entries), ...secrets.oddities];
  return {
    values: { ...values, ...secrets.values },
    origins: { ...origins, ...secrets.origins },
    problems: troubles.map(inEnglish),
    notes: oddities.map(inEnglish),
    troubles,
    oddities,
    file: fromFile.file,
  };
}

/**
 * Puts what `.env` and secret files say into an environment, so that every part of a process, and its children, read the same.
 * Variables that are already set stay as they are.
 * @param {Record<string, string | undefined>} environment
 * @param {(name: string, origin: Origin) => boolean} [wanted] which settings; all by default
 * @returns {Sources}
 */
export function applySources(environment, wanted = () => true) {
  const sources = readSources(environment);
  for (const [name, text] of Object.entries(sources.values)) {
    const origin = sources.origins[name];
    if (origin !== undefined && origin.kind !== 'environment' && wanted(name, origin))
      environment[name] = text;
  }
  return sources;
}

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {{ readonly entries: readonly Entry[], readonly troubles: readonly SourceTrouble[], readonly file: string | null }}
 */
function readEnvFile(environment) {
  const file = envFile(environment);
  const named = Boolean(environment.DOCKHAND_ENV_FILE?.trim());
  if (file === null || (!named && !existsSync(file))) return { entries: [], troubles: [], file: null };
  try {
    const text = readFileSync(file, 'utf8');
    if (isNoText(text)) return { entries: [], troubles: [trouble('fileNotText', { file })], file };
    const { entries, troubles } = readEnvText(text);
    return { entries, troubles: troubles.map((problem) => trouble('inFile', { file, problem })), file };
  } catch (error) {
    return { entries: [], troubles: [trouble('unreadable', { file, why: why(error) })], file };
  }
}

/**
 * @param {Readonly<Record<string, string>>} values
 * @param {Readonly<Record<string, Origin>>} origins
 */
function readSecretFiles(values, origins) {
  /** @type {Record<string, string>} */
  const found = {};
  /** @type {Record<string, Origin>} */
  const from = {};
  /** @type {SourceTrouble[]} */
  const troubles = [];
  /** @type {SourceTrouble[]} */
  const oddities = [];
  for (const secret of secretNames) {
    const name = `${secret}_FILE`;
    const path = values[name];
    if (path === undefined) continue;
    if (values[secret] !== undefined) {
      oddities.push(trouble('notRead', { name, secret }));
      continue;
    }
    const origin = origins[name];
    const file = isAbsolute(path)
      ? path
      : resolve(origin?.kind === '.env' ? dirname(origin.file) : '.', path);
    const read = readSecret(file);
    if ('problem' in read) troubles.push(trouble('secretFile', { name, file, problem: read.problem }));
    else {
      found[secret] = read.text;
      from[secret] = { kind: 'file', file, name };
    }
  }
  return { values: found, origins: from, troubles, oddities };
}

/**
 * @param {string} file
 * @returns {{ readonly text: string } | { readonly problem: SourceTrouble }}
 */
function readSecret(file) {
  try {
    const bytes = readFileSync(file);
    const text = bytes.subarray(0, mostBytes).toString('utf8').trim();
    if (text === '') return { problem: trouble('empty') };
    if (isNoText(text)) return { problem: trouble('notText') };
    if (bytes.length > mostBytes || /[\r\n]/.test(text)) return { problem: trouble('manyLines') };
    return { text };
  } catch (error) {
    return { problem: trouble('secretUnreadable', { why: why(error) }) };
  }
}

/** @param {readonly Entry[]} entries */
function twice(entries) {
  const names = [...new Set(entries.map(({ name }) => name))];
  return names.flatMap((name) => {
    const lines = entries.filter((entry) => entry.name === name).map(({ line }) => line);
    return lines.length > 1 ? [trouble('twice', { name, lines: lines.join(', ') })] : [];
  });
}

/** @param {Entry} entry @param {string} folder */
function fromFolder({ name, value: text }, folder) {
  const isPath = pathNames.includes(name) && !isAbsolute(text) && !/^(?:[a-z]+:\/\/|:)/.test(text);
  return isPath ? resolve(folder, text) : text;
}

/**
 * Whether a text is binary or in another encoding, such as the UTF-16 of some editors.
 * @param {string} text
 */
const isNoText = (text) => text.includes('\0');

/** @type {Readonly<Record<string, keyof typeof import('./source-texts.js').sourceTexts>>} */
const systemWords = {
  ENOENT: 'absent',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EISDIR: 'folder',
  ENOTDIR: 'notFolder',
  ENAMETOOLONG: 'tooLong',
  ELOOP: 'circle',
};

/**
 * The system's message without the path, which already precedes it.
 * @param {unknown} error
 */
function why(error) {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = systemWords[code];
  return known === undefined ? trouble('systemSays', { words: code || String(error) }) : trouble(known);
}
