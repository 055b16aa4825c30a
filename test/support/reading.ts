import type { Check } from '../../src/check/check.ts';
import { type Insight, openInsights } from '../../src/check/insights/insights.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import { explainSent } from '../../src/explain/sent.ts';
import { roleByContent } from '../../src/intake/file-role.ts';
import { readForm, readMessage } from '../../src/intake/read-message.ts';

let insights: Promise<Insight> | null = null;

/** Parses texts in the test's own process, with the given check. */
export const readAtOnce = (check: Check): TextReader => ({
  revive: async () => null,
  bury: async () => undefined,
  isBuried: () => false,
  check: async (input) => check(input),
  insight: async (kind, given, input) => {
    insights ??= openInsights();
    return (await insights)(kind, given, input);
  },
  readMessage: async (message, names) => readMessage(message, names),
  roleOf: async (text) => roleByContent(text)?.role ?? null,
  explain: async (message) => explainSent(message),
  readForm: async (texts, uploads, names) => readForm(texts, uploads, names),
});
