import { defineTerm, type Term } from './term.ts';

/** A concept with its spellings. */
export const concept = (
  id: string,
  names: readonly string[],
  what: string,
  more: string,
  example = '',
): Term => defineTerm({ id, kind: 'concept', names, what, more, example });
