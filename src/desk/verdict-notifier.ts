import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { NotificationCursor, Records, Submission } from '../records/records.ts';

/** Rows that one look at the records takes at a time. */
const batch = 50;

/** Students who are told at the same moment. Discord's own limit is 50 requests a second; a telling takes two or three. */
const abreast = 8;

/** How long a student whose telling failed is left alone: doubled each time, up to the longest. Milliseconds. */
const rest = { first: 5_000, longest: 300_000 } as const;

/** Verdicts remembered as told. */
const mostDone = 2_000;

export interface VerdictNotifier {
  readonly begin: (teller: (submission: Submission) => Promise<void>) => void;
  /** There may be something to tell. */
  readonly wake: () => void;
  /** Ends once those who are being told have been. */
  readonly end: () => Promise<void>;
}

const nameOf = ({ id, run }: Submission): string => `${id}-${run}`;

/**
 * Tells every standing verdict that was not told yet: several students at once, each student's verdicts one after
 * the other, oldest first. A student whom nothing reaches is tried again by and by and holds up nobody else.
 */
export function openVerdictNotifier(options: {
  readonly records: Records;
  readonly log: Logger;
  /** Of two bots, one by mistake or during an upgrade, only one tells. Without it this one always may. */
  readonly queue?: Pick<VerifyQueue, 'claimNotification' | 'notificationClaimMs' | 'releaseNotification'>;
}): VerdictNotifier {
  const { records, log, queue } = options;
  let teller: ((submission: Submission) => Promise<void>) | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  /** Students who are being told, by user id. */
  const underway = new Map<string, Promise<void>>();
  /** By a clock that nobody can set: one that was a day ahead for a moment must not keep a student waiting for a day. */
  const resting = new Map<string, { readonly until: number; readonly failures: number }>();
  /** Told, but the records would not take that down: only this is still to be done. */
  const unmarked = new Set<string>();
  /** Told and marked lately: a page that was read a moment before may still have them. */
  const done = new Set<string>();

  /** While Redis is away nobody can be asked: then telling twice is better than not at all. */
  const mayTell = ({ id, run }: Submission): Promise<boolean> =>
    queue?.claimNotification(id, run).catch(() => true) ?? Promise.resolve(true);

  const tell = async (submission: Submission): Promise<void> => {
    const { user } = submission.student;
    const name = nameOf(submission);
    try {
      // The answer to the newer one says that this one was replaced: no message of its own.
      const silent = submission.verdict?.reason === 'superseded';
      if (!silent && !unmarked.has(name)) {
        if (!(await mayTell(submission))) {
          resting.set(user, { until: performance.now() + (queue?.notificationClaimMs ?? 0), failures: 0 });
          return;
        }
        await teller?.(submission);
      }
      unmarked.add(name);
      await records.submissions.markNotified(submission.id, submission.run, Date.now());
      unmarked.delete(name);
      done.add(name);
      for (const oldest of done) {
        if (done.size <= mostDone) break;
        done.delete(oldest);
      }
      resting.delete(user);
    } catch (error) {
      await queue?.releaseNotification(submission.id, submission.run).catch(() => undefined);
      const failures = (resting.get(user)?.failures ?? 0) + 1;
      const pause = Math.min(rest.longest, rest.first * 2 ** (failures - 1));
      resting.set(user, { until: performance.now() + pause, failures });
      log.warn({ submission: submission.id, failures, err: error }, 'a verdict could not be told yet');
    }
  };

  const start = (submission: Submission): void => {
    const { user } = submission.student;
    const telling = tell(submission).finally(() => {
      underway.delete(user);
      wake();
    });
    underway.set(user, telling);
  };

  /** Goes through those who were not told until all hands are busy. */
  const look = async (): Promise<void> => {
    const passedOver = new Set<string>();
    let from: NotificationCursor | undefined;
    while (!ended && underway.size < abreast) {
      const page = await records.backlog.unnotified(batch, from);
      for (const submission of page) {
        if (done.has(nameOf(submission))) continue;
        const { user } = submission.student;
        const rests = (resting.get(user)?.until ?? 0) > performance.now();
        // What comes later for the same student waits until what comes first is told.
        if (rests || underway.has(user) || passedOver.has(user)) passedOver.add(user);
        else if (!ended && underway.size < abreast) start(submission);
      }
      from = page.at(-1);
      if (page.length < batch) break;
    }
    const next = Math.min(
      ...[...resting.values()].map(({ until }) => until).filter((at) => at > performance.now()),
    );
    clearTimeout(timer);
    if (!ended && Number.isFinite(next)) timer = setTimeout(wake, next - performance.now());
  };

  const wake = (): void => {
    if (ended || teller === null) return;
    if (looking !== null) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => {
        log.error({ err: error }, 'the untold verdicts could not be read');
        clearTimeout(timer);
        if (!ended) timer = setTimeout(wake, rest.first);
      })
      .finally(() => {
        looking = null;
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
      await looking;
      await Promise.all(underway.values());
    },
  };
}
