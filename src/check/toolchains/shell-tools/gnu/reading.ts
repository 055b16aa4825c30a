import { isKnown } from '../../../dockerfile/unknown-text.ts';
import type { Machine } from '../../../simulation/shell/machine.ts';

/** The result of checking a value. */
export type Reading =
  | { readonly kind: 'fine' | 'unknown' }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Checks the value of an option; `option` is its name. */
export type ValueReader = (value: string, machine: Machine, option: string) => Reading;

export const fine: Reading = { kind: 'fine' };
export const notKnown: Reading = { kind: 'unknown' };
export const refused = (phrase: string): Reading => ({ kind: 'refused', phrase });

/** The most severe of several results: refused, then unknown, then fine. */
export const worstOf = (readings: readonly Reading[]): Reading =>
  readings.find(({ kind }) => kind === 'refused') ?? readings.find(({ kind }) => kind === 'unknown') ?? fine;

/** Applies a check to a known value; for an unknown value, the result is unknown. */
export const readValue = (reader: ValueReader, value: string, machine: Machine, option: string): Reading =>
  isKnown(value) ? reader(value, machine, option) : notKnown;

/** Checks that a value has a given form. `what` is the program's term for it. */
export const shaped =
  (shape: RegExp, what: string): ValueReader =>
  (value) =>
    shape.test(value) ? fine : refused(`invalid ${what}: ‘${value}’`);

/** Accepts one of several words, possibly abbreviated. */
export function oneOf(text: string): ValueReader {
  const choices = text.split(' ');
  return (value, _, option) => {
    const meant = choices.filter((choice) => choice.startsWith(value));
    if (choices.includes(value) || meant.length === 1) return fine;
    const wrong = meant.length > 1 ? 'ambiguous' : 'invalid';
    return refused(`${wrong} argument ‘${value}’ for ‘--${option}’`);
  };
}

/** For values that only newer releases accept, so it is unknown whether an image's program does. */
export const ofNewerReleases: ValueReader = () => notKnown;
