import type { ProjectFact } from '../../simulation/project.ts';
import {
  isTable,
  type ProjectMetadata,
  readMetadata,
  readToml,
  type TomlTable,
  tableIn,
  textIn,
} from '../python/pyproject.ts';
import { canonical, normalizedName } from '../python/requirement.ts';

/** What a uv.lock records about the project for which it was written. */
export interface Lock {
  /** Why uv cannot read the lock file; null when it can. */
  readonly problem: string | null;
  /** Normalised names of the locked packages. */
  readonly packages: ReadonlySet<string>;
  /** The project itself, by its name. */
  readonly members: ReadonlyMap<string, Member>;
  readonly requiresPython: string | null;
}

interface Member {
  readonly version: string | null;
  /** Requirements in the form that `spelled` writes. */
  readonly requirements: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  readonly extras: ReadonlySet<string>;
  /** Names of the packages that are installed for it. */
  readonly installs: ReadonlySet<string>;
}

/** Reads a uv.lock. */
function readLock(text: string): Lock {
  const whole = text.length > 2_000_000 ? 'too long' : readToml(text);
  const nothing = { packages: new Set<string>(), members: new Map<string, Member>(), requiresPython: null };
  if (typeof whole === 'string') return { problem: 'Failed to parse `uv.lock`', ...nothing };
  if (!Object.hasOwn(whole, 'version')) return { problem: 'missing field `version`', ...nothing };
  const packages = (Array.isArray(whole.package) ? whole.package : []).filter(isTable);
  const members = new Map<string, Member>();
  for (const each of packages) {
    const source = tableIn(each, 'source');
    const isOwn = ['virtual', 'editable', 'directory'].some((kind) => Object.hasOwn(source, kind));
    if (isOwn) members.set(normalizedName(textIn(each, 'name') ?? ''), memberOf(each));
  }
  return {
    problem: null,
    packages: new Set(packages.map((each) => normalizedName(textIn(each, 'name') ?? ''))),
    members,
    requiresPython: textIn(whole, 'requires-python')?.replace(/\s+/g, '') ?? null,
  };
}

function memberOf(own: TomlTable): Member {
  const metadata = tableIn(own, 'metadata');
  const groups = tableIn(metadata, 'requires-dev');
  const names = (value: unknown): readonly string[] =>
    (Array.isArray(value) ? value : [])
      .filter(isTable)
      .map((each) => normalizedName(textIn(each, 'name') ?? ''));
  const extras = metadata['provides-extras'];
  return {
    version: textIn(own, 'version'),
    requirements: canonicalNames(metadata['requires-dist']),
    groups: new Map(
      Object.entries(groups).map(([name, value]) => [normalizedName(name), canonicalNames(value)]),
    ),
    extras: new Set(Array.isArray(extras) ? extras.map((each) => normalizedName(String(each))) : []),
    installs: new Set(names(own.dependencies)),
  };
}

const canonicalNames = (value: unknown): ReadonlySet<string> =>
  new Set(
    (Array.isArray(value) ? value : []).filter(isTable).map((each) => {
      const extras = Array.isArray(each.extras)
        ? each.extras.map((extra) => normalizedName(String(extra)))
        : [];
      return canonical({
        name: normalizedName(textIn(each, 'name') ?? ''),
        extras: extras.toSorted(),
        specifier: (textIn(each, 'specifier') ?? '').split(',').toSorted().join(','),
        marker: textIn(each, 'marker') ?? '',
      });
    }),
  );

const made = new WeakMap<ProjectMetadata, Lock | null>();

/** The lock file that uv would write for a pyproject.toml, reduced to what is compared. Computed once for each. */
function lockFor(metadata: ProjectMetadata): Lock | null {
  const known = made.get(metadata);
  if (known !== undefined) return known;
  const lock = makeLock(metadata);
  made.set(metadata, lock);
  return lock;
}

function makeLock(metadata: ProjectMetadata): Lock | null {
  const { name, version, requirements, groups, extras, requiresPython } = metadata;
  if (name === null || metadata.problem !== null) return null;
  const plain = [...requirements, ...[...groups.values(), ...extras.values()].flat()];
  const member: Member = {
    version,
    requirements: new Set(requirements.map(canonical)),
    groups: new Map([...groups].map(([group, list]) => [group, new Set(list.map(canonical))])),
    extras: new Set(extras.keys()),
    installs: new Set(requirements.map((each) => each.name)),
  };
  return {
    problem: null,
    packages: new Set(plain.map((each) => each.name)),
    members: new Map([[name, member]]),
    requiresPython,
  };
}

const same = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((each) => other.has(each));

/** Whether a lock file is the one that uv would write for a pyproject.toml; `unknown` when deciding would require parsing more of it. */
export function isUpToDate(lock: Lock, metadata: ProjectMetadata): boolean | 'unknown' {
  const wanted = lockFor(metadata);
  if (wanted === lock) return true;
  const name = metadata.name ?? '';
  const member = lock.members.get(name);
  if (wanted === null || metadata.dependencies === null) return 'unknown';
  if (member === undefined) return false;
  const own = wanted.members.get(name);
  if (own === undefined) return 'unknown';
  if (metadata.extras.size > 0 || metadata.hasSettings) {
    // A lock file writes extras with markers, and uv's settings can change any of it.
    return [...metadata.extras.keys()].every((extra) => member.extras.has(extra)) ? 'unknown' : false;
  }
  const differs =
    (member.version !== null && own.version !== null && member.version !== own.version) ||
    (lock.requiresPython ?? '') !== (metadata.requiresPython ?? '') ||
    !same(member.requirements, own.requirements) ||
    member.groups.size !== own.groups.size ||
    [...own.groups].some(([group, list]) => !same(member.groups.get(group) ?? new Set(), list));
  if (!differs) return true;
  // uv normalises markers in a form of its own.
  return metadata.requirements.some(({ marker }) => marker !== '') ? 'unknown' : false;
}

/** The parts of a file in the image that reading a lock file needs. */
interface LockEntry {
  /** Its path in the build context; null when it does not come from there. */
  readonly from: string | null;
  readonly text: string | null;
}

/** Parses a lock file of the image. The result for the lesson's own file needs no parsing; null when the contents are unknown. */
export const lockReader: ProjectFact<(entry: LockEntry) => Lock | null> = {
  // Set-up generates the lesson's lock file from the lesson's pyproject.toml.
  read:
    ({ ownText }) =>
    ({ from, text }) => {
      if (text !== null && text !== ownText('uv.lock')) return readLock(text);
      return from === 'uv.lock' ? lockFor(readMetadata(ownText('pyproject.toml'))) : null;
    },
  unknown: () => null,
};
