import type { ProductFile } from './product.ts';

/** Lines that a file may have. */
const mostLines = 250;

/** Files that are too long to be read in one go. A text of many lines counts with all of them: Biome's rule would count it as one. */
export const longFiles = (files: readonly ProductFile[]): readonly string[] =>
  files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
