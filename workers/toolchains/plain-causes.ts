import type { sayCause } from '../../src/submission/wording/causes.ts';

type Cause = Parameters<typeof sayCause.later>[0];

/** Sentences that mention uv, Django or a start script, and their replacements for lessons that have none of them. */
export const plainCauses: ReadonlyMap<string, Cause> = new Map([
  ['module-missing', 'module-missing-plain'],
  ['app-missing', 'app-missing-plain'],
  ['uv-missing', 'program-missing-plain'],
  ['waits-for-a-database', 'database-missing-plain'],
  ['database-refused', 'database-missing-plain'],
  ['database-name', 'database-missing-plain'],
  ['no-such-interpreter', 'unrunnable-plain'],
  ['entrypoint-format', 'unrunnable-plain'],
]);
