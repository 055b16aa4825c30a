import { lstat, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { parseEnvFile } from '../../config/env-text.js';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { CommandError } from '../command-error.ts';

const say = words('cli-setup-env-file', {
  en: {
    odd: 'The value of {{name}} cannot stand in .env: it has quotes or characters that programs read differently. Put it into a file of its own, and that file’s path into {{name}}_FILE.',
    unreadable: '{{file}} cannot be read ({{why}}), so nothing was written.',
    unwritable: '{{file}} cannot be written ({{why}}): it is as it was.',
  },
});

/** Values to write to `.env`, by setting. */
export type EnvChanges = Readonly<Record<string, string>>;

/** A line with the value, quoted so that every reader of `.env` parses it alike: the setup, Compose and shells. */
function envLine(name: string, value: string): string {
  const forms = [`${name}=${value}`, `${name}='${value}'`, `${name}="${value}"`];
  const found = forms.find((line) => {
    const { entries, problems } = parseEnvFile(line);
    return problems.length === 0 && entries[0]?.value === value;
  });
  if (found === undefined) throw new CommandError(say(operatorLocale, 'odd', { name }), 'DOCKHAND_SETTINGS');
  return found;
}

/**
 * Returns the text of a `.env` with these settings. Comments, other settings, the order and trailing comments are preserved. If a name
 * occurs more than once, the last line is changed, because it takes effect. A missing name is appended.
 */
export function changedEnv(text: string, changes: EnvChanges): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const [name, value] of Object.entries(changes)) {
    const at = lines.findLastIndex((line) => assigns(line, name));
    const wanted = envLine(name, value);
    if (at === -1) lines.push(wanted);
    else if (parseEnvFile(lines[at] ?? '').entries[0]?.value !== value) lines[at] = wanted;
  }
  return `${lines.join('\n')}\n`;
}

const assigns = (line: string, name: string): boolean =>
  new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`).test(line);

/**
 * Writes settings to a `.env` that afterwards only its owner can read. The file is replaced atomically, so that nobody reads a partial one;
 * a symbolic link is preserved.
 * @returns whether anything changed
 */
export async function writeEnv(file: string, changes: EnvChanges): Promise<boolean> {
  const place = await realpath(file).catch(() => file);
  const before = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    const why = plainMessageOf(error);
    throw new CommandError(say(operatorLocale, 'unreadable', { file: place, why }), 'DOCKHAND_SETTINGS');
  });
  const after = changedEnv(before, changes);
  const mode = (await lstat(place).catch(() => null))?.mode ?? 0;
  if (after === before && (mode & 0o077) === 0) return false;
  const part = `${place}.${process.pid}.part`;
  try {
    await writeFile(part, after, { mode: 0o600, flag: 'wx' });
    await rename(part, place);
  } catch (error) {
    await rm(part, { force: true });
    const why = plainMessageOf(error);
    throw new CommandError(say(operatorLocale, 'unwritable', { file: place, why }), 'DOCKHAND_SETTINGS');
  }
  return after !== before;
}
