import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import {
  type BrokenLesson,
  type InstalledLesson,
  type LessonChanges,
  type Library,
  lessonChanges,
  loadLesson,
  ReloadingLibrary,
} from '../../library/library.ts';

/** How often the folder of lessons is polled. Unlike file system events, polling also works over network mounts and in containers. Milliseconds. */
const watchMs = 2_000;

type ChangeListener = (changes: LessonChanges) => Promise<void>;

/**
 * The lessons that a bot serves: those in a folder, which is watched, and the one that DOCKHAND_LESSON names, which may be
 * elsewhere.
 */
export class BotLessons {
  readonly #settings: Settings;
  readonly #library: ReloadingLibrary;
  readonly #log: Logger;
  readonly #listeners = new Set<ChangeListener>();
  readonly #timer: NodeJS.Timeout;
  /** The state of the folder when its changes were last reported. */
  #reported: Library;
  /** The lesson of a class that has chosen none; null when DOCKHAND_LESSON is not set. */
  #usual: InstalledLesson | null;

  private constructor(
    settings: Settings,
    library: ReloadingLibrary,
    usual: InstalledLesson | null,
    log: Logger,
    everyMs: number,
  ) {
    this.#settings = settings;
    this.#library = library;
    this.#log = log;
    this.#reported = library.now();
    this.#usual = usual;
    this.#timer = setInterval(() => void this.#watch(), everyMs);
    this.#timer.unref();
  }

  static async open(settings: Settings, log: Logger, everyMs = watchMs): Promise<BotLessons> {
    const library = await ReloadingLibrary.open(settings.LESSONS_DIR);
    for (const broken of library.now().broken) warnOf(broken, log);
    const usual = await usualLesson(settings, library.now());
    if (usual === null)
      log.warn(
        { event: 'lessons.default-missing', lesson: settings.DOCKHAND_LESSON },
        'DOCKHAND_LESSON names none of the lessons; students see a message that says so',
      );
    return new BotLessons(settings, library, usual, log, everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
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

  /** Those that cannot be used now. */
  readonly broken = (): readonly BrokenLesson[] => this.#library.now().broken;

  /** Calls a listener whenever lessons were reloaded; returns a function that removes it. */
  readonly onChange = (listener: ChangeListener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reloads changed lessons immediately; a lesson that cannot be read stays as it was. */
  readonly reload = async (): Promise<void> => {
    // Includes a lesson outside of the folder that DOCKHAND_LESSON names by a path.
    if ((await this.#library.freshen()) || this.#usual?.folder != null) await this.#changed();
  };

  async #watch(): Promise<void> {
    try {
      if (await this.#library.watch()) await this.#changed();
    } catch (error) {
      this.#log.warn({ event: 'lessons.not-watched', err: error }, 'the lessons could not be looked at');
    }
  }

  async #changed(): Promise<void> {
    const now = this.#library.now();
    this.#usual = (await usualLesson(this.#settings, now).catch(() => null)) ?? this.#usual;
    const changes = lessonChanges(this.#reported, now);
    this.#reported = now;
    const [added, corrected, removed] = [changes.added, changes.corrected, changes.removed].map((some) =>
      some.map(({ lesson }) => lesson.slug),
    );
    for (const broken of changes.broken) warnOf(broken, this.#log);
    if ([added, corrected, removed].every((some) => some?.length === 0)) return;
    this.#log.info({ event: 'lessons.changed', added, corrected, removed }, 'lessons were read again');
    for (const listener of this.#listeners) void listener(changes);
  }
}

const warnOf = (broken: BrokenLesson, log: Logger): void =>
  log.warn({ event: 'lessons.broken', ...broken }, 'a lesson cannot be used');

/** The lesson of a class that has chosen none: DOCKHAND_LESSON, which may be a path. */
async function usualLesson(settings: Settings, library: Library): Promise<InstalledLesson | null> {
  const named = library.get(settings.DOCKHAND_LESSON);
  if (named !== undefined) return named;
  return existsSync(settings.DOCKHAND_LESSON) ? loadLesson(settings.DOCKHAND_LESSON) : null;
}
