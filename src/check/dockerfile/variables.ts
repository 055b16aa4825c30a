/**
 * Docker's own variable substitution (`$x`, `${x:-y}`, `${x#y}`, …) and word splitting. It looks like a shell's
 * and is not one: no commands, no arithmetic, its own escape character.
 */

import { SubstitutionError } from './substitution-patterns.ts';
import { unknownText } from './unknown-text.ts';
import {
  type ExpansionOptions,
  ExpansionTooLong,
  type VariableLookup,
  VariableReader,
} from './variable-reader.ts';

/** A text with its variables replaced. */
export interface Expansion {
  readonly text: string;
  readonly words: readonly string[];
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  /** What BuildKit says when the substitution is wrong. */
  readonly error: string | null;
  /** It became longer than the check tracks, and is unknown text. */
  readonly tooLong: boolean;
}

/** Expands the variables of one word. Quotes are removed, blanks are kept. */
export function expandWord(text: string, lookup: VariableLookup, options: ExpansionOptions = {}): Expansion {
  if (!/[$'"<\\`]/.test(text)) {
    return {
      text,
      words: text.split(/\s+/).filter((word) => word !== ''),
      ...noVariables,
      error: null,
      tooLong: false,
    };
  }
  const reader = new VariableReader(text, lookup, options);
  try {
    const { text: result, words } = reader.until('', options.rawEscapes ?? false);
    const { matched, unmatched } = reader;
    return { text: result, words, matched, unmatched, error: null, tooLong: false };
  } catch (error) {
    if (error instanceof ExpansionTooLong)
      return { ...tooLongExpansion, matched: reader.matched, unmatched: reader.unmatched };
    if (!(error instanceof SubstitutionError)) throw error;
    const message = `failed to process ${JSON.stringify(text)}: ${error.message}`;
    const { matched, unmatched } = reader;
    return { text: '', words: [], matched, unmatched, error: message, tooLong: false };
  }
}

/** The expansion of a text that is longer than the check tracks. */
const tooLongExpansion = { text: unknownText, words: [unknownText], error: null, tooLong: true } as const;

const noVariables = { matched: new Set<string>(), unmatched: new Set<string>() } as const;

/** The words of a line, variables left as they are; none when its quotes do not close. */
export function wordsOf(
  text: string,
  options: ExpansionOptions = { rawQuotes: true, rawEscapes: true },
): readonly string[] {
  return expandWord(text, () => null, { ...options, keepUnset: true }).words;
}
