import { LRUCache } from 'lru-cache';
import { parse } from 'smol-toml';
import { normalizedName, type Requirement, readRequirement } from './requirement.ts';

/** What a pyproject.toml says, as far as commands depend on it. */
export interface ProjectMetadata {
  /** Why uv refuses to read it; null where it reads it. */
  readonly problem: string | null;
  /** Normalised; null where it has no project table. */
  readonly name: string | null;
  readonly version: string | null;
  readonly requiresPython: string | null;
  /** It is built as a package when it is installed. */
  readonly hasBuildSystem: boolean;
  readonly hasDevGroup: boolean;
  /** Distribution names that it depends on; null where that is not known. */
  readonly dependencies: ReadonlySet<string> | null;
  readonly requirements: readonly Requirement[];
  readonly groups: ReadonlyMap<string, readonly Requirement[]>;
  readonly extras: ReadonlyMap<string, readonly Requirement[]>;
  readonly readme: string | null;
  /** Tables of uv's own that change what is said here: sources, workspaces, settings. */
  readonly hasSettings: boolean;
}

export const unknownMetadata: ProjectMetadata = {
  problem: null,
  name: null,
  version: null,
  requiresPython: null,
  hasBuildSystem: false,
  hasDevGroup: false,
  dependencies: null,
  requirements: [],
  groups: new Map(),
  extras: new Map(),
  readme: null,
  hasSettings: true,
};

export type TomlTable = Readonly<Record<string, unknown>>;
export const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
export const tableIn = (table: TomlTable, name: string): TomlTable => {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  return isTable(value) ? value : {};
};
export const textIn = (table: TomlTable, name: string): string | null => {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  return typeof value === 'string' ? value : null;
};

/** More than this is not read: no lesson's file comes near. */
export const longestProject = 200_000;

/** A lesson's files are the same for every student. */
const read = new LRUCache<string, ProjectMetadata>({ max: 20 });

/** Reads a pyproject.toml; of a text that is not known (null), or too long, nothing is known. */
export function readMetadata(text: string | null): ProjectMetadata {
  if (text === null || text.length > longestProject) return unknownMetadata;
  const known = read.get(text);
  if (known !== undefined) return known;
  const metadata = parseMetadata(text);
  read.set(text, metadata);
  return metadata;
}

/** Reads TOML as uv does; the text of the error where it is none. */
export function readToml(text: string): TomlTable | string {
  try {
    return parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'TOML parse error';
  }
}

function parseMetadata(text: string): ProjectMetadata {
  const whole = readToml(text);
  if (typeof whole === 'string')
    return { ...unknownMetadata, problem: 'Failed to parse: `pyproject.toml`', dependencies: new Set() };
  const hasProject = Object.hasOwn(whole, 'project');
  const project = tableIn(whole, 'project');
  const settings = tableIn(tableIn(whole, 'tool'), 'uv');
  const { requirements, doubtful } = requirementsOf(project.dependencies);
  // Poetry's own table counts where the project's says nothing.
  const byPoetry =
    project.dependencies === undefined
      ? Object.keys(tableIn(tableIn(tableIn(whole, 'tool'), 'poetry'), 'dependencies')).map(normalizedName)
      : [];
  const groups = mapOf(tableIn(whole, 'dependency-groups'));
  const dev = settings['dev-dependencies'];
  if (dev !== undefined && !groups.has('dev')) groups.set('dev', requirementsOf(dev).requirements);
  const name = textIn(project, 'name');
  const version = textIn(project, 'version');
  return {
    problem: hasProject ? problemOf(project, name, version) : null,
    name: name === null ? null : normalizedName(name),
    version,
    requiresPython: textIn(project, 'requires-python')?.replace(/\s+/g, '') ?? null,
    hasBuildSystem: Object.hasOwn(whole, 'build-system'),
    hasDevGroup: groups.has('dev'),
    dependencies: doubtful ? null : new Set([...requirements.map((each) => each.name), ...byPoetry]),
    requirements,
    groups,
    extras: mapOf(tableIn(project, 'optional-dependencies')),
    readme: textIn(project, 'readme'),
    hasSettings: Object.keys(settings).some((key) => key !== 'dev-dependencies'),
  };
}

/** What uv refuses in a project table (measured, uv 0.13). */
function problemOf(project: TomlTable, name: string | null, version: string | null): string | null {
  if (name === null) return 'missing field `name`';
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name))
    return `Not a valid package or extra name: "${name}"`;
  const { dynamic } = project;
  const isDynamic = Array.isArray(dynamic) && dynamic.includes('version');
  if (version === null && !isDynamic)
    return '`pyproject.toml` is using the `[project]` table, but the required `project.version` field is neither set nor present in the `project.dynamic` list';
  return null;
}

function requirementsOf(value: unknown): { requirements: Requirement[]; doubtful: boolean } {
  const requirements: Requirement[] = [];
  if (value === undefined) return { requirements, doubtful: false };
  if (!Array.isArray(value)) return { requirements, doubtful: true };
  let doubtful = false;
  for (const each of value) {
    const requirement = typeof each === 'string' ? readRequirement(each) : null;
    if (requirement === null) doubtful = true;
    else requirements.push(requirement);
  }
  return { requirements, doubtful };
}

function mapOf(table: TomlTable): Map<string, readonly Requirement[]> {
  return new Map(
    Object.entries(table).map(
      ([name, value]) => [normalizedName(name), requirementsOf(value).requirements] as const,
    ),
  );
}
