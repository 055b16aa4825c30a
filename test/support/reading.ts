import type { Check } from '../../src/check/check.ts';
import type { Reading } from '../../src/checker/reading.ts';
import { sortForm, sortMessage } from '../../src/intake/sort.ts';

/** Reads in the test's own process, with that check. */
export const readAtOnce = (check: Check): Reading => ({
  check: async (input) => check(input),
  sortMessage: async (message, names) => sortMessage(message, names),
  sortForm: async (texts, uploads, names) => sortForm(texts, uploads, names),
});
