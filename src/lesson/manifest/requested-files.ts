import type { Manifest } from './manifest.ts';
import type { studentRoles } from './student-files.ts';

/** The files that have a name of their own everywhere, whether or not a lesson wants them. */
const namedRoles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;
type NamedRole = (typeof namedRoles)[number];
type FurtherRole = Exclude<(typeof studentRoles)[number], NamedRole>;

/** A file that a lesson wants of its students. */
export interface StudentFile {
  /** Its path in the build context. */
  readonly path: string;
  /** What it is for; of two files for the same, such as two Dockerfiles, the second is `other`. */
  readonly role: NamedRole | FurtherRole;
  readonly needed: boolean;
  /** Where it goes, in the lesson's own words; null where the lesson says nothing of it. */
  readonly where: string | null;
}

/** The names of a lesson's files: the three that are named everywhere, and those that it wants besides. */
export interface LessonFileNames extends Readonly<Record<NamedRole, string>> {
  readonly further: readonly { readonly path: string; readonly kind: FurtherRole }[];
  /** Said where students hand in a whole project. */
  readonly context?: 'student';
}

const usualNames = { dockerfile: 'Dockerfile', dockerignore: '.dockerignore', entrypoint: 'entrypoint.sh' };

/** The files that a lesson wants, in the order of its list. Without a list they are the three that are named everywhere. */
export function studentFilesOf(manifest: Manifest | null): readonly StudentFile[] {
  const files = manifest?.files ?? usualNames;
  if (manifest?.studentFiles === undefined)
    return namedRoles.map((role) => ({ path: files[role], role, needed: true, where: null }));
  return manifest.studentFiles.map(({ name, role, needed, where }) => {
    const isNamed = role === 'dockerfile' || role === 'dockerignore' || role === 'entrypoint';
    return {
      path: name,
      role: isNamed && files[role] !== name ? 'other' : role,
      needed,
      where: where ?? null,
    };
  });
}

/** The file without which there is nothing to verify: the Dockerfile, or what the lesson has in its place. */
export const mainFileOf = (wanted: readonly StudentFile[]): StudentFile | null =>
  wanted.find(({ role }) => role === 'dockerfile') ??
  wanted.find(({ needed }) => needed) ??
  wanted[0] ??
  null;

export function fileNamesOf(manifest: Manifest | null): LessonFileNames {
  const further = studentFilesOf(manifest).flatMap(({ path, role }) =>
    role === 'dockerfile' || role === 'dockerignore' || role === 'entrypoint' ? [] : [{ path, kind: role }],
  );
  const names = { ...(manifest?.files ?? usualNames), further };
  return handsInProject(manifest) ? { ...names, context: 'student' } : names;
}

/** Whether students hand in a whole project, which is the build context. */
export const handsInProject = (manifest: Manifest | null): boolean => manifest?.context === 'student';

/**
 * Whether a student's files are a whole project, where the lesson has her hand one in: some of them are of a kind that nobody sends
 * alone. What is not among them is not in the project, then; else it may be there.
 */
export function isWholeProject(manifest: Manifest | null, paths: readonly string[]): boolean {
  if (!handsInProject(manifest)) return false;
  const { dockerfile, dockerignore, entrypoint, further } = fileNamesOf(manifest);
  const alone = new Set([
    ...[dockerfile, dockerignore, entrypoint, `${dockerfile}.dockerignore`],
    ...further.map(({ path }) => path),
  ]);
  return paths.some((path) => !alone.has(path) && !/^[\w-]+\.sh$/.test(path));
}
