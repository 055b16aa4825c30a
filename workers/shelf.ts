import type { Logger } from 'pino';
import { type Library, openLibrary, type ShelvedLesson } from '../src/library/library.ts';

/** A worker's lessons. */
export interface Shelf {
  readonly find: (wanted: {
    readonly slug: string;
    readonly digest: string;
  }) => Promise<ShelvedLesson | null>;
  readonly slugs: () => Promise<readonly string[]>;
}

/** The lessons, read again when one is asked for that is not there, at most every five seconds. */
export function openShelf(dir: string, log: Logger): Shelf {
  let library: Promise<Library> | null = null;
  let readAt = 0;
  const read = (): Promise<Library> => {
    readAt = performance.now();
    library = openLibrary(dir);
    library.then(
      ({ broken }) => {
        for (const each of broken) log.warn(each, 'a lesson cannot be used');
      },
      () => undefined,
    );
    return library;
  };
  const open = (): Promise<Library> => library ?? read();
  return {
    find: async ({ slug, digest }) => {
      const fits = (found: ShelvedLesson | undefined): ShelvedLesson | null =>
        found?.lesson.digest === digest ? found : null;
      const here = fits((await open().catch(() => null))?.get(slug));
      if (here !== null || performance.now() - readAt < 5_000) return here;
      return fits((await read().catch(() => null))?.get(slug));
    },
    slugs: async () => (await open().catch(() => null))?.all.map(({ lesson }) => lesson.slug) ?? [],
  };
}
