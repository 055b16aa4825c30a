import { ignoredBy, parseIgnoreFile } from '../dockerfile/dockerignore.ts';
import type { RuleContext } from './rule.ts';

/** Patterns that hide everything at the top of the build context, and with it all that is below. */
const everything = new Set(['*', '**', '**/*', '*/', '**/']);

/**
 * How a file that .dockerignore hides gets back into the build context. Who hides all and lets some back in wants an
 * exception for it, where that reaches the file; who hides it by a pattern of its own wants that pattern gone.
 * @param exception what the exception would name
 * @param path the file, where the exception names a folder above it
 */
export function ignoreRemedy(
  context: RuleContext,
  pattern: string,
  exception: string,
  path = exception,
): 'hidden' | 'notLetIn' {
  const { patterns } = context.ignore;
  const isWide = everything.has(pattern.replace(/^\.?\//, ''));
  if (!isWide && !patterns.some((each) => each.exception)) return 'hidden';
  const below = parseIgnoreFile(`!${exception}`).patterns;
  return ignoredBy({ patterns: [...patterns, ...below], error: null }, path) === null ? 'notLetIn' : 'hidden';
}
