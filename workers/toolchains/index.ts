import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { checkMigrations, djangoToolchain, migrationsTable } from './django.ts';
import type { ProjectToolchain } from './toolchain.ts';

/** The toolchain of a lesson's project; null when the manifest names no project. */
export const toolchainOf = (manifest: Manifest): ProjectToolchain | null =>
  manifest.project === null ? null : djangoToolchain(manifest, manifest.project);

/** How to ask a database whether it was migrated. */
export const migrations = { check: checkMigrations, table: migrationsTable } as const;
