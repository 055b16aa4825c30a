import type { Logger } from 'pino';
import { type InstalledLesson, type Library, ReloadingLibrary } from '../../src/library/library.ts';
import type { KeptLessons, LessonVersion } from './kept-lessons.ts';

/** As many characters of a digest as tell versions apart; they are part of every heartbeat. */
const announcedDigits = 16;

/** A worker's lessons, read again whenever one of them changes. */
export class LessonSource {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #kept: KeptLessons | null;
  #library: Promise<ReloadingLibrary> | null = null;
  /** Resolves when the lessons have been read once. */
  #read: ReloadingLibrary | undefined;

  /** `kept`: where copies of usable versions are stored; {@link folderOf} returns them. */
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
   * A folder of lessons with that version: a copy that stays the same even while the lesson is edited or broken; null when this worker
   * never had it.
   */
  async folderOf(wanted: LessonVersion): Promise<string | null> {
    const found = await this.find(wanted);
    if (found === null || this.#kept === null) return (await this.#kept?.folderOf(wanted)) ?? null;
    return (await this.#kept.keep(found)) ?? this.#folder;
  }

  /** Reads what has changed, once it has stopped changing, and keeps a copy. */
  async watch(): Promise<void> {
    const library = await this.#open();
    if (!(await library.watch())) return;
    this.#warnOfBroken(library);
    await this.#keepAll(library);
  }

  /** The beginning of each lesson's digest, by slug, as last read; null before the first reading. */
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

  /** The lessons as they are on the disk now; null when they cannot be read. */
  async #current(): Promise<Library | null> {
    const library = await this.#open().catch(() => null);
    if (library === null) return null;
    // A verdict has to be based on what is on the disk now.
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
