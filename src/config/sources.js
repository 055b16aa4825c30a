/**
 * The sources of settings: the environment, then the file `.env`, then files that contain one secret each (`WEB_TOKEN_FILE`). Plain
 * JavaScript, because the setup reads them too, before it has installed the version of Node that runs TypeScript.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileTrouble } from '../errors/file-codes.js';
import { readEnvText } from './env-text.js';
import { inEnglish, sourceTexts, trouble } from './source-texts.js';

/** Settings that are or may contain secrets. Each can be given in a file named by NAME_FILE, and none is ever displayed. */
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

/** Settings that are paths. In `.env`, relative ones refer to the folder of that file, regardless of the working directory. */
const pathNames = [
  'DATABASE_URL',
  'BACKUP_DIR',
  'LESSONS_DIR',
  'SANDBOX_BOXES',
  'SANDBOX_CA_FILE',
  'REDIS_CA_FILE',
  'DOCKHAND_STATE',
];

/** Tells a path from the name of one of the engine's own profiles, such as `unconfined`. */
const seccompPath = /[/.]/;

/** Maximum size of a secret. A wrong path could point to any file. Bytes. */
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

/** The root of the checkout. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The path of the `.env`: that of the checkout, one named by DOCKHAND_ENV_FILE, or none.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | null}
 */
function envFile({ DOCKHAND_ENV_FILE: named }) {
  if (named?.trim() === 'none') return null;
  return named?.trim() ? resolve(named.trim()) : join(root, '.env');
}

/**
 * Reads all sources without changing anything.
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
    // Trimmed as in `.env` and secret files. No setting starts or ends with white space.
    values[name] = text.trim();
    origins[name] = { kind: 'environment' };
  }
  const given = new Set(Object.keys(values));
  const fromFile = readEnvFile(environment);
  for (const entry of fromFile.entries) {
    if (given.has(entry.name) || fromFile.file === null) continue;
    if (entry.value.trim() === '') {
      // The last line for a name takes effect, even if it is empty and an earlier one was not.
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
 * Copies the settings from `.env` and secret files into an environment, so that all parts of a process and its children read the same.
 * Variables that are already set are preserved.
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
  const namesPath = pathNames.includes(name) || (name === 'SANDBOX_SECCOMP' && seccompPath.test(text));
  const isRelative = namesPath && !isAbsolute(text) && !/^(?:[a-z]+:\/\/|:)/.test(text);
  return isRelative ? resolve(folder, text) : text;
}

/** Whether a text contains NUL bytes, as UTF-16 files of some editors and binary files do. @param {string} text */
const isNoText = (text) => text.includes('\0');

/** The system's error without the path, which the message already contains. @param {unknown} error */
function why(error) {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = fileTrouble(code);
  return known !== undefined && known in sourceTexts
    ? trouble(/** @type {keyof typeof sourceTexts} */ (known))
    : trouble('systemSays', { words: code || String(error) });
}
