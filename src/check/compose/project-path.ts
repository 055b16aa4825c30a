import type { ComposeBuild } from './service.ts';

/** A path of the Compose file as one of the project; null for one that leads out of it. Compose files lie at the project's top. */
export function projectPath(path: string): string | null {
  if (/^[/~\\]/.test(path)) return null;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** The Dockerfile of a build in the project; null where the build's paths lead out of it. */
export function dockerfileOf({ context, dockerfile }: ComposeBuild): string | null {
  const folder = projectPath(context);
  return folder === null ? null : projectPath(folder === '' ? dockerfile : `${folder}/${dockerfile}`);
}

/** A Dockerfile that stands in the Compose file itself, or a context that is fetched. */
export const isInline = ({ inline, context }: ComposeBuild): boolean =>
  inline || /^(?:[a-z+]+:\/\/|git@|docker-image:)/.test(context);
