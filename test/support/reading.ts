import type { Check } from '../../src/check/check.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import { roleByContent } from '../../src/intake/recognise.ts';
import { sortForm, sortMessage } from '../../src/intake/sort.ts';

/** Reads in the test's own process, with that check. */
export const readAtOnce = (check: Check): TextReader => ({
  revive: async () => null,
  bury: async () => undefined,
  isBuried: () => false,
  check: async (input) => check(input),
  sortMessage: async (message, names) => sortMessage(message, names),
  roleOf: async (text) => roleByContent(text)?.role ?? null,
  sortForm: async (texts, uploads, names) => sortForm(texts, uploads, names),
});
