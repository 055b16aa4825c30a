import { ignoredBy, parseIgnoreFile } from '../dockerfile/dockerignore.ts';
import type { RuleContext } from './rule.ts';

/**
 * How a file that .dockerignore hides gets back into the build context. A file that hides all and lets some back in needs
 * an exception for it, where that reaches the file; a pattern for just this file has to go.
 * @param exception what the exception would name
 * @param path the file, where the exception names a folder above it
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
