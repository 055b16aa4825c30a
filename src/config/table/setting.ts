import { z } from 'zod';
import { type GroupName, sayOfSettings } from '../wording.ts';

/** Who reads a setting: a process of Dockhand's, the command line, or the set-up, which makes images, disks and boxes with it. */
export type SettingReader = 'bot' | 'worker' | 'set-up';

/** Where Dockhand lies on this machine: some defaults are paths in it. */
export interface DockhandPlaces {
  /** The checkout. */
  readonly root: string;
  /** What the set-up makes: DOCKHAND_STATE, else `.state` of the checkout. */
  readonly state: string;
}

/** What a setting has when nobody sets it: nothing, a text as one would write it, or a path that hangs on where Dockhand lies. */
export type SettingDefault = null | string | ((places: DockhandPlaces) => string);

/** One row of the table of settings. */
export interface Setting<Value = unknown, Default extends SettingDefault = SettingDefault> {
  readonly schema: z.ZodType<Value>;
  readonly default: Default;
  readonly readBy: readonly SettingReader[];
  /** What it is for and what is easily got wrong, one sentence a line; the default is appended to it. */
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

/** Settings that belong together, under one heading. */
export interface SettingGroup {
  readonly name: GroupName;
  readonly settings: Readonly<Record<string, Setting>>;
}

export const text = z.string().min(1);
export const snowflake = z.string().regex(/^\d{15,21}$/, sayOfSettings('discordId'));
export const httpUrl = z.url({ protocol: /^https?$/, error: sayOfSettings('httpUrl') });
/** It goes into a header, where nothing beyond ASCII may stand, and no blank at an end is kept. */
export const secret = z.string().regex(/^[!-~][ -~]{14,998}[!-~]$/, sayOfSettings('plainSecret'));

/** A whole number, as an operator writes it, and what it is a number of. */
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

/** Memory as Docker writes it. */
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
