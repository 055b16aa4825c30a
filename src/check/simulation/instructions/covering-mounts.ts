import type { Entry } from '../image/entry.ts';
import type { Environment, Stage } from '../image/stage.ts';
import { within } from '../image/within.ts';

/** A mount that hides a folder for one step: what the step writes there does not end up in the image. */
export interface CoveringMount {
  readonly folder: string;
  /** Id of the builder's cache that keeps the content for the next step that mounts it; null for a tmpfs. */
  readonly cache: string | null;
}

/** Content of a folder, by paths relative to it. */
interface CoveredContent {
  readonly files: readonly (readonly [string, Entry])[];
  readonly environments: readonly (readonly [string, Environment])[];
}
export type Caches = Map<string, CoveredContent>;

const nothing: CoveredContent = { files: [], environments: [] };

/** Mounts over a stage's folders; returns a function that unmounts them. */
export function coverFolders(caches: Caches, stage: Stage, mounts: readonly CoveringMount[]): () => void {
  const covered = mounts.map(({ folder, cache }) => {
    const own = removeBelow(stage, folder);
    putIn(stage, folder, (cache === null ? undefined : caches.get(cache)) ?? nothing);
    return { folder, cache, own };
  });
  return () => {
    for (const { folder, cache, own } of covered.toReversed()) {
      const content = removeBelow(stage, folder);
      if (cache !== null) caches.set(cache, content);
      putIn(stage, folder, own);
    }
  };
}

function removeBelow({ files, environments }: Stage, folder: string): CoveredContent {
  const coveredFiles = files.under(folder).filter(([, { kind }]) => kind === 'file');
  const made = [...environments].filter(([path]) => path.startsWith('/') && within(folder, path));
  for (const [path] of coveredFiles) files.remove(path);
  for (const [path] of made) environments.delete(path);
  const below = <T>([path, value]: readonly [string, T]) => [path.slice(folder.length), value] as const;
  return { files: coveredFiles.map(below), environments: made.map(below) };
}

function putIn(stage: Stage, folder: string, { files, environments }: CoveredContent): void {
  for (const [path, entry] of files) stage.files.put(folder + path, entry);
  for (const [path, environment] of environments) stage.environments.set(folder + path, environment);
}
