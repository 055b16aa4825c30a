import { customAlphabet } from 'nanoid';

const letters = customAlphabet('0123456789abcdefghijkmnopqrstuvwxyz', 12);

/**
 * A new id: a letter that says what it is, then twelve characters without look-alikes (35¹² ≈ 3 · 10¹⁸).
 * Short enough for a Discord nonce, and never with a `:`, which BullMQ refuses.
 */
export const newId = (kind: string): string => `${kind}${letters()}`;
