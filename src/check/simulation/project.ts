import type { BuildContext, ContextFile } from './build/context.ts';

/** What can be read of a project. */
export interface ProjectFiles extends Pick<ProjectFacts, 'directory' | 'command' | 'works'> {
  /** The build context. */
  readonly files: BuildContext['files'];
  /** The project's own text of a file at the top of the context; null where it has none. */
  readonly ownText: (path: string) => string | null;
  /** All its own texts by their paths. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fact: <T>(fact: ProjectFact<T>) => T;
}

/** Something that a toolchain reads out of a project. It is read once, when it is first asked for. */
export interface ProjectFact<T> {
  readonly read: (project: ProjectFiles) => T;
  /** What holds of a project of which nothing is known. */
  readonly unknown: T;
}

/** A page that the server will be asked for. */
interface ProjectRequest {
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly status: number;
}

/** What whoever asks for a simulation says of the project that is built. */
export interface ProjectFacts {
  /** Name of the Dockerfile, for the places of what happens. */
  readonly dockerfile: string;
  /** Folder of the application in the context; empty for its top. */
  readonly directory: string;
  /** The application's own program, in that folder. */
  readonly command: string;
  /** Whether the application is known to be right as it stands: it can be built, and does what it is asked for. */
  readonly works: boolean;
  /** What its source files' names end with, where the folder has more than source. */
  readonly sourceEnding: string;
  readonly dependencyFiles: readonly string[];
  /** Files that the project's own build writes, beside what it is built from. */
  readonly writes: readonly string[];
  /** The host that a request is for; null where that is not known. */
  readonly host: string | null;
  /** Pages that will be asked for, with the status of a right answer. */
  readonly requests: readonly ProjectRequest[];
  /** Names of what runs beside the container. */
  readonly services: ReadonlySet<string>;
}

/** The facts that commands are judged by. */
export interface Project extends ProjectFacts {
  readonly fact: <T>(fact: ProjectFact<T>) => T;
}

export function projectOf(
  facts: ProjectFacts,
  { files, open }: Pick<BuildContext, 'files' | 'open'>,
  own: readonly Pick<ContextFile, 'path' | 'text'>[],
): Project {
  const texts = new Map(own.flatMap(({ path, text }) => (text === null ? [] : [[path, text] as const])));
  const known = new Map<unknown, unknown>();
  function fact<T>(wanted: ProjectFact<T>): T {
    // A project that is not known as a whole says nothing of itself: what it lacks may be there.
    if (!known.has(wanted)) known.set(wanted, open ? wanted.unknown : wanted.read(project));
    // What is kept under a fact is what the fact has read.
    return known.get(wanted) as T;
  }
  const { directory, command, works } = facts;
  const project: ProjectFiles = {
    directory,
    command,
    works,
    files,
    ownText: (path) => texts.get(path) ?? null,
    texts,
    fact,
  };
  return { ...facts, fact };
}

/** Where the context has what lies in the application's folder. */
export const inProject = ({ directory }: Pick<Project, 'directory'>, path: string): string =>
  directory === '' ? path : `${directory}/${path}`;

/** Whether a file of the context is the application's source. At the top of the context there is more than source. */
export const isSourceOf = (
  { directory, sourceEnding }: Pick<Project, 'directory' | 'sourceEnding'>,
  path: string,
): boolean => (directory === '' ? path.endsWith(sourceEnding) : path.startsWith(`${directory}/`));

/** A project about which nothing is known but what is said about it. */
export const unknownProject = (facts: ProjectFacts): Project => ({
  ...facts,
  fact: ({ unknown }) => unknown,
});
