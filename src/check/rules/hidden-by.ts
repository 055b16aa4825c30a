import type { View } from './rule.ts';

/** Patterns that hide everything at the top of the build context, and with it all that is below. */
const everything = new Set(['*', '**', '**/*', '*/', '**/']);

/**
 * How a file that .dockerignore hides gets back into the build context. Who hides all and lets some back in wants an
 * exception for it; who hides it by a pattern of its own wants that pattern gone.
 */
export const cureFor = (view: View, pattern: string): 'hidden' | 'notLetIn' =>
  everything.has(pattern.replace(/^\.?\//, '')) || view.ignore.patterns.some(({ exception }) => exception)
    ? 'notLetIn'
    : 'hidden';
