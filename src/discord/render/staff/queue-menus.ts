import type { APISelectMenuOption } from 'discord-api-types/v10';
import type { QueueOverview, WorkerSign } from '../../../queue/verify-queue.ts';
import type { DeadLetter, OutcomeCounts, Question } from '../../../records/records.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { cut, menu } from '../message.ts';

const say = words('queue.menus', {
  en: {
    letterMenu: 'Look at a text that could not be read',
    optionLetter: '{{digest}}',
    askMenu: 'Look at a question that the staff channel does not show',
    jobs: 'Do something about a verification',
    crew: 'Do something about a worker',
    optionRunning: 'running',
    optionWaiting: 'waiting, number {{position}}',
    optionParked: 'broke down on our side',
    crewWorks: 'boxes busy: {{busy}} of {{boxes}}',
    crewSilent: ' · ⚠️ not answering: {{count}}',
    crewDrains: ' · takes no more work',
    someone: 'student …{{digits}}',
  },
});

/** The owner of a job in the queue. Practice runs are marked: they end by themselves and are not verifications. */
export interface JobOwner {
  readonly user: string;
  readonly practises: boolean;
}

/** Null for a job of another class. */
export type OwnerLookup = (submission: string) => JobOwner | null;

export interface QueueView {
  readonly queue: QueueOverview | null;
  readonly today: OutcomeCounts;
  readonly owner: OwnerLookup;
  /** A user's name for a menu, where mentions are not rendered; null when it is unknown. */
  readonly nameOf?: (user: string) => string | null;
  /** Submissions that ended in an internal error; a TA decides whether to retry them. */
  readonly parked?: readonly { readonly submission: string; readonly user: string }[];
  /** Questions that are not closed. */
  readonly asks?: readonly Pick<Question, 'id' | 'student' | 'question' | 'card'>[];
  /** Texts that ended a checker. */
  readonly letters?: readonly Pick<DeadLetter, 'id' | 'user' | 'digest'>[];
}

/** Menus of everything a TA can act on: verifications of this class, workers, questions and unreadable texts. */
export function queueMenus(
  locale: Locale,
  { queue, owner, nameOf, parked = [], letters = [], asks = [] }: QueueView,
): ReturnType<typeof menu> {
  const option = (submission: string, user: string, state: string): APISelectMenuOption => ({
    label: cut(`${nameOf?.(user) ?? say(locale, 'someone', { digits: user.slice(-4) })} · ${state}`, 100),
    value: submission,
  });
  const own = (submission: string, state: string): readonly APISelectMenuOption[] => {
    const known = owner(submission);
    return known === null || known.practises ? [] : [option(submission, known.user, state)];
  };
  const jobs = [
    ...(queue?.running ?? []).flatMap((job) => own(job.submission, say(locale, 'optionRunning'))),
    ...(queue?.next ?? []).flatMap((job, i) =>
      own(job.submission, say(locale, 'optionWaiting', { position: i + 1 })),
    ),
    ...parked.map(({ submission, user }) => option(submission, user, say(locale, 'optionParked'))),
  ];
  const unique = [...new Map(jobs.map((job) => [job.value, job])).values()];
  const workers = (queue?.workers ?? [])
    .filter((worker) => /^[^:]{1,70}$/.test(worker.id) && worker.id.trim() !== '')
    .map(
      (worker): APISelectMenuOption => ({
        label: cut(worker.id, 100),
        value: worker.id,
        description: Object.values(workerState(locale, worker)).join(''),
      }),
    );
  const dead = letters.map(({ id, user, digest }) =>
    option(id, user, say(locale, 'optionLetter', { digest: digest.slice(0, 16) })),
  );
  const unseen = asks
    .filter(({ card }) => card === null)
    .map(({ id, student, question }) => option(id, student.user, question.replaceAll(/\s+/g, ' ')));
  return [
    ...menu({ kind: 'jobs' }, say(locale, 'jobs'), unique),
    ...menu({ kind: 'workers' }, say(locale, 'crew'), workers),
    ...menu({ kind: 'asks' }, say(locale, 'askMenu'), unseen),
    ...menu({ kind: 'letters' }, say(locale, 'letterMenu'), dead),
  ];
}

/** What a worker is doing, and the state of its boxes. */
export const workerState = (locale: Locale, worker: WorkerSign) => ({
  works: say(locale, 'crewWorks', { busy: worker.jobs.length, boxes: worker.boxes }),
  silent: worker.silent > 0 ? say(locale, 'crewSilent', { count: worker.silent }) : '',
  drains: worker.state === 'draining' ? say(locale, 'crewDrains') : '',
});
