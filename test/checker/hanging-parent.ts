import { CheckerPool } from '../../src/checker/checker-pool.ts';

/** A parent whose checker never returns from parsing: a test kills it. */
const pool = new CheckerPool(new URL('hostile-process.ts', import.meta.url));
await pool.call({ name: 'echo', args: [] }, 'student');
void pool.call({ name: 'hang', args: [] }, 'student').catch(() => undefined);
process.stdout.write('reading\n');
