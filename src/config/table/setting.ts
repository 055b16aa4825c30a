import { z } from 'zod';

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
  /** What it is for and what is easily got wrong, one sentence a line; the default is told after it. */
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
  readonly title: string;
  readonly settings: Readonly<Record<string, Setting>>;
}

export const text = z.string().min(1);
export const snowflake = z
  .string()
  .regex(/^\d{15,21}$/, 'has to be a Discord id: 15 to 21 digits (Developer Mode, right click, Copy ID)');
export const httpUrl = z.url({ protocol: /^https?$/, error: 'has to be an http:// or https:// address' });
export const secret = z.string().min(16, 'has to have at least 16 characters');

/** A whole number, as an operator writes it. `what` says it in words: `a port number`. */
export const whole = (what: string, min: number, max: number) => {
  const range = `has to be ${what} from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\s*\d+\s*$/, range)
    .transform(Number)
    .pipe(z.int(range).min(min, range).max(max, range));
};
export const port = whole('a port number', 0, 65_535);

/** Memory as Docker writes it. */
export const memory = z.string().regex(/^\d+[mMgG]$/, 'has to be a size such as 512m or 2g');
export const oneOf = <const Choice extends string>(...choices: readonly Choice[]) =>
  z.enum(choices, { error: `has to be ${listed(choices)}` });

const listed = (choices: readonly string[]): string =>
  choices.length > 2 ? `one of ${choices.join(', ')}` : choices.join(' or ');
