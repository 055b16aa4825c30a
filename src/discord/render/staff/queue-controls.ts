import {
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { SubmissionStatus } from '../../../desk/desk.ts';
import type { WorkerSign } from '../../../queue/verify-queue.ts';
import type { Submission } from '../../../records/records.ts';
import type { Verdict } from '../../../submission/verdict.ts';
import { clearedSentence, queueActionName } from '../../../teaching/queue-action-names.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { type CustomId, customId } from '../custom-id.ts';
import { button, container, cut, type Message, notice, row, text } from '../message.ts';
import { code } from '../quote.ts';
import { stamp } from '../time.ts';
import { phaseName } from '../verification/phases.ts';
import { reasonField } from './reason.ts';
import { whyOf } from './why.ts';

const say = words('levers', {
  en: {
    job: '### Verification of <@{{user}}>\nReceived {{when}}. {{state}}',
    waiting: 'It waits at number {{position}}.',
    running: 'It runs{{phase}}.',
    phase: ': {{name}}',
    judged: 'It came out: {{why}}',
    passed: 'It passed.',
    recorded: 'It is recorded and not in the queue.',
    worker: '### Worker {{id}}\nBoxes busy: {{busy}} of {{boxes}}{{silent}}.{{state}}',
    silent: ', not answering: {{count}}',
    draining: ' It takes no more work.',
    workerGone: 'That worker is gone.',
    'sure-clear': 'Clear the queue?',
    'sure-cancel': 'Cancel this verification?',
    retryWhy: 'Verify again, and say why…',
    'sure-retry': 'Verify this again?',
    'what-retry': 'The student is told who had it verified again, and why.',
    'sure-drain': 'Drain this worker?',
    'what-clear':
      'Every verification of this class that waits is cancelled, and those students are told. What runs goes on. This cannot be undone.',
    'what-cancel': 'The student is told that a teaching assistant cancelled it. It does not count as a try.',
    'what-drain': 'It finishes what it has and takes no more work, until somebody lets it.',
    done: '✅ Done. It is written down, and the staff channel was told.',
    nothing: 'Nothing to do: it is over already, or was never in the queue.',
    away: '⚠️ The queue (Redis) does not answer, so nothing was done. Try again in a minute.',
  },
});

/** One verification of this class, with the actions available for it. */
export function jobMessage(
  locale: Locale,
  submission: Submission,
  standing: SubmissionStatus | null,
): Message {
  const { id, verdict } = submission;
  const job = standing?.submission.id === id ? standing.job : null;
  const state = verdict === null ? jobState(locale, job) : outcomeOf(locale, verdict);
  return {
    components: [
      container('calm', [
        text(
          cut(
            say(locale, 'job', {
              user: submission.student.user,
              when: stamp(submission.receivedAt),
              state,
            }),
            1500,
          ),
        ),
      ]),
      row(
        submission.state === 'judged'
          ? [
              button({ kind: 'job', act: 'retry', submission: id }, queueActionName(locale, 'retry')),
              button({ kind: 'job', act: 'retry-why', submission: id }, say(locale, 'retryWhy')),
            ]
          : [
              ...(job?.state === 'waiting'
                ? [
                    button(
                      { kind: 'job', act: 'promote', submission: id },
                      queueActionName(locale, 'promote'),
                    ),
                  ]
                : []),
              button(
                { kind: 'job', act: 'cancel', submission: id },
                asking(queueActionName(locale, 'cancel')),
                ButtonStyle.Danger,
              ),
            ],
      ),
    ],
  };
}

function outcomeOf(locale: Locale, verdict: Verdict): string {
  const why = whyOf(locale, verdict, 300);
  return why === null ? say(locale, 'passed') : say(locale, 'judged', { why });
}

function jobState(locale: Locale, job: SubmissionStatus['job']): string {
  if (job?.state === 'waiting') return say(locale, 'waiting', { position: job.place.position });
  if (job?.state !== 'running') return say(locale, 'recorded');
  const { progress } = job;
  const phase = progress === null ? '' : say(locale, 'phase', { name: phaseName(locale, progress.phase) });
  return say(locale, 'running', { phase });
}

export function workerMessage(locale: Locale, worker: WorkerSign): Message {
  const draining = worker.state === 'draining';
  return {
    components: [
      container(worker.silent > 0 ? 'waiting' : 'calm', [
        text(
          say(locale, 'worker', {
            id: code(worker.id, 70),
            busy: worker.jobs.length,
            boxes: worker.boxes,
            silent: worker.silent === 0 ? '' : say(locale, 'silent', { count: worker.silent }),
            state: draining ? say(locale, 'draining') : '',
          }),
        ),
      ]),
      row([
        draining
          ? button({ kind: 'worker', act: 'undrain', worker: worker.id }, queueActionName(locale, 'undrain'))
          : button(
              { kind: 'worker', act: 'drain', worker: worker.id },
              asking(queueActionName(locale, 'drain')),
              ButtonStyle.Danger,
            ),
      ]),
    ],
  };
}

/** Confirms a destructive action and asks for the reason; submitting the form is the confirmation. */
export function confirmModal(
  locale: Locale,
  what: 'clear' | 'cancel' | 'retry' | 'drain',
  press: CustomId,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId(press),
    title: say(locale, `sure-${what}`),
    components: [
      { type: ComponentType.TextDisplay, content: say(locale, `what-${what}`) },
      reasonField(locale, false),
    ],
  };
}

/** The label of a button that asks for confirmation first. */
const asking = (name: string): string => `${name}…`;

export const controlDone = (locale: Locale): Message => notice(say(locale, 'done'), 'calm');
export const queueCleared = (locale: Locale, count: number): Message =>
  notice(`✅ ${clearedSentence(locale, count)}`, 'calm');
export const nothingToDo = (locale: Locale): Message => notice(say(locale, 'nothing'));
export const queueUnavailable = (locale: Locale): Message => notice(say(locale, 'away'));
export const workerGone = (locale: Locale): Message => notice(say(locale, 'workerGone'));
