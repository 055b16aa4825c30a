import { defineTerm, type Term } from './term.ts';

/** A concept, with how it is written. */
export const concept = (
  id: string,
  names: readonly string[],
  what: string,
  more: string,
  example = '',
): Term => defineTerm({ id, kind: 'concept', names, what, more, example });
