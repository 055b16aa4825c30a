import { inEnglish, trouble } from './source-texts.js';

/** @typedef {import('./source-texts.js').SourceTrouble} SourceTrouble */

/** @typedef {{ readonly name: string, readonly value: string, readonly line: number }} Entry */

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*?)[ \t]*$/;
/** The syntaxes of a value that Docker Compose and shells parse alike; anything else is refused. */
const value = /^(?:'([^'\\]*)'|"([^"\\$`]*)"|([^\s'"`#$\\](?:[^\t'"`#$\\]*[^\s'"`#$\\])?)|)(?:(?<=.) +#.*)?$/;

/**
 * Reads the text of a `.env`: `NAME=value`, comments, single or double quotes. Docker Compose reads the same file by rules of its
 * own, so what the two would read differently is refused.
 * @param {string} text
 * @returns {{ readonly entries: readonly Entry[], readonly problems: readonly string[] }}
 */
export function parseEnvFile(text) {
  const { entries, troubles } = readEnvText(text);
  return { entries, problems: troubles.map(inEnglish) };
}

/**
 * @param {string} text
 * @returns {{ readonly entries: readonly Entry[], readonly troubles: readonly SourceTrouble[] }}
 */
export function readEnvText(text) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {SourceTrouble[]} */
  const troubles = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (/^[ \t]*(?:#|$)/.test(raw)) continue;
    const [, name, rest] = assignment.exec(raw) ?? [];
    if (name === undefined || rest === undefined) {
      troubles.push(trouble('noAssignment', { line }));
      continue;
    }
    const found = value.exec(rest);
    if (found === null) troubles.push(trouble('unclear', { line, name, why: unclear(rest) }));
    else entries.push({ name, value: found[1] ?? found[2] ?? found[3] ?? '', line });
  }
  return { entries, troubles };
}

/** What is said of a value that two programs would read differently. @param {string} rest */
function unclear(rest) {
  if (rest.startsWith('#')) return trouble('comment');
  return trouble(rest.slice(1, -1).includes("'") ? 'quote' : 'character');
}
