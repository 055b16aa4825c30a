import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestJsonSchema } from '../../lesson/manifest/manifest.ts';
import { manifestPage } from './manifest-docs.ts';

/**
 * Writes docs/manifest.schema.json, with which editors complete and validate manifests, and docs/manifest.md for readers. A test compares
 * both files with the schema.
 */
const docs = join(import.meta.dirname, '../../../docs');
writeFileSync(join(docs, 'manifest.schema.json'), `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`);
writeFileSync(join(docs, 'manifest.md'), manifestPage());
