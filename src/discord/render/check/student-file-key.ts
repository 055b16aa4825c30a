import type { FileNames, Role } from '../../../intake/intake-result.ts';
import type { StudentFile } from '../../../lesson/manifest/requested-files.ts';

/** One of a lesson's files, as buttons and forms need it. */
export type KeyedFile = Pick<StudentFile, 'role' | 'path'>;

const roles: readonly Role[] = ['dockerfile', 'dockerignore', 'entrypoint'];

/**
 * A short key for a file in a custom ID, which has no room for a path. A file that the lesson does not have is treated as its
 * Dockerfile.
 */
export function fileKey(path: string, names: FileNames): string {
  const role = roles.find((each) => names[each] === path);
  if (role !== undefined) return role;
  const at = names.further?.findIndex((each) => each.path === path) ?? -1;
  return at < 0 ? 'dockerfile' : `f${at}`;
}

export function fileOfKey(key: string, names: FileNames): KeyedFile {
  const role = roles.find((each) => each === key) ?? 'dockerfile';
  const further = names.further?.[Number(/^f(\d{1,2})$/.exec(key)?.[1] ?? -1)];
  return further === undefined ? { role, path: names[role] } : { role: further.kind, path: further.path };
}
