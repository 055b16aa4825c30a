import type { Logger } from 'pino';
import type { PersonalDataRecords } from './personal-data.ts';

/** How often what is too old is looked for, the first time soon after the start. Milliseconds. */
const every = { first: 60_000, later: 6 * 3_600_000 } as const;
const day = 86_400_000;

/**
 * Prunes what is older than a number of days, from now on until it is closed: files and details go, results stay.
 * With 0 days everything is kept.
 */
export function openRetention(options: {
  readonly records: { readonly personalData: Pick<PersonalDataRecords, 'prune'> };
  readonly days: number;
  readonly log: Logger;
}): { readonly close: () => Promise<void> } {
  const { records, days, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let pruning: Promise<void> = Promise.resolve();
  let closed = false;

  const prune = async (): Promise<void> => {
    try {
      const gone = await records.personalData.prune(Date.now() - days * day);
      if (gone.submissions + gone.files > 0) log.info({ days, ...gone }, 'pruned what is too old to keep');
    } catch (error) {
      log.error({ err: error }, 'what is too old could not be pruned; it is tried again');
    }
    if (!closed) later(every.later);
  };
  const later = (ms: number): void => {
    timer = setTimeout(() => {
      pruning = prune();
    }, ms);
    timer.unref();
  };
  if (days > 0) later(every.first);
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await pruning;
    },
  };
}
