import { types } from 'node:util';

/** Node's own errors come from another realm where tests run, so `instanceof Error` alone does not know them. */
export const isError = (thrown: unknown): thrown is Error =>
  thrown instanceof Error || types.isNativeError(thrown);

/** What a thrown value says: an error's message, and anything else as a text. */
export const messageOf = (thrown: unknown): string => (isError(thrown) ? thrown.message : String(thrown));
