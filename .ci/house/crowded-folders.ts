import { posix } from 'node:path';
import type { ProductFile } from './product.ts';

/** Files that a folder may have at one level. */
const mostFiles = 35;

/** Folders in which nobody finds a file by looking: what belongs together in one has a folder of its own. */
export const crowdedFolders = (files: readonly Pick<ProductFile, 'path'>[]): readonly string[] =>
  [...Map.groupBy(files, ({ path }) => posix.dirname(path))]
    .filter(([, inside]) => inside.length > mostFiles)
    .map(([folder, inside]) => `${folder}: ${inside.length} files`);
