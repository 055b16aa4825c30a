import { parse } from 'smol-toml';
import { byText } from '../../simulation/by-text.ts';
import { normalizedName, type Requirement, readRequirement } from './requirement.ts';

/** The contents of a pyproject.toml that affect commands. */
export interface ProjectMetadata {
  /** Why uv refuses to read it; null when uv can read it. */
  readonly problem: string | null;
  /** The normalised name; null when there is no project table. */
  readonly name: string | null;
  readonly version: string | null;
  readonly requiresPython: string | null;
  /** Whether it is built as a package when it is installed. */
  readonly hasBuildSystem: boolean;
  readonly hasDevGroup: boolean;
  /** Names of the distributions that it depends on; null when they are unknown. */
  readonly dependencies: ReadonlySet<string> | null;
  readonly requirements: readonly Requirement[];
  readonly groups: ReadonlyMap<string, readonly Requirement[]>;
  readonly extras: ReadonlyMap<string, readonly Requirement[]>;
  readonly readme: string | null;
  /** Whether it has uv's own tables, which can change the dependencies: sources, workspaces, settings. */
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

/** Longer files are not read (in characters). No lesson's file comes close. */
export const longestProject = 200_000;

/** Parses a pyproject.toml. For an unknown text (null) or one that is too long, nothing is known. */
export function readMetadata(text: string | null): ProjectMetadata {
  return text === null || text.length > longestProject ? unknownMetadata : knownMetadata(text);
}

const knownMetadata = byText(parseMetadata);

/** Parses TOML as uv does; returns the error message for invalid TOML. */
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
  // Poetry's own table applies only if the project table declares no dependencies.
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

/** uv's error for a project table (measured, uv 0.13); null when uv accepts it. */
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
