import { ignoredBy, parseIgnoreFile } from '../dockerfile/dockerignore.ts';
import type { RuleContext } from './rule.ts';

/**
 * How to get a file that .dockerignore excludes back into the build context. If the file already has exceptions (`!`), another exception is
 * added, provided that it takes effect for the path; otherwise the pattern has to go.
 * @param exception the path that the exception would name
 * @param path the file, if the exception names a parent folder
 */
export function ignoreRemedy(
  context: RuleContext,
  exception: string,
  path = exception,
): 'hidden' | 'notLetIn' {
  const { patterns } = context.ignore;
  if (!patterns.some((each) => each.exception)) return 'hidden';
  const below = parseIgnoreFile(`!${exception}`).patterns;
  return ignoredBy({ patterns: [...patterns, ...below], error: null }, path) === null ? 'notLetIn' : 'hidden';
}
