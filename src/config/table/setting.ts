import { z } from 'zod';
import { type GroupName, sayOfSettings } from '../wording.ts';

/** The reader of a setting: a process of Dockhand, or the setup, which creates images, disks and boxes. */
export type SettingReader = 'bot' | 'worker' | 'set-up';

/** Dockhand's folders on this machine, which some defaults refer to. */
export interface DockhandPlaces {
  /** The root of the checkout. */
  readonly root: string;
  /** The folder for files created by the setup: DOCKHAND_STATE, otherwise `.state` in the checkout. */
  readonly state: string;
}

/** The default of a setting: none, a text as written by an operator, or a path that depends on Dockhand's folders. */
export type SettingDefault = null | string | ((places: DockhandPlaces) => string);

/** A row in the table of settings. */
export interface Setting<Value = unknown, Default extends SettingDefault = SettingDefault> {
  readonly schema: z.ZodType<Value>;
  readonly default: Default;
  readonly readBy: readonly SettingReader[];
  /** The purpose and common mistakes, one sentence per line. The default is appended to it. */
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

/** Settings shown under a common heading. */
export interface SettingGroup {
  readonly name: GroupName;
  readonly settings: Readonly<Record<string, Setting>>;
}

export const text = z.string().min(1);
export const snowflake = z.string().regex(/^\d{15,21}$/, sayOfSettings('discordId'));
export const httpUrl = z.url({ protocol: /^https?$/, error: sayOfSettings('httpUrl') });
/** A secret that is sent in a header, so only ASCII is allowed, without spaces at either end. */
export const secret = z.string().regex(/^[!-~][ -~]{14,998}[!-~]$/, sayOfSettings('plainSecret'));

/** A whole number in a range, written in decimal digits. `what` names the quantity in error messages. */
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

/** An amount of memory in Docker's notation. */
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
