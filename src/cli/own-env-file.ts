import { join, resolve } from 'node:path';

/** The path of the `.env` in use: that of the checkout, or the one named by DOCKHAND_ENV_FILE. */
export function ownEnvFile(): string {
  const named = process.env.DOCKHAND_ENV_FILE?.trim();
  return named && named !== 'none' ? resolve(named) : join(import.meta.dirname, '../../.env');
}
