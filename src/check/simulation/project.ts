import type { Manifest } from '../../lesson/manifest.ts';
import { readSource, type Source } from '../toolchains/django/source.ts';
import { type ProjectMetadata, readMetadata } from '../toolchains/python/pyproject.ts';
import { type Lock, lockFor, readLock } from '../toolchains/python-uv/lockfile.ts';
import type { BuildContext, ContextFile } from './build/context.ts';

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
  /** Packages that the application cannot start without. */
  readonly needed: () => ReadonlySet<string>;
  /** Reads a lock file of the image: the lesson's own is known without reading; null where it cannot be known. */
  readonly lockOf: (entry: { readonly from: string | null; readonly text: string | null }) => Lock | null;
}

/** The packages that the application's code imports, of those that its pyproject.toml names. */
function neededOf(metadata: ProjectMetadata, source: Source | null): ReadonlySet<string> {
  const modules = source?.modules ?? new Set<string>();
  return new Set([...(metadata.dependencies ?? [])].filter((name) => modules.has(moduleOf(name))));
}

/** The module that a distribution brings, where it has another name. */
const modulesOf: Readonly<Record<string, string>> = {
  djangorestframework: 'rest_framework',
  'django-cors-headers': 'corsheaders',
  'django-filter': 'django_filters',
  'django-environ': 'environ',
  'python-dotenv': 'dotenv',
  'python-decouple': 'decouple',
  'psycopg2-binary': 'psycopg2',
  pillow: 'PIL',
  pyyaml: 'yaml',
};
export const moduleOf = (name: string): string => modulesOf[name] ?? name.replaceAll('-', '_');

export function projectOf(
  manifest: Manifest,
  files: BuildContext['files'],
  lesson: readonly ContextFile[],
): Project {
  const directory = manifest.project.directory.replace(/^\.?\/|\/$/g, '');
  const { manage, dependencyFiles } = manifest.project;
  const texts = new Map(
    lesson.filter(({ path }) => !path.includes('/')).map(({ path, text }) => [path, text]),
  );
  const own = (path: string): string | null => texts.get(path) ?? null;
  let source: Source | null | undefined;
  let needed: ReadonlySet<string> | undefined;
  const sourceOf = (): Source | null => {
    source ??= readSource(files, directory, manage);
    return source;
  };
  return {
    dockerfile: manifest.files.dockerfile,
    directory,
    manage,
    dependencyFiles,
    host: manifest.probe.host,
    metadata: readMetadata(files.get('pyproject.toml')?.text ?? null),
    source: sourceOf,
    needed: () => {
      needed ??= neededOf(readMetadata(own('pyproject.toml')), sourceOf());
      return needed;
    },
    // The lesson's lock file is made at set-up, from the lesson's pyproject.toml.
    lockOf: ({ from, text }) => {
      if (text !== null && text !== own('uv.lock')) return readLock(text);
      return from === 'uv.lock' ? lockFor(readMetadata(own('pyproject.toml'))) : null;
    },
  };
}
