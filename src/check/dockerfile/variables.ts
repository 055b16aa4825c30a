/**
 * Docker's own variable substitution (`$x`, `${x:-y}`, `${x#y}`, …) and word splitting. It resembles a shell's but differs: no commands, no
 * arithmetic, and its own escape character.
 */

import { SubstitutionError } from './substitution-patterns.ts';
import { unknownText } from './unknown-text.ts';
import {
  type ExpansionOptions,
  ExpansionTooLong,
  type VariableLookup,
  VariableReader,
} from './variable-reader.ts';

/** A text after variable substitution. */
export interface Expansion {
  readonly text: string;
  readonly words: readonly string[];
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  /** BuildKit's error message if a substitution is invalid; otherwise null. */
  readonly error: string | null;
  /** Whether the text became longer than the check tracks, so that it is unknown. */
  readonly tooLong: boolean;
}

/** Expands the variables of one word. Quotes are removed, white space is kept. */
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

/** The words of a line, without variable substitution; empty if its quotes are not closed. */
export function wordsOf(
  text: string,
  options: ExpansionOptions = { rawQuotes: true, rawEscapes: true },
): readonly string[] {
  return expandWord(text, () => null, { ...options, keepUnset: true }).words;
}
