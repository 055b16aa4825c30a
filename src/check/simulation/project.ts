import type { Manifest } from '../../lesson/manifest.ts';
import type { BuildContext, ContextFile } from './build/context.ts';

/** What can be read of a project. */
export interface ProjectFiles {
  /** Folder of the application in the context; empty for its top. */
  readonly directory: string;
  /** The application's own script, in that folder. */
  readonly manage: string;
  /** The build context. */
  readonly files: BuildContext['files'];
  /** The lesson's own text of a file at the top of the context; null where it has none. */
  readonly ownText: (path: string) => string | null;
  readonly fact: <T>(fact: ProjectFact<T>) => T;
}

/** Something that a toolchain reads out of a project. It is read once, when it is first asked for. */
export interface ProjectFact<T> {
  readonly read: (project: ProjectFiles) => T;
  /** What holds without a lesson. */
  readonly unknown: T;
}

/** The lesson's facts that commands are judged by; without a manifest there are none. */
export interface Project {
  /** Name of the Dockerfile, for the places of what happens. */
  readonly dockerfile: string;
  readonly directory: string;
  readonly manage: string;
  readonly dependencyFiles: readonly string[];
  /** Files that the project's own build writes, beside what it is built from. */
  readonly writes: readonly string[];
  /** The host that the lesson's request is for; null without a manifest. */
  readonly host: string | null;
  /** Names of what the lesson runs beside the container. */
  readonly services: ReadonlySet<string>;
  /** What a toolchain knows of the project. */
  readonly fact: <T>(fact: ProjectFact<T>) => T;
}

/** A lesson whose manifest says nothing of Django. */
const noDjango: NonNullable<Manifest['project']> = {
  directory: '',
  manage: 'manage.py',
  dependencyFiles: [],
};

export function projectOf(
  manifest: Manifest,
  { files, open }: Pick<BuildContext, 'files' | 'open'>,
  own: readonly Pick<ContextFile, 'path' | 'text'>[],
): Project {
  const { directory, manage, dependencyFiles } = manifest.project ?? noDjango;
  const texts = new Map(own.filter(({ path }) => !path.includes('/')).map(({ path, text }) => [path, text]));
  const known = new Map<unknown, unknown>();
  function fact<T>(wanted: ProjectFact<T>): T {
    // A project that is not known as a whole says nothing of itself: what it lacks may be there.
    if (!known.has(wanted)) known.set(wanted, open ? wanted.unknown : wanted.read(project));
    // What is kept under a fact is what the fact has read.
    return known.get(wanted) as T;
  }
  const project: ProjectFiles = {
    directory,
    manage,
    files,
    ownText: (path) => texts.get(path) ?? null,
    fact,
  };
  const { dockerfile } = manifest.files;
  const { writes } = manifest.build;
  const services = new Set(Object.keys(manifest.services));
  const host = manifest.probe?.host ?? null;
  return { dockerfile, directory, manage, dependencyFiles, writes, host, services, fact };
}

/** Where the context has what lies in the application's folder. */
export const inProject = ({ directory }: Pick<Project, 'directory'>, path: string): string =>
  directory === '' ? path : `${directory}/${path}`;

/** Whether a file of the context is the application's source. At the top of the context there is more than source. */
export const isSourceOf = ({ directory }: Pick<Project, 'directory'>, path: string): boolean =>
  directory === '' ? path.endsWith('.py') : path.startsWith(`${directory}/`);

/** A project about which nothing is known. */
export const unknownProject = (dockerfile: string): Project => ({
  dockerfile,
  directory: '',
  manage: 'manage.py',
  dependencyFiles: [],
  writes: [],
  host: null,
  services: new Set(),
  fact: ({ unknown }) => unknown,
});
