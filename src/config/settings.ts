import { join, resolve } from 'node:path';
import { OperatorError } from '../errors/operator-error.ts';
import { type Origin, secretNames } from './sources.js';
import type { DockhandPlaces, Setting } from './table/setting.ts';
import { type SettingName, type Settings, settingsByName } from './table/table.ts';
import { sayOfSettings } from './wording.ts';

export type { Settings } from './table/table.ts';

/** The names of all settings, as environment variables. */
export const settingNames = Object.keys(settingsByName) as readonly SettingName[];

export const isSecret = (name: string): boolean => (secretNames as readonly string[]).includes(name);

/** Invalid settings. The message names every one of them, what was found, and what is allowed. */
export class SettingsError extends OperatorError {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      'DOCKHAND_SETTINGS',
      [sayOfSettings('title'), ...problems.map((problem) => `  ${problem}`), sayOfSettings('more')].join(
        '\n',
      ),
    );
    this.problems = problems;
  }
}

/** Information about settings in addition to their values. */
export interface SettingsContext {
  /** The origin of each value; values without an entry come from the environment. */
  readonly origins?: Readonly<Record<string, Origin>>;
  /** Further problems, reported together with the others. */
  readonly problems?: readonly string[];
}

type SettingTexts = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from values that were gathered before (sources.js); an empty value counts as not set. `required` names those
 * that must be there.
 * @throws SettingsError that names everything at once
 */
export function readSettings(
  environment: SettingTexts,
  required: readonly SettingName[] = [],
  { origins = {}, problems = [] }: SettingsContext = {},
): Settings {
  const wrong = [...problems];
  const places = placesOf(environment);
  const values = settingNames.flatMap((name) => {
    const read = readOne(name, environment, places);
    if ('problem' in read) wrong.push(read.problem + foundText(name, environment[name] ?? '', origins[name]));
    return 'value' in read ? [[name, read.value] as const] : [];
  });
  const missing = required.filter((name) => isEmpty(environment[name]));
  wrong.push(...missing.map((name) => sayOfSettings('absent', { name, about: aboutOf(name) })));
  if (wrong.length > 0) throw new SettingsError(wrong);
  return Object.fromEntries(values) as unknown as Settings;
}

/** Dockhand's folder, if the settings name it. */
export function placesOf({ DOCKHAND_STATE: state }: SettingTexts): DockhandPlaces {
  const root = resolve(import.meta.dirname, '../..');
  return { root, state: isEmpty(state) ? join(root, '.state') : resolve(state ?? '') };
}

export const defaultOf = ({ default: usual }: Setting, places: DockhandPlaces): string | null =>
  typeof usual === 'function' ? usual(places) : usual;

/** Whether a value counts as not set. */
const isEmpty = (value: string | undefined): boolean => value === undefined || value.trim() === '';

type ReadOne = { readonly value: unknown } | { readonly problem: string } | Readonly<Record<never, never>>;

function readOne(name: SettingName, environment: SettingTexts, places: DockhandPlaces): ReadOne {
  const row = settingsByName[name];
  const text = isEmpty(environment[name]) ? defaultOf(row, places) : environment[name];
  if (text === null || text === undefined) return {};
  const parsed = row.schema.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  return { problem: `${name} ${parsed.error.issues[0]?.message ?? sayOfSettings('unusable')}` };
}

/**
 * What a setting is for. Only English has that for every setting, so it is used only for the token, which a new operator may not
 * have yet.
 */
const aboutOf = (name: SettingName): string =>
  name === 'DISCORD_TOKEN' ? sayOfSettings('absentToken') : (settingsByName[name].about.split('\n')[0] ?? '');

/** The value found in place of an allowed one; of a secret only the length. */
export function foundText(name: string, value: string, origin: Origin = { kind: 'environment' }): string {
  const found = isSecret(name)
    ? sayOfSettings('hidden', { length: value.length })
    : JSON.stringify(withoutPassword(value));
  return sayOfSettings('found', { found, from: originText(origin) });
}

/** An address without user and password. */
export const withoutPassword = (value: string): string => value.replace(/(:\/\/)[^/@]*@/g, '$1***@');

/** A short description of a value's origin. */
export function originText(origin: Origin): string {
  if (origin.kind === 'environment') return sayOfSettings('environment');
  if (origin.kind === '.env') return sayOfSettings('line', { file: origin.file, line: origin.line });
  return sayOfSettings('named', { file: origin.file, name: origin.name });
}
