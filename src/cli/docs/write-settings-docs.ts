import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample, settingsPage } from './settings-docs.ts';

/** Writes .env.example and docs/settings.md. A test compares them with the table. */
const root = join(import.meta.dirname, '../../..');
writeFileSync(join(root, '.env.example'), envExample());
writeFileSync(join(root, 'docs/settings.md'), settingsPage());
