import { unknownText } from './unknown-text.ts';

/** The longest value of a variable that is followed, in characters; a path, a list of hosts or a key is shorter. */
const longestValue = 2_048;
/** Characters that variables may give to one word. */
export const longestExpansion = 8_192;
/** Characters that variables and words may give in all that one check reads: values that double each other reach any size in a few lines. */
export const mostExpanded = 400_000;

/** A value that is followed; unknown text for a longer one. */
export const bounded = (value: string): string => (value.length > longestValue ? unknownText : value);
