/** What a thrown value says: an error's message, and anything else as a text. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
