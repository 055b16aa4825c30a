/**
 * The system's error code (`ENOENT`), otherwise the error as text. Reads the value's `code` rather than checking its class, which fails for
 * errors of another realm.
 */
export function errorCode(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : String(error);
}
