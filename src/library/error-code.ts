/** The system's code of an error (`ENOENT`), else what it says. Asks the value, not its class: realms differ. */
export function errorCode(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : String(error);
}
