import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageOfErrorCodes } from './error-codes.ts';

/** Writes docs/errors.md; a test compares it with the table. */
writeFileSync(join(import.meta.dirname, '../../docs/errors.md'), pageOfErrorCodes());
