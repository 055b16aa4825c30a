import type { Manifest } from '../../lesson/manifest.ts';
import type { BuildContext } from './context.ts';
import { readSource, type Source } from './source.ts';

/** The lesson's facts that commands are judged by; without a manifest there are none. */
export interface Project {
  /** Name of the Dockerfile, for the places of what happens. */
  readonly dockerfile: string;
  /** Folder of manage.py in the context, and the script's name. */
  readonly directory: string;
  readonly manage: string;
  readonly dependencyFiles: readonly string[];
  /** The host that the lesson's request is for; null without a manifest. */
  readonly host: string | null;
  /** What the context's pyproject.toml and its like say about the project. */
  readonly metadata: ProjectMetadata;
  /** What the application's code says; read when it is first asked. Null when there is none. */
  readonly source: () => Source | null;
}

export interface ProjectMetadata {
  /** It is built as a package when it is installed. */
  readonly hasBuildSystem: boolean;
  readonly hasDevGroup: boolean;
  /** Distribution names that it depends on, lower case; null where that is not known. */
  readonly dependencies: ReadonlySet<string> | null;
  readonly readme: string | null;
}

export const unknownMetadata: ProjectMetadata = {
  hasBuildSystem: false,
  hasDevGroup: false,
  dependencies: null,
  readme: null,
};

/** Reads what matters from a pyproject.toml. It looks for tables and names, which needs no TOML parser. */
function readMetadata(text: string | null): ProjectMetadata {
  if (text === null) return unknownMetadata;
  // A lesson's pyproject.toml is the same for every student.
  if (last?.text !== text) last = { text, metadata: parseMetadata(text) };
  return last.metadata;
}

let last: { readonly text: string; readonly metadata: ProjectMetadata } | null = null;

function parseMetadata(whole: string): ProjectMetadata {
  const text = whole.slice(0, 20_000);
  const table = (name: string): string | null => {
    const start = new RegExp(`^\\[${name.replace(/[.-]/g, '\\$&')}\\][^\\n]*$`, 'm').exec(text);
    if (start === null) return null;
    const rest = text.slice(start.index + start[0].length);
    const end = rest.search(/^\[/m);
    return end < 0 ? rest : rest.slice(0, end);
  };
  const projectTable = table('project') ?? '';
  const body = listOf(projectTable);
  const names =
    body === null
      ? null
      : [...body.matchAll(/["']([A-Za-z0-9][A-Za-z0-9._-]*)/g)].map(([, name]) => normal(name ?? ''));
  const groups = table('dependency-groups') ?? '';
  return {
    hasBuildSystem: table('build-system') !== null,
    hasDevGroup: /^dev\s*=/m.test(groups) || /^dev-dependencies\s*=/m.test(table('tool.uv') ?? ''),
    dependencies: names === null ? null : new Set(names),
    readme: /^readme\s*=\s*["']([^"']+)["']/m.exec(projectTable)?.[1] ?? null,
  };
}

/** What stands in the list of `dependencies`: to a bracket that has a line of its own, else to the last of its line. */
function listOf(table: string): string | null {
  const [start] = /^dependencies\s*=\s*\[/m.exec(table) ?? [];
  if (start === undefined) return null;
  const rest = table.slice(table.indexOf(start) + start.length);
  const end = rest.search(/^[ \t]*\]/m);
  if (end >= 0) return rest.slice(0, end);
  const line = rest.split('\n')[0] ?? '';
  return line.includes(']') ? line.slice(0, line.lastIndexOf(']')) : null;
}

export const normal = (name: string): string => name.toLowerCase().replace(/[._-]+/g, '-');

export function projectOf(manifest: Manifest, files: BuildContext['files']): Project {
  const directory = manifest.project.directory.replace(/^\.?\/|\/$/g, '');
  const { manage, dependencyFiles } = manifest.project;
  let source: Source | null | undefined;
  return {
    dockerfile: manifest.files.dockerfile,
    directory,
    manage,
    dependencyFiles,
    host: manifest.probe.host,
    metadata: readMetadata(files.get('pyproject.toml')?.text ?? null),
    source: () => {
      source ??= readSource(files, directory, manage);
      return source;
    },
  };
}
