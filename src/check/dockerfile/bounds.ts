import { unknownText } from './unknown-text.ts';

/** Maximum length of a tracked variable value, in characters. Paths, lists of hosts and keys are shorter. */
const longestValue = 2_048;
/** Maximum number of characters that variables may contribute to one word. */
export const longestExpansion = 8_192;
/**
 * Maximum number of characters that all expansions of one check may produce: values that double each other reach any size in a few lines.
 */
export const mostExpanded = 400_000;

/** The value, or unknown text if it is too long to track. */
export const bounded = (value: string): string => (value.length > longestValue ? unknownText : value);
