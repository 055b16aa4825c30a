import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestJsonSchema } from '../lesson/manifest.ts';

/** Writes docs/manifest.schema.json, which editors complete and check a manifest by; a test compares it with the schema. */
const file = join(import.meta.dirname, '../../docs/manifest.schema.json');
writeFileSync(file, `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`);
