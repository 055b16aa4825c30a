/**
 * Where settings come from: the environment, then the file `.env`, then files that hold a secret each (`WEB_TOKEN_FILE`). Plain
 * JavaScript, because the set-up reads them too, before it has brought the Node that reads TypeScript.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Settings that hold a secret, or may: each can come from the file that NAME_FILE names, and none is ever shown. */
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

/** Settings that are paths: a relative one in `.env` is meant from the folder of that file, wherever Dockhand is started. */
const pathNames = [
  'DATABASE_URL',
  'BACKUP_DIR',
  'LESSONS_DIR',
  'SANDBOX_BOXES',
  'SANDBOX_CA_FILE',
  'REDIS_CA_FILE',
  'DOCKHAND_STATE',
];

/** No secret is this long, and a wrong path may lead to anything. Bytes. */
const mostBytes = 65_536;

/**
 * @typedef {{ readonly kind: 'environment' }
 *   | { readonly kind: '.env', readonly file: string, readonly line: number }
 *   | { readonly kind: 'file', readonly file: string, readonly name: string }} Origin
 *
 * @typedef {object} Sources
 * @property {Readonly<Record<string, string>>} values name → value, where there is one that is not empty
 * @property {Readonly<Record<string, Origin>>} origins name → where its value comes from
 * @property {readonly string[]} problems what cannot be read, each with what to do; no value of a setting is among them
 * @property {readonly string[]} notes what was read but may not be what was meant
 * @property {string | null} file the `.env` that was read; null when there is none
 */

/** @typedef {{ readonly name: string, readonly value: string, readonly line: number }} Entry */

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*?)[ \t]*$/;
/** The forms of a value that Docker Compose and shells read alike; anything else is refused. */
const value = /^(?:'([^'\\]*)'|"([^"\\$`]*)"|([^\s'"`#$\\](?:[^\t'"`#$\\]*[^\s'"`#$\\])?)|)(?:(?<=.) +#.*)?$/;

/**
 * Reads the text of a `.env`: `NAME=value`, comments, single or double quotes. Docker Compose reads the same file by rules of its
 * own, so what the two would read differently is refused.
 * @param {string} text
 * @returns {{ readonly entries: readonly Entry[], readonly problems: readonly string[] }}
 */
export function parseEnvFile(text) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {string[]} */
  const problems = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (/^[ \t]*(?:#|$)/.test(raw)) continue;
    const [, name, rest] = assignment.exec(raw) ?? [];
    if (name === undefined || rest === undefined) {
      problems.push(`line ${line} is not of the form NAME=value`);
      continue;
    }
    const found = value.exec(rest);
    if (found === null) problems.push(`line ${line}: ${name} ${unclear(rest)}`);
    else entries.push({ name, value: found[1] ?? found[2] ?? found[3] ?? '', line });
  }
  return { entries, problems };
}

/** What is said of a value that two programs would read differently. @param {string} rest */
function unclear(rest) {
  if (rest.startsWith('#')) return 'has a comment in place of a value: put it on a line of its own';
  if (rest.slice(1, -1).includes("'"))
    return 'has a quote in it that programs read differently: put the value into double quotes, or into a file that NAME_FILE names';
  return 'has a character that programs read differently ($ # \\ ` or a quote): put the whole value into single quotes';
}

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
    values[name] = text;
    origins[name] = { kind: 'environment' };
  }
  const given = new Set(Object.keys(values));
  const fromFile = readEnvFile(environment);
  for (const entry of fromFile.entries) {
    if (given.has(entry.name) || fromFile.file === null) continue;
    if (entry.value.trim() === '') {
      // The last line of a name counts, also when it takes back what an earlier one said.
      delete values[entry.name];
      delete origins[entry.name];
      continue;
    }
    values[entry.name] = fromFolder(entry, dirname(fromFile.file));
    origins[entry.name] = { kind: '.env', file: fromFile.file, line: entry.line };
  }
  const secrets = readSecretFiles(values, origins);
  return {
    values: { ...values, ...secrets.values },
    origins: { ...origins, ...secrets.origins },
    problems: [...fromFile.problems, ...secrets.problems],
    notes: [...twice(fromFile.entries), ...secrets.notes],
    file: fromFile.file,
  };
}

/**
 * Puts what `.env` and secret files say into an environment, so that every part of a process, and its children, read the same.
 * What the environment has already stays as it is.
 * @param {Record<string, string | undefined>} environment
 * @param {(name: string, origin: Origin) => boolean} [wanted] which settings; all unless said otherwise
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
 * @returns {{ readonly entries: readonly Entry[], readonly problems: readonly string[], readonly file: string | null }}
 */
function readEnvFile(environment) {
  const file = envFile(environment);
  const named = Boolean(environment.DOCKHAND_ENV_FILE?.trim());
  if (file === null || (!named && !existsSync(file))) return { entries: [], problems: [], file: null };
  try {
    const { entries, problems } = parseEnvFile(readFileSync(file, 'utf8'));
    return { entries, problems: problems.map((problem) => `${file}: ${problem}`), file };
  } catch (error) {
    return { entries: [], problems: [`${file} cannot be read: ${why(error)}`], file };
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
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const notes = [];
  for (const secret of secretNames) {
    const name = `${secret}_FILE`;
    const path = values[name];
    if (path === undefined) continue;
    if (values[secret] !== undefined) {
      notes.push(`${name} is not read, because ${secret} is set as well: leave one of them out`);
      continue;
    }
    const origin = origins[name];
    const file = isAbsolute(path)
      ? path
      : resolve(origin?.kind === '.env' ? dirname(origin.file) : '.', path);
    const read = readSecret(file);
    if ('problem' in read) problems.push(`${name} is ${file}, ${read.problem}`);
    else {
      found[secret] = read.text;
      from[secret] = { kind: 'file', file, name };
    }
  }
  return { values: found, origins: from, problems, notes };
}

/**
 * @param {string} file
 * @returns {{ readonly text: string } | { readonly problem: string }}
 */
function readSecret(file) {
  try {
    const bytes = readFileSync(file);
    const text = bytes.subarray(0, mostBytes).toString('utf8').trim();
    if (text === '') return { problem: 'which is empty: write the secret into it' };
    if (bytes.length > mostBytes || /[\r\n\0]/.test(text))
      return { problem: 'which has more than one line: it has to hold the secret and nothing else' };
    return { text };
  } catch (error) {
    return { problem: `which cannot be read: ${why(error)}` };
  }
}

/** @param {readonly Entry[]} entries */
function twice(entries) {
  const names = [...new Set(entries.map(({ name }) => name))];
  return names.flatMap((name) => {
    const lines = entries.filter((entry) => entry.name === name).map(({ line }) => line);
    return lines.length > 1 ? [`${name} stands in lines ${lines.join(' and ')}: the last counts`] : [];
  });
}

/** @param {Entry} entry @param {string} folder */
function fromFolder({ name, value: text }, folder) {
  const isPath = pathNames.includes(name) && !isAbsolute(text) && !/^(?:[a-z]+:\/\/|:)/.test(text);
  return isPath ? resolve(folder, text) : text;
}

/** What the system said, without the path, which stands before it already. @param {unknown} error */
function why(error) {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES') return 'this user may not read it';
  if (code === 'EISDIR') return 'it is a folder';
  return code || String(error);
}
