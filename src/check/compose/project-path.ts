import type { ComposeBuild } from './service.ts';

/** The folder that a Compose file lies in, with its slash; empty for the project's top. Its paths, and its `.env`, count from there. */
export const folderOf = (composePath: string): string =>
  composePath.slice(0, composePath.lastIndexOf('/') + 1);

/** A path as seen from a folder of the project, as one of the project; null for one that leads out of it. */
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

/** Where a build's context and Dockerfile lie in the project; null where one of them does not. The Dockerfile may lie beside the context. */
export function placeOfBuild(
  { context, dockerfile }: Pick<ComposeBuild, 'context' | 'dockerfile'>,
  composeFolder: string,
): ComposeBuild['place'] {
  const folder = projectPath(context, composeFolder);
  const path = folder === null ? null : projectPath(dockerfile, folder);
  return folder === null || path === null ? null : { folder, dockerfile: path };
}

/** A Dockerfile that stands in the Compose file itself, or a context that is fetched. */
export const isInline = ({ inline, context }: ComposeBuild): boolean =>
  inline || /^(?:[a-z+]+:\/\/|git@|docker-image:)/.test(context);
