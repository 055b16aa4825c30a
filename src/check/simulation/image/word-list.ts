/** Splits a whitespace-separated list that spans several lines. */
export const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

export const wordSet = (text: string): ReadonlySet<string> => new Set(words(text));
