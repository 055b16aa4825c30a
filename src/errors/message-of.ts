import { types } from 'node:util';

/** In tests, Node's own errors come from another realm, so `instanceof Error` alone does not recognize them. */
export const isError = (thrown: unknown): thrown is Error =>
  thrown instanceof Error || types.isNativeError(thrown);

/** The message of a thrown value: an error's message, and anything else as a string. */
export const messageOf = (thrown: unknown): string => (isError(thrown) ? thrown.message : String(thrown));
