import type { Logger } from 'pino';
import { type InstalledLesson, type Library, ReloadingLibrary } from '../../src/library/library.ts';
import type { KeptLessons, LessonVersion } from './kept-lessons.ts';

/** As much of a digest as tells versions apart, in every sign of life. */
const announcedDigits = 16;

/** A worker's lessons, read again when something of them has changed. */
export class LessonSource {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #kept: KeptLessons | null;
  #library: Promise<ReloadingLibrary> | null = null;
  /** The same, once it was read. */
  #read: ReloadingLibrary | undefined;

  /** `kept`: where copies of usable versions go, which {@link folderOf} then gives. */
  constructor(folder: string, log: Logger, kept: KeptLessons | null = null) {
    this.#folder = folder;
    this.#log = log;
    this.#kept = kept;
  }

  /** Null when no lesson has that digest. */
  async find({ slug, digest }: LessonVersion): Promise<InstalledLesson | null> {
    const found = (await this.#current())?.get(slug);
    const fits = found?.lesson.digest === digest || found?.digestWithoutLock === digest;
    return found !== undefined && fits ? found : null;
  }

  /**
   * A folder of lessons in which there is that version: a copy that stays as it is, also while the lesson is being corrected
   * or is broken; null where this worker never had it.
   */
  async folderOf(wanted: LessonVersion): Promise<string | null> {
    const found = await this.find(wanted);
    if (found === null || this.#kept === null) return (await this.#kept?.folderOf(wanted)) ?? null;
    return (await this.#kept.keep(found)) ?? this.#folder;
  }

  /** Reads again what has changed, once it does not change any more, and keeps a copy of it. */
  async watch(): Promise<void> {
    const library = await this.#open();
    if (!(await library.watch())) return;
    this.#warnOfBroken(library);
    await this.#keepAll(library);
  }

  /** What it would find by slug, as it was last read: how the digests begin; null before that. */
  digests(): Readonly<Record<string, readonly string[]>> | null {
    const library = this.#read?.now();
    if (library === undefined) return null;
    return Object.fromEntries(
      library.all.map(({ lesson, digestWithoutLock: withoutLock }) => [
        lesson.slug,
        [lesson.digest, ...(withoutLock === undefined ? [] : [withoutLock])].map((digest) =>
          digest.slice(0, announcedDigits),
        ),
      ]),
    );
  }

  async slugs(): Promise<readonly string[]> {
    return (await this.#current())?.all.map(({ lesson }) => lesson.slug) ?? [];
  }

  /** The lessons as they are on the disk now; null where they cannot be read. */
  async #current(): Promise<Library | null> {
    const library = await this.#open().catch(() => null);
    if (library === null) return null;
    // What a verdict is measured by has to be what is on the disk now.
    if (await library.freshen()) {
      this.#warnOfBroken(library);
      await this.#keepAll(library);
    }
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
    this.#read = library;
    this.#warnOfBroken(library);
    await this.#keepAll(library);
    return library;
  }

  async #keepAll(library: ReloadingLibrary): Promise<void> {
    for (const installed of library.now().all) await this.#kept?.keep(installed);
  }

  #warnOfBroken(library: ReloadingLibrary): void {
    for (const broken of library.now().broken)
      this.#log.warn({ event: 'worker.lesson-unusable', ...broken }, 'a lesson cannot be used');
  }
}
