import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { processFolder } from '../../src/processes/process-folder.ts';

/** A lesson as a job names it. */
export interface LessonVersion {
  readonly slug: string;
  readonly digest: string;
}

/** Versions of one lesson that are kept: jobs of before a correction may wait in the queue. */
const mostVersions = 3;

/**
 * Copies of the versions of lessons that a worker had, for as long as it runs. A verification takes its files from there, so
 * that nobody who writes on a lesson changes what a verdict stands on, and a lesson that is broken now is in force as it was.
 */
export class KeptLessons {
  readonly #folder = processFolder('dockhand-lessons-');
  /** Digests of what is kept, by slug, the oldest first. */
  readonly #versions = new Map<string, string[]>();
  /** The version that another digest means as well: that without the lock file. */
  readonly #sameAs = new Map<string, string>();
  /** One copy at a time: two jobs may want the same version. */
  #copying: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** A folder of lessons with just this version, as it is on the disk now; null where that is another by now, or has no folder. */
  keep(installed: InstalledLesson): Promise<string | null> {
    // What is copied after the end would lie there for good, or come while the folder is taken away.
    const kept = this.#copying.then(() => (this.#isClosed ? null : this.#keep(installed)));
    this.#copying = kept.catch(() => null);
    return kept.catch(() => null);
  }

  /** The same of a version that was kept before. */
  async folderOf({ slug, digest }: LessonVersion): Promise<string | null> {
    await this.#copying;
    const version = this.#sameAs.get(digest) ?? digest;
    return this.#versions.get(slug)?.includes(version) ? join(this.#folder, version) : null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#copying;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #keep({ lesson, folder, digestWithoutLock }: InstalledLesson): Promise<string | null> {
    const { slug, digest } = lesson;
    if (folder === null) return null;
    const place = join(this.#folder, digest);
    const versions = this.#versions.get(slug) ?? [];
    if (versions.includes(digest)) return place;
    const copy = join(this.#folder, `.${digest}`);
    await rm(copy, { recursive: true, force: true });
    await mkdir(copy, { recursive: true });
    await cp(folder, join(copy, slug), { recursive: true, verbatimSymlinks: true });
    if ((await loadLesson(join(copy, slug))).lesson.digest !== digest) return null;
    await rename(copy, place);
    this.#versions.set(slug, [...versions, digest]);
    if (digestWithoutLock !== undefined) this.#sameAs.set(digestWithoutLock, digest);
    await this.#dropOldest(slug);
    return place;
  }

  async #dropOldest(slug: string): Promise<void> {
    const versions = this.#versions.get(slug) ?? [];
    while (versions.length > mostVersions) {
      const oldest = versions.shift();
      if (oldest !== undefined) await rm(join(this.#folder, oldest), { recursive: true, force: true });
    }
  }
}
