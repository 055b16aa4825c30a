/** Placeholder in a text for a part that cannot be known here (a private-use character, which is removed from sources). */
export const unknownText = '\ue000';
export const isKnown = (text: string): boolean => !text.includes(unknownText);
