import { unknownText } from './unknown-text.ts';

/** The longest value of a variable that is tracked, in characters. Paths, lists of hosts and keys are shorter. */
const longestValue = 2_048;
/** How many characters variables may contribute to one word. */
export const longestExpansion = 8_192;
/**
 * How many characters all expansions of one check may produce: values that double each other reach any size in a few
 * lines.
 */
export const mostExpanded = 400_000;

/** The value, or unknown text when it is too long to track. */
export const bounded = (value: string): string => (value.length > longestValue ? unknownText : value);
