import type { Logger } from 'pino';
import { type InstalledLesson, type Library, ReloadingLibrary } from '../../src/library/library.ts';

/** A worker's lessons. */
export interface LessonSource {
  readonly find: (wanted: {
    readonly slug: string;
    readonly digest: string;
  }) => Promise<InstalledLesson | null>;
  readonly slugs: () => Promise<readonly string[]>;
}

/** The lessons, read again when something of them has changed. */
export function openLessonSource(dir: string, log: Logger): LessonSource {
  let library: Promise<ReloadingLibrary> | null = null;
  const open = (): Promise<ReloadingLibrary> => {
    library ??= ReloadingLibrary.open(dir).then((opened) => {
      complain(opened);
      return opened;
    });
    library.catch(() => {
      library = null;
    });
    return library;
  };
  const complain = (opened: ReloadingLibrary): void => {
    for (const each of opened.now().broken) log.warn(each, 'a lesson cannot be used');
  };
  const current = async (): Promise<Library | null> => {
    const opened = await open().catch(() => null);
    // What a verdict is measured by has to be what lies here now.
    if (await opened?.freshen()) complain(opened as ReloadingLibrary);
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
