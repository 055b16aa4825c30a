import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { inspectLesson, type LessonInspection, ReloadingLibrary } from '../../library/library.ts';

/** How often the lesson's folder is polled. Milliseconds. */
const watchMs = 300;

/** A single lesson that is being edited, in a temporary lessons folder of its own, so that nothing beside it is read. */
export class WatchedLesson {
  /** A LESSONS_DIR that contains only a link to this lesson. */
  readonly dir: string;
  readonly #path: string;
  readonly #library: ReloadingLibrary;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  private constructor(dir: string, path: string, library: ReloadingLibrary) {
    this.dir = dir;
    this.#path = path;
    this.#library = library;
  }

  /** @param path the lesson's folder */
  static async open(path: string): Promise<WatchedLesson> {
    const dir = await mkdtemp(join(tmpdir(), 'dockhand-preview-'));
    await symlink(resolve(path), join(dir, basename(resolve(path))));
    return new WatchedLesson(dir, path, await ReloadingLibrary.open(dir));
  }

  /** Calls the listener after each save with an inspection of the lesson. */
  onSave(listener: (inspection: LessonInspection) => Promise<void>): void {
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look(listener));
    }, watchMs);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
    await rm(this.dir, { recursive: true, force: true });
  }

  async #look(listener: (inspection: LessonInspection) => Promise<void>): Promise<void> {
    if (await this.#library.watch()) await listener(await inspectLesson(this.#path));
  }
}
