import { join, resolve } from 'node:path';

/** The `.env` that everything reads: the checkout's, or the one that DOCKHAND_ENV_FILE names. */
export function ownEnvFile(): string {
  const named = process.env.DOCKHAND_ENV_FILE?.trim();
  return named && named !== 'none' ? resolve(named) : join(import.meta.dirname, '../../.env');
}
