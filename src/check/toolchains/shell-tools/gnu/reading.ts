import { isKnown } from '../../../dockerfile/unknown-text.ts';
import type { Machine } from '../../../simulation/shell/machine.ts';

/** What a program makes of a value. */
export type Reading =
  | { readonly kind: 'fine' | 'unknown' }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Reads the value of an option; `option` is its name. */
export type ValueReader = (value: string, machine: Machine, option: string) => Reading;

export const fine: Reading = { kind: 'fine' };
export const notKnown: Reading = { kind: 'unknown' };
export const refused = (phrase: string): Reading => ({ kind: 'refused', phrase });

/** The first of several readings that is not fine: what is refused comes before what is not known. */
export const worstOf = (readings: readonly Reading[]): Reading =>
  readings.find(({ kind }) => kind === 'refused') ?? readings.find(({ kind }) => kind === 'unknown') ?? fine;

/** A value has to be known before anybody can say what a program makes of it. */
export const readValue = (reader: ValueReader, value: string, machine: Machine, option: string): Reading =>
  isKnown(value) ? reader(value, machine, option) : notKnown;

/** A value of some shape; `what` it is, as the program calls it. */
export const shaped =
  (shape: RegExp, what: string): ValueReader =>
  (value) =>
    shape.test(value) ? fine : refused(`invalid ${what}: ‘${value}’`);

/** One of several words, which may be abbreviated. */
export function oneOf(text: string): ValueReader {
  const choices = text.split(' ');
  return (value, _, option) => {
    const meant = choices.filter((choice) => choice.startsWith(value));
    if (choices.includes(value) || meant.length === 1) return fine;
    const wrong = meant.length > 1 ? 'ambiguous' : 'invalid';
    return refused(`${wrong} argument ‘${value}’ for ‘--${option}’`);
  };
}

/** What only newer releases have: whether an image's program has it is not known. */
export const ofNewerReleases: ValueReader = () => notKnown;
