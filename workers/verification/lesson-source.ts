import type { Logger } from 'pino';
import { type InstalledLesson, type Library, ReloadingLibrary } from '../../src/library/library.ts';

/** A worker's lessons, read again when something of them has changed. */
export class LessonSource {
  readonly #folder: string;
  readonly #log: Logger;
  #library: Promise<ReloadingLibrary> | null = null;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Null where there is no lesson with that digest. */
  async find({
    slug,
    digest,
  }: {
    readonly slug: string;
    readonly digest: string;
  }): Promise<InstalledLesson | null> {
    const found = (await this.#current())?.get(slug);
    const fits = found?.lesson.digest === digest || found?.digestWithoutLock === digest;
    return found !== undefined && fits ? found : null;
  }

  async slugs(): Promise<readonly string[]> {
    return (await this.#current())?.all.map(({ lesson }) => lesson.slug) ?? [];
  }

  /** The lessons as they are on the disk now; null where they cannot be read. */
  async #current(): Promise<Library | null> {
    const library = await this.#open().catch(() => null);
    if (library === null) return null;
    // What a verdict is measured by has to be what is on the disk now.
    if (await library.freshen()) this.#warnOfBroken(library);
    return library.now();
  }

  #open(): Promise<ReloadingLibrary> {
    this.#library ??= this.#load();
    this.#library.catch(() => {
      this.#library = null;
    });
    return this.#library;
  }

  async #load(): Promise<ReloadingLibrary> {
    const library = await ReloadingLibrary.open(this.#folder);
    this.#warnOfBroken(library);
    return library;
  }

  #warnOfBroken(library: ReloadingLibrary): void {
    for (const broken of library.now().broken)
      this.#log.warn({ event: 'worker.lesson-unusable', ...broken }, 'a lesson cannot be used');
  }
}
