import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { processLives } from '../../../src/processes/process-lives.ts';
import { parsedJson } from '../parsed-json.ts';

/** A worker that has not touched its file for this long is gone, and its boxes are free for others. Milliseconds. */
const goneAfterMs = 30_000;

/** What sharing needs to know about a box. */
interface SharedBox {
  readonly name: string;
  /** Null when it does not answer. */
  readonly status: { readonly state: string } | null;
}

/** Who claims boxes. */
export interface BoxClaimant {
  readonly worker: string;
  /** The prefix of its queue in Redis: it ignores workers of other queues on the same folder. */
  readonly queue: string;
}

const signSchema = z.object({ host: z.string(), process: z.int() });

/**
 * Shares the boxes of one folder among the workers of a machine: each box belongs to one worker, and each worker has about as many as the
 * others. Workers announce themselves, and their claims, in small files beside the boxes' folders.
 */
export class BoxClaims {
  readonly #files: ClaimFiles;
  readonly #worker: string;

  constructor(folder: string, claimant: BoxClaimant) {
    this.#files = new ClaimFiles(folder, claimant.queue);
    this.#worker = claimant.worker;
  }

  /**
   * Announces this worker, claims free boxes up to its share, and gives back idle ones beyond it. `busy` is how many jobs it is running.
   * Returns the names of its boxes, or of all boxes when the folder is not writable.
   */
  async share(boxes: readonly SharedBox[], busy: number): Promise<readonly string[]> {
    if (!(await this.#files.sign(this.#worker))) return boxes.map(({ name }) => name);
    const workers = await this.#files.workers(this.#worker);
    const share = Math.ceil(boxes.length / workers.size);
    const owners = await Promise.all(boxes.map(({ name }) => this.#files.owner(name)));
    const mine = boxes.filter((_, index) => owners[index] === this.#worker);
    const free = boxes.filter((_, index) => !workers.has(owners[index] ?? ''));
    for (const box of free.slice(0, Math.max(0, share - mine.length)))
      if (await this.#files.claim(box.name, this.#worker)) mine.push(box);
    const idle = mine.filter(({ status }) => status?.state === 'free');
    const beyond = idle.slice(0, Math.max(0, Math.min(mine.length - share, mine.length - busy)));
    for (const { name } of beyond) await this.#files.giveBack(name);
    return mine.map(({ name }) => name).filter((name) => beyond.every((given) => given.name !== name));
  }

  /** Gives back all of its boxes. */
  release(): Promise<void> {
    return this.#files.signOff(this.#worker);
  }
}

/** The boxes that a worker may lease: its own, or all of them if it takes no part in sharing. */
export async function boxesOf<Box extends { readonly name: string }>(
  folder: string,
  { worker, queue }: BoxClaimant,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  const files = new ClaimFiles(folder, queue);
  if (!(await files.hasSigned(worker))) return boxes;
  const owners = await Promise.all(boxes.map(({ name }) => files.owner(name)));
  return boxes.filter((_, index) => owners[index] === worker);
}

/** The files of one queue's workers: `<worker>.<queue>.worker` announces a worker, `<box>.<queue>.claim` names a box's owner. */
class ClaimFiles {
  readonly #folder: string;
  readonly #claimEnd: string;
  readonly #signEnd: string;

  constructor(folder: string, queue: string) {
    const scope = createHash('sha256').update(queue).digest('hex').slice(0, 8);
    this.#folder = folder;
    this.#claimEnd = `.${scope}.claim`;
    this.#signEnd = `.${scope}.worker`;
  }

  /**
   * False when the folder is not writable. A file with the same content only gets a new time, which needs no space on the disk. A file that
   * could not be written completely is removed, because it would stand for a worker that claims its boxes.
   */
  async sign(worker: string): Promise<boolean> {
    const path = this.#signOf(worker);
    const text = JSON.stringify({ host: hostname(), process: process.pid });
    const now = new Date();
    if ((await readFile(path, 'utf8').catch(() => null)) === text) return succeeded(utimes(path, now, now));
    if (await succeeded(writeFile(path, text))) return true;
    await rm(path, { force: true }).catch(() => undefined);
    return false;
  }

  hasSigned(worker: string): Promise<boolean> {
    return succeeded(stat(this.#signOf(worker)));
  }

  async signOff(worker: string): Promise<void> {
    for (const box of await this.#named(this.#claimEnd))
      if ((await this.owner(box)) === worker) await this.giveBack(box);
    await rm(this.#signOf(worker), { force: true });
  }

  /** The workers that are alive, this one included; the files of dead ones are removed. */
  async workers(self: string): Promise<ReadonlySet<string>> {
    const found = new Set([self]);
    for (const worker of await this.#named(this.#signEnd)) {
      if (worker === self) continue;
      if (await this.#lives(worker)) found.add(worker);
      else await rm(this.#signOf(worker), { force: true });
    }
    return found;
  }

  owner(box: string): Promise<string | null> {
    return readFile(this.#claimOf(box), 'utf8').catch(() => null);
  }

  /** Two workers may want the same box: the file system lets only one of them create the file. */
  async claim(box: string, worker: string): Promise<boolean> {
    await this.giveBack(box);
    return succeeded(writeFile(this.#claimOf(box), worker, { flag: 'wx' }));
  }

  giveBack(box: string): Promise<void> {
    return rm(this.#claimOf(box), { force: true });
  }

  /** Whether a worker is alive: its file is recent, and if it runs on this machine, so does its process. */
  async #lives(worker: string): Promise<boolean> {
    const path = this.#signOf(worker);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
    if (Date.now() - mtimeMs > goneAfterMs) return false;
    const sign = signSchema.safeParse(parsedJson(await readFile(path, 'utf8').catch(() => '')));
    if (!sign.success || sign.data.host !== hostname()) return true;
    // A restarted container has the same host name, and its process the same id as before.
    if (sign.data.process === process.pid) return mtimeMs > performance.timeOrigin;
    return processLives(sign.data.process);
  }

  /** The part of a file's name before this ending. */
  async #named(end: string): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.endsWith(end)).map((name) => name.slice(0, -end.length));
  }

  #claimOf(box: string): string {
    return join(this.#folder, box + this.#claimEnd);
  }

  #signOf(worker: string): string {
    return join(this.#folder, worker + this.#signEnd);
  }
}

const succeeded = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
