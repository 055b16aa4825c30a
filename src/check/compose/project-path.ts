import type { ComposeBuild } from './service.ts';

/**
 * The folder of a Compose file with a trailing slash; empty for the top of the project. Paths in the file, and its `.env`, are relative to
 * it.
 */
export const folderOf = (composePath: string): string =>
  composePath.slice(0, composePath.lastIndexOf('/') + 1);

/** Converts a path relative to a folder of the project into a path relative to the project; null for one outside the project. */
export function projectPath(path: string, folder = ''): string | null {
  if (/^[/~\\]/.test(path)) return null;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/**
 * The paths of a build's context and Dockerfile within the project; null when either is outside. The Dockerfile may be outside the context.
 */
export function placeOfBuild(
  { context, dockerfile }: Pick<ComposeBuild, 'context' | 'dockerfile'>,
  composeFolder: string,
): ComposeBuild['place'] {
  const folder = projectPath(context, composeFolder);
  const path = folder === null ? null : projectPath(dockerfile, folder);
  return folder === null || path === null ? null : { folder, dockerfile: path };
}

/** Whether the Dockerfile is inline in the Compose file, or the context is remote. */
export const isInline = ({ inline, context }: ComposeBuild): boolean =>
  inline || /^(?:[a-z+]+:\/\/|git@|docker-image:)/.test(context);
