/**
 * Writes src/check/toolchains/debian/bookworm.ts anew from what apt knows on a Debian 12: `apt-cache dumpavail | node test/check/toolchains/debian/record-debian.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { filterOf } from '../../../../src/check/toolchains/debian/names.ts';

const real = new Set<string>();
const providers = new Map<string, Set<string>>();
let current = '';
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (line.startsWith('Package: ')) {
    current = line.slice(9).trim();
    real.add(current);
  }
  if (!line.startsWith('Provides: ')) continue;
  for (const each of line.slice(10).split(',')) {
    const name = each.trim().split(/[ (:]/)[0] ?? '';
    providers.set(name, (providers.get(name) ?? new Set()).add(current));
  }
}
// apt installs a virtual package when it has no choice of who provides it.
for (const [name, by] of providers) if (by.size === 1) real.add(name);
const names = [...real].filter((name) => !name.startsWith('librust-')).sort();
const size = Math.ceil((names.length * 18) / 8) * 8;
writeFileSync(
  new URL('../../../../src/check/toolchains/debian/bookworm.ts', import.meta.url),
  `/** Names of Debian 12's packages: ${names.length} in a filter of ${size} bits, written by record-debian.ts. */\nexport const bits =\n  '${filterOf(names, size)}';\n`,
);
