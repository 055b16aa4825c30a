import type { Logger } from 'pino';
import {
  type Library,
  type LiveLibrary,
  openLiveLibrary,
  type ShelvedLesson,
} from '../../src/library/library.ts';

/** A worker's lessons. */
export interface Shelf {
  readonly find: (wanted: {
    readonly slug: string;
    readonly digest: string;
  }) => Promise<ShelvedLesson | null>;
  readonly slugs: () => Promise<readonly string[]>;
}

/** The lessons, read again when something of them has changed. */
export function openShelf(dir: string, log: Logger): Shelf {
  let library: Promise<LiveLibrary> | null = null;
  const open = (): Promise<LiveLibrary> => {
    library ??= openLiveLibrary(dir).then((opened) => {
      complain(opened);
      return opened;
    });
    library.catch(() => {
      library = null;
    });
    return library;
  };
  const complain = (opened: LiveLibrary): void => {
    for (const each of opened.now().broken) log.warn(each, 'a lesson cannot be used');
  };
  const current = async (): Promise<Library | null> => {
    const opened = await open().catch(() => null);
    // What a verdict is measured by has to be what lies here now.
    if (await opened?.freshen()) complain(opened as LiveLibrary);
    return opened?.now() ?? null;
  };
  return {
    find: async ({ slug, digest }) => {
      const found = (await current())?.get(slug);
      const fits = found?.lesson.digest === digest || found?.digestWithoutLock === digest;
      return found !== undefined && fits ? found : null;
    },
    slugs: async () => (await current())?.all.map(({ lesson }) => lesson.slug) ?? [],
  };
}
