import type { Machine } from '../../simulation/shell/machine.ts';

/** A uv version as three numbers. Where null is allowed, it means the newest version or an unknown one. */
export type Version = readonly [number, number, number];

/** The releases whose commands and options were examined (`uv help`, each option tried). What changed between two of them is unknown. */
const examinedReleases: readonly Version[] =
  `0.1.0 0.1.24 0.1.45 0.2.0 0.2.37 0.3.0 0.3.5 0.4.0 0.4.30 0.5.0 0.5.31 0.6.0 0.6.17 0.7.0 0.7.22 0.8.0 0.8.24
   0.9.0 0.9.30 0.10.0 0.10.12 0.11.0 0.11.33 0.12.0 0.12.24 0.13.0 0.13.9`
    .split(/\s+/)
    .map((text) => readVersion(text) ?? [0, 0, 0]);

/** Parses `0.5.1` or `v0.5`; missing numbers are 0. */
export function readVersion(text: string): Version | null {
  const match = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?$/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

export function compareVersions(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** Whether a version has a feature for which `since` is the first examined release that has it. Null is the newest version. */
export function isAvailable(version: Version | null, since: Version): boolean | 'unknown' {
  if (version === null || compareVersions(version, since) >= 0) return true;
  const before = examinedReleases.findLast((each) => compareVersions(each, since) < 0);
  return before === undefined || compareVersions(version, before) > 0 ? 'unknown' : false;
}

/** The last patch number of each minor version from 0.1 on; all patch releases up to it exist. The last minor version continues. */
const lastOfMinor: readonly number[] = [45, 37, 5, 30, 31, 17, 22, 24, 30, 12, 33, 24, 9];

/** All versions, the newest first. */
function* released(): Generator<Version> {
  for (let minor = lastOfMinor.length; minor >= 1; minor -= 1)
    for (let patch = lastOfMinor[minor - 1] ?? 0; patch >= 0; patch -= 1) yield [0, minor, patch];
}

/** The version of uv that a specifier resolves to; null is the newest. `found` says whether any version matches. */
export function uvFor(specifier: string): {
  readonly found: boolean | 'unknown';
  readonly version: string | null;
} {
  if (specifier === '') return { found: true, version: null };
  const clauses = specifier
    .split(',')
    .map((each) => /^(===|~=|==|!=|<=|>=|<|>)(\d+(?:\.\d+)*)(\.\*)?$/.exec(each));
  if (clauses.some((each) => each === null)) return { found: 'unknown', version: null };
  for (const version of released()) {
    if (!clauses.every((each) => each !== null && allows(version, each))) continue;
    const isNewest = compareVersions(version, [0, lastOfMinor.length, lastOfMinor.at(-1) ?? 0]) === 0;
    return { found: true, version: isNewest ? null : version.join('.') };
  }
  // It may be a future release if it is close to the newest known one.
  const wanted = clauses.map((each) => readVersion(each?.[2] ?? '') ?? ([0, 0, 0] as const));
  const near = wanted.every(
    ([major, minor, patch]) =>
      (major === 0 &&
        (minor > lastOfMinor.length ||
          (minor === lastOfMinor.length && patch > (lastOfMinor.at(-1) ?? 0)))) ||
      major === 1,
  );
  return { found: near ? 'unknown' : false, version: null };
}

function allows(
  version: Version,
  [, operator = '', text = '', star]: readonly (string | undefined)[],
): boolean {
  const wanted = readVersion(text);
  if (wanted === null) return false;
  const order = compareVersions(version, wanted);
  const parts = text.split('.').length;
  const within = (count: number): boolean =>
    version.slice(0, count).every((each, index) => each === wanted[index]);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '!=':
      return star === undefined ? order !== 0 : !within(parts);
    case '~=':
      return order >= 0 && within(parts - 1);
    default:
      return star === undefined ? order === 0 : within(parts);
  }
}

const mark = /^uv (\S+)$/;
/** The text of the uv program file in an image, which records its version. */
export const textOf = (version: string | null): string | null => (version === null ? null : `uv ${version}`);

/** The version of uv that a command finds on the PATH. */
export function versionOf(machine: Machine): Version | null {
  const found = machine.host.resolve(machine, 'uv');
  const path = found.kind === 'tool' ? found.path : null;
  const text = path === null ? null : (machine.stage.files.get(path)?.text ?? null);
  return readVersion(mark.exec(text ?? '')?.[1] ?? '');
}
