import type { Logger } from 'pino';
import type { PersonalDataRecords } from './personal-data.ts';

/** How often old data is looked for; the first time is soon after the start. Milliseconds. */
const every = { first: 60_000, later: 6 * 3_600_000 } as const;
const day = 86_400_000;
const nothing = { submissions: 0, files: 0 } as const;

/**
 * Prunes data older than a number of days until it is closed: files and details are deleted, results stay. With 0 days everything
 * is kept.
 */
export class Retention {
  readonly #personalData: Pick<PersonalDataRecords, 'prune'>;
  readonly #days: number;
  readonly #doesMaintenance: () => boolean;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #pruning: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: {
    readonly records: { readonly personalData: Pick<PersonalDataRecords, 'prune'> };
    readonly days: number;
    /** Whether this bot, of several, does the pruning. Default: it does. */
    readonly doesMaintenance?: () => boolean;
    readonly log: Logger;
  }) {
    this.#personalData = options.records.personalData;
    this.#days = options.days;
    this.#doesMaintenance = options.doesMaintenance ?? (() => true);
    this.#log = options.log;
    if (this.#days > 0) this.#schedule(every.first);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#pruning;
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#pruning = this.#prune();
    }, ms);
    this.#timer.unref();
  }

  async #prune(): Promise<void> {
    const days = this.#days;
    try {
      const gone = this.#doesMaintenance()
        ? await this.#personalData.prune(Date.now() - days * day)
        : nothing;
      if (gone.submissions + gone.files > 0)
        this.#log.info({ event: 'records.pruned', days, ...gone }, 'pruned what is too old to keep');
    } catch (error) {
      this.#log.error(
        { event: 'records.prune-failed', err: error },
        'could not prune what is too old; will try again',
      );
    }
    if (!this.#closed) this.#schedule(every.later);
  }
}
