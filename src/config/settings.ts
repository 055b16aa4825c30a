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

/** Invalid settings. The message lists all of them, with what was found and what is allowed. */
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

/** Information about settings besides their values. */
export interface SettingsContext {
  /** The sources of values. The default is the environment. */
  readonly origins?: Readonly<Record<string, Origin>>;
  /** Further problems, which are reported together with the others. */
  readonly problems?: readonly string[];
}

type SettingTexts = Readonly<Record<string, string | undefined>>;

/**
 * Parses the settings from values that were collected earlier (sources.js). An empty value counts as not set. `required` names settings
 * that must be present.
 * @throws SettingsError that lists all problems at once
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

/** The folders of Dockhand, according to the settings. */
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
 * The purpose of a setting. Only the English table describes every setting; the token has a translated text, because it is often missing at
 * first.
 */
const aboutOf = (name: SettingName): string =>
  name === 'DISCORD_TOKEN' ? sayOfSettings('absentToken') : (settingsByName[name].about.split('\n')[0] ?? '');

/** Describes the value that was found instead of an allowed one. Of a secret, only the length is shown. */
export function foundText(name: string, value: string, origin: Origin = { kind: 'environment' }): string {
  const found = isSecret(name)
    ? sayOfSettings('hidden', { length: value.length })
    : JSON.stringify(withoutPassword(value));
  return sayOfSettings('found', { found, from: originText(origin) });
}

/** Masks the credentials before the @ of an address. */
export const withoutPassword = (value: string): string => value.replace(/(:\/\/)[^/@]*@/g, '$1***@');

/** Describes the source of a value in a few words. */
export function originText(origin: Origin): string {
  if (origin.kind === 'environment') return sayOfSettings('environment');
  if (origin.kind === '.env') return sayOfSettings('line', { file: origin.file, line: origin.line });
  return sayOfSettings('named', { file: origin.file, name: origin.name });
}
