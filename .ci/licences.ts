/**
 * `node .ci/licences.ts` writes docs/licences.md: what Dockhand is delivered with, by package-lock.json, and under which licence. A
 * licence that is in no list has to be looked at by a person.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Licences under which a package may be delivered beside MIT code. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Bitstream Vera',
  'Arev',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
]);

/** Packages that name their licence in another way: somebody has read the files that they come with. */
const read: Readonly<Record<string, string>> = {
  buildcheck: 'MIT',
  'cpu-features': 'MIT',
  'dejavu-fonts-ttf': 'Bitstream Vera AND Arev',
  ssh2: 'MIT',
};

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** What is delivered, by name: neither what only develops or tests, nor Dockhand's own parts. */
export function deliveredPackages(lock: {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}): readonly LicensedPackage[] {
  const all = Object.entries(lock.packages).flatMap(([path, { version, license, dev, link }]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    if (name === undefined || dev === true || link === true) return [];
    return [{ name, version: version ?? '', license: read[name] ?? license ?? 'none' }];
  });
  const once = new Map(all.map((one) => [`${one.name}@${one.version}`, one]));
  return [...once.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Packages whose licence is in no list. */
export const unclearLicences = (all: readonly LicensedPackage[]): readonly string[] =>
  all.filter(({ license }) => !isAllowed(license)).map(({ name, license }) => `${name}: ${license}`);

/** Of several that may be chosen one is enough; of several that all hold, all. */
const isAllowed = (license: string): boolean =>
  license
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.has(one)));

export function licencesPage(all: readonly LicensedPackage[]): string {
  return [
    '# What Dockhand is delivered with',
    '',
    '`node .ci/licences.ts` writes this page from package-lock.json; a test compares them, and looks at each licence. `npm run sbom` prints the same as',
    'CycloneDX, with the digests. Images add Debian packages, whose licences are in `/usr/share/doc` of each; those of boxes add Docker (Apache-2.0) and Node.js (MIT).',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...all.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    '',
  ].join('\n');
}

if (import.meta.main) {
  const root = new URL('..', import.meta.url);
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
  writeFileSync(new URL('docs/licences.md', root), licencesPage(deliveredPackages(lock)));
}
