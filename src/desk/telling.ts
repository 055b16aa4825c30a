import type { Logger } from 'pino';
import type { Records, Submission } from '../records/records.ts';

const batch = 50;

/** After a round in which telling failed, the next one waits this long. Milliseconds. */
const retryAfter = 5_000;

export interface Telling {
  readonly begin: (teller: (submission: Submission) => Promise<void>) => void;
  /** There may be something to tell. */
  readonly wake: () => void;
  /** Ends after the round that is under way. */
  readonly end: () => Promise<void>;
}

/** Tells every standing verdict that was not told yet, one after the other, and again when the teller failed. */
export function openTelling(options: { readonly records: Records; readonly log: Logger }): Telling {
  const { records, log } = options;
  let teller: ((submission: Submission) => Promise<void>) | null = null;
  let round: Promise<void> | null = null;
  let again = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  const tellAll = async (): Promise<void> => {
    if (teller === null) return;
    for (const submission of await records.untold(batch)) {
      if (ended) return;
      try {
        await teller(submission);
        await records.markTold(submission.id, submission.run, Date.now());
      } catch (error) {
        log.warn({ submission: submission.id, err: error }, 'a verdict could not be told yet');
        timer ??= setTimeout(() => {
          timer = undefined;
          wake();
        }, retryAfter);
      }
    }
  };

  const wake = (): void => {
    if (ended || teller === null) return;
    if (round !== null) {
      again = true;
      return;
    }
    round = tellAll()
      .catch((error) => log.error({ err: error }, 'the untold verdicts could not be read'))
      .finally(() => {
        round = null;
        if (again) {
          again = false;
          wake();
        }
      });
  };

  return {
    begin: (newTeller) => {
      teller = newTeller;
      wake();
    },
    wake,
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await round;
    },
  };
}
