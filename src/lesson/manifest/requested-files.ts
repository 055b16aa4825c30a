import type { Manifest } from './manifest.ts';
import type { studentRoles } from './student-files.ts';

/** The files that always have a fixed name in Dockhand, whether or not a lesson asks for them. */
const namedRoles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;
type NamedRole = (typeof namedRoles)[number];
type FurtherRole = Exclude<(typeof studentRoles)[number], NamedRole>;

/** A file that a lesson asks students for. */
export interface StudentFile {
  /** Its path in the build context. */
  readonly path: string;
  /** Its role; of two files with the same role, such as two Dockerfiles, the second is `other`. */
  readonly role: NamedRole | FurtherRole;
  readonly needed: boolean;
  /** Where it belongs, in the lesson's own words; null where the lesson does not say. */
  readonly where: string | null;
}

/** The names of a lesson's files: the three fixed roles, and the further files that it asks for. */
export interface LessonFileNames extends Readonly<Record<NamedRole, string>> {
  readonly further: readonly { readonly path: string; readonly kind: FurtherRole }[];
  /** Set if students submit a whole project. */
  readonly context?: 'student';
}

const usualNames = { dockerfile: 'Dockerfile', dockerignore: '.dockerignore', entrypoint: 'entrypoint.sh' };

/** The files that a lesson asks for, in the order of its list. Without a list, the three fixed roles. */
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

/** The file that a verification cannot do without: the Dockerfile, or the lesson's substitute for it. */
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

/** Whether students submit a whole project, which is the build context. */
export const handsInProject = (manifest: Manifest | null): boolean => manifest?.context === 'student';

/**
 * Whether a student's files form a whole project, in a lesson that asks for one: some are of a kind that nobody sends alone. If
 * so, files that are missing here are missing from the project; otherwise they may exist.
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
