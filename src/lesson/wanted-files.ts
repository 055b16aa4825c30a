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
  return { ...(manifest?.files ?? usualNames), further };
}
