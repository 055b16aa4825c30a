import { z } from 'zod';
import { type GroupName, sayOfSettings } from '../wording.ts';

/**
 * What reads a setting: one of Dockhand's processes, the command line, or the set-up, which builds images, disks and boxes with
 * it.
 */
export type SettingReader = 'bot' | 'worker' | 'set-up';

/** Dockhand's folders on this machine; some defaults are paths in them. */
export interface DockhandPlaces {
  /** The checkout. */
  readonly root: string;
  /** The folder for what the set-up creates: DOCKHAND_STATE, else `.state` of the checkout. */
  readonly state: string;
}

/** The default of a setting: none, a text as an operator would write it, or a path that depends on Dockhand's folders. */
export type SettingDefault = null | string | ((places: DockhandPlaces) => string);

/** One row of the table of settings. */
export interface Setting<Value = unknown, Default extends SettingDefault = SettingDefault> {
  readonly schema: z.ZodType<Value>;
  readonly default: Default;
  readonly readBy: readonly SettingReader[];
  /** Its purpose and common mistakes, one sentence per line; the default is appended. */
  readonly about: string;
}

export function setting<Value, const Default extends SettingDefault>(
  schema: z.ZodType<Value>,
  usual: Default,
  readBy: readonly SettingReader[],
  about: string,
): Setting<Value, Default> {
  return { schema, default: usual, readBy, about };
}

/** Related settings, under one heading. */
export interface SettingGroup {
  readonly name: GroupName;
  readonly settings: Readonly<Record<string, Setting>>;
}

export const text = z.string().min(1);
export const snowflake = z.string().regex(/^\d{15,21}$/, sayOfSettings('discordId'));
export const httpUrl = z.url({ protocol: /^https?$/, error: sayOfSettings('httpUrl') });
/** For values that go into an HTTP header, which must be ASCII and lose trailing spaces. */
export const secret = z.string().regex(/^[!-~][ -~]{14,998}[!-~]$/, sayOfSettings('plainSecret'));

/** An integer as an operator writes it, with its unit. */
export const whole = (
  what: 'wholeNumber' | 'portNumber' | 'boxes' | 'hours' | 'days',
  min: number,
  max: number,
) => {
  const range = sayOfSettings('range', { what: sayOfSettings(what), min, max });
  return z
    .string()
    .regex(/^\s*\d+\s*$/, range)
    .transform(Number)
    .pipe(z.int(range).min(min, range).max(max, range));
};
export const port = whole('portNumber', 0, 65_535);

/** Memory sizes in Docker's notation. */
export const memory = z.string().regex(/^\d+[mMgG]$/, sayOfSettings('memory'));
export const oneOf = <const Choice extends string>(...choices: readonly Choice[]) =>
  z.enum(choices, { error: listed(choices) });

function listed(choices: readonly string[]): string {
  const [first = '', second] = choices;
  if (choices.length > 2) return sayOfSettings('oneOf', { choices: choices.join(', ') });
  return second === undefined
    ? sayOfSettings('only', { choice: first })
    : sayOfSettings('either', { first, second });
}
