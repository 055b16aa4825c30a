import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { processFolder } from '../../src/processes/process-folder.ts';

/** A lesson version, as a job names it. */
export interface LessonVersion {
  readonly slug: string;
  readonly digest: string;
}

/** How many versions of one lesson are kept: jobs from before a correction may still be queued. */
const mostVersions = 3;

/**
 * Copies of the lesson versions that a worker has had, kept for as long as it runs. A verification reads its files from there, so editing
 * a lesson does not change what a verdict is based on, and a lesson that is broken now stays in force as it was.
 */
export class KeptLessons {
  readonly #folder = processFolder('dockhand-lessons-');
  /** Digests of the kept versions, by slug, the oldest first. */
  readonly #versions = new Map<string, string[]>();
  /** Maps the digest without the lock file to the same version's digest. */
  readonly #sameAs = new Map<string, string>();
  /** Copies are made one at a time: two jobs may want the same version. */
  #copying: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /**
   * Copies the version that is on the disk now; returns a folder of lessons with just this version. Null when the disk has another
   * version by now, or the lesson has no folder.
   */
  keep(installed: InstalledLesson): Promise<string | null> {
    // A copy made after `close` would never be removed, or would be written while the folder is being removed.
    const kept = this.#copying.then(() => (this.#isClosed ? null : this.#keep(installed)));
    this.#copying = kept.catch(() => null);
    return kept.catch(() => null);
  }

  /** The folder of a version that was kept before; null if it was not. */
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
