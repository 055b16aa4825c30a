import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { readToml, tableIn } from '../python/pyproject.ts';

/** Settings that decide which environment poetry uses. */
export type EnvironmentSetting = 'create' | 'in-project';

const ownFile = (machine: Machine): string => `${homeFolder(machine)}/.config/pypoetry/config.toml`;

/** A setting of virtual environments. A variable overrides the project's file, which overrides the user's file. */
export function setting(
  machine: Machine,
  name: EnvironmentSetting,
  root: string,
): boolean | 'unknown' | null {
  const variable = machine.env.get(`POETRY_VIRTUALENVS_${name.toUpperCase().replace('-', '_')}`);
  if (variable !== undefined && variable !== '') return booleanOf(variable) ?? 'unknown';
  for (const path of [resolvePath(root, 'poetry.toml'), ownFile(machine)]) {
    const found = settingIn(machine, path, name);
    if (found !== null) return found;
  }
  return machine.env.has('POETRY_CONFIG_DIR') ? 'unknown' : null;
}

function settingIn(machine: Machine, path: string, name: EnvironmentSetting): boolean | 'unknown' | null {
  const entry = machine.stage.files.get(path);
  if (entry === null) return null;
  if (entry.text === null || !entry.certain) return 'unknown';
  const whole = readToml(entry.text);
  if (typeof whole === 'string') return 'unknown';
  const value = tableIn(whole, 'virtualenvs')[name];
  if (value === undefined) return null;
  return typeof value === 'boolean' ? value : 'unknown';
}

/** The boolean that poetry reads from a text; null for a text that it refuses. */
export function booleanOf(text: string): boolean | null {
  const word = text.toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}

/** `poetry config virtualenvs.create false`: stores the setting in the user's file or (`--local`) the project's. */
export function keepSetting(
  machine: Machine,
  name: EnvironmentSetting,
  value: boolean,
  root: string | null,
): void {
  const path = root === null ? ownFile(machine) : resolvePath(root, 'poetry.toml');
  if (!isKnown(path)) return;
  const before = machine.stage.files.get(path)?.text ?? '[virtualenvs]\n';
  const kept = before.split('\n').filter((line) => !line.startsWith(`${name} =`) && line !== '');
  machine.stage.files.put(path, {
    ...plainFile,
    text: `${[...kept, `${name} = ${value}`].join('\n')}\n`,
    line: machine.place.line,
    certain: machine.certain,
  });
}
