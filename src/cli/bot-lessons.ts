import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { type InstalledLesson, type Library, loadLesson, ReloadingLibrary } from '../library/library.ts';

/** The lessons that a bot answers about: those of a folder, and the one that DOCKHAND_LESSON names, which may lie elsewhere. */
export class BotLessons {
  readonly #settings: Settings;
  readonly #library: ReloadingLibrary;
  /** The lesson of a class that has chosen none; null when DOCKHAND_LESSON names none. */
  #usual: InstalledLesson | null;

  private constructor(settings: Settings, library: ReloadingLibrary, usual: InstalledLesson | null) {
    this.#settings = settings;
    this.#library = library;
    this.#usual = usual;
  }

  static async open(settings: Settings, log: Logger): Promise<BotLessons> {
    const library = await ReloadingLibrary.open(settings.LESSONS_DIR);
    for (const broken of library.now().broken)
      log.warn({ event: 'lessons.broken', ...broken }, 'a lesson cannot be used');
    const usual = await usualLesson(settings, library.now());
    if (usual === null)
      log.warn(
        { event: 'lessons.default-missing', lesson: settings.DOCKHAND_LESSON },
        'DOCKHAND_LESSON names none of the lessons; students see a message that says so',
      );
    return new BotLessons(settings, library, usual);
  }

  get usualSlug(): string {
    return this.#usual?.lesson.slug ?? this.#settings.DOCKHAND_LESSON;
  }

  readonly get = (slug: string): InstalledLesson | null =>
    this.#library.now().get(slug) ?? (this.#usual?.lesson.slug === slug ? this.#usual : null);

  /** All that can be used now. */
  readonly all = (): readonly InstalledLesson[] => {
    const { all } = this.#library.now();
    const isListed = all.some(({ lesson }) => lesson.slug === this.usualSlug);
    return this.#usual === null || isListed ? all : [this.#usual, ...all];
  };

  /** Reads again what has changed on the disk; what cannot be read stays as it was. */
  readonly reload = async (): Promise<void> => {
    // Also a lesson that DOCKHAND_LESSON names by a path, outside of the folder.
    if ((await this.#library.freshen()) || this.#usual?.folder != null)
      this.#usual = (await usualLesson(this.#settings, this.#library.now()).catch(() => null)) ?? this.#usual;
  };
}

/** The lesson of a class that has chosen none: DOCKHAND_LESSON, which may be a path. */
async function usualLesson(settings: Settings, library: Library): Promise<InstalledLesson | null> {
  const named = library.get(settings.DOCKHAND_LESSON);
  if (named !== undefined) return named;
  return existsSync(settings.DOCKHAND_LESSON) ? loadLesson(settings.DOCKHAND_LESSON) : null;
}
