import { type APIMessage, ButtonStyle } from 'discord-api-types/v10';
import type { FileProblem } from '../../../intake/intake-result.ts';
import type { QueuePosition } from '../../../queue/verify-queue.ts';
import type { Progress } from '../../../submission/job.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import type { UsedFile } from '../check/check-result.ts';
import { fileProblemLines } from '../check/file-problems.ts';
import { filesLine } from '../check/files.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { code } from '../quote.ts';
import { ahead } from '../time.ts';
import { progressTable } from './phases.ts';

const say = words('verify', {
  en: {
    title: '### Full verification',
    next: 'Queued: you are next.',
    place: 'Queued: you are number {{position}}.',
    eta: 'It should be done in {{time}}.',
    noWorker:
      'Queued. No machine is verifying right now, so it waits until one is back. Nothing is lost: you need not send it again.',
    paused:
      '⏸️ The queue is paused by the teaching assistants. Your place in it is kept, and it goes on by itself: you need not send it again.',
    away: 'Recorded. The queue does not answer at the moment, so I will put it in as soon as it does. Nothing is lost: you need not send it again.',
    running: 'Building and running it for real now.',
    starting: 'A machine has taken it and is getting ready.',
    promise: '-# I show the result here. If that is no longer possible, I send it to you as a DM.',
    cancel: 'Cancel',
    nothing: '### I have no Dockerfile of yours yet',
    nothingOf: '### I have no {{main}} of yours yet',
    nothingHow:
      'Send me your {{main}} first. Attach it to `/verify`, paste it into the form of `/check`, or send it to me in a DM. I remember it from then on.',
    noProject: '### I have no project of yours yet',
    projectHow: 'Attach the .zip to `/verify`, or send it to me in a DM. I remember it from then on.',
    form: 'Send my files',
    moved:
      '-# You sent the same files again. They kept their place, and I show how they get on in my newer answer.',
    early: '-# This was verified before I could answer: the result is in a message of its own.',
  },
});

/** The state of a verification that has no verdict yet. */
export type VerificationProgress =
  | { readonly state: 'recorded' }
  | {
      readonly state: 'waiting';
      readonly place: QueuePosition;
      readonly workers: number | null;
      readonly paused: boolean;
    }
  | { readonly state: 'running'; readonly progress: Progress | null };

/** A verification in progress: queued with position and estimated time, or running with its phases. */
export function progressMessage(
  locale: Locale,
  submission: string,
  now: VerificationProgress,
  files: {
    readonly used: readonly UsedFile[];
    readonly absent: readonly string[];
    readonly problems?: readonly FileProblem[];
    /** Notes for the student, such as that the submission is late. */
    readonly notes?: readonly string[];
  },
): Message {
  const { notes = [] } = files;
  const problems = fileProblemLines(locale, files.problems ?? []);
  return {
    components: [
      container(now.state === 'running' ? 'calm' : 'waiting', [
        text(`${say(locale, 'title')}\n${cut(progressText(locale, now), 2000)}`),
        ...(problems.length === 0 ? [] : [text(cut(problems.join('\n'), 900))]),
        ...(notes.length === 0 ? [] : [text(notes.join('\n'))]),
        text(
          [filesLine(locale, files.used, files.absent), say(locale, 'promise')]
            .filter((part) => part !== '')
            .join('\n'),
        ),
      ]),
      row([button({ kind: 'cancel', submission }, say(locale, 'cancel'), ButtonStyle.Danger)]),
    ],
  };
}

/** Replaces an older answer about a verification whose progress is shown in a newer one. */
export const movedMessage = (locale: Locale): Message => ({ components: [text(say(locale, 'moved'))] });

/** The answer to a verification whose verdict was delivered first. */
export const earlyMessage = (locale: Locale): Message => ({ components: [text(say(locale, 'early'))] });

/** Whether a message shows that verification as in progress: it then has a cancel button. */
export const showsProgress = (message: APIMessage, submission: string): boolean =>
  // The custom ID may begin with a lesson.
  JSON.stringify(message.components ?? []).includes(`:cancel:${submission}"`);

/** The same as text, for other messages. */
export function progressText(locale: Locale, now: VerificationProgress): string {
  if (now.state === 'recorded') return say(locale, 'away');
  if (now.state === 'running') {
    return now.progress === null
      ? say(locale, 'starting')
      : `${say(locale, 'running')}\n${progressTable(locale, now.progress)}`;
  }
  const { position, etaMs } = now.place;
  const place = position <= 1 ? say(locale, 'next') : say(locale, 'place', { position });
  if (now.paused) return `${place} ${say(locale, 'paused')}`;
  if (now.workers === 0) return say(locale, 'noWorker');
  return etaMs === null ? place : `${place} ${say(locale, 'eta', { time: ahead(locale, etaMs) })}`;
}

/** There are no remembered files to verify: says what to send. */
export const nothingToVerify = (
  locale: Locale,
  { main, dockerfile }: { readonly main: string; readonly dockerfile: string },
  problems: readonly FileProblem[] = [],
): Message => ({
  components: [
    container('waiting', [
      text(main === dockerfile ? say(locale, 'nothing') : say(locale, 'nothingOf', { main: code(main, 60) })),
      ...(problems.length === 0 ? [] : [text(cut(fileProblemLines(locale, problems).join('\n'), 900))]),
      text(say(locale, 'nothingHow', { main: code(main, 60) })),
    ]),
    row([primary({ kind: 'check-form' }, say(locale, 'form'))]),
  ],
});

/** Only single files are known of a project that has to be built as a whole: says what to send. */
export const projectToVerify = (
  locale: Locale,
  lacking: FileProblem,
  problems: readonly FileProblem[],
): Message => ({
  components: [
    container('waiting', [
      text(say(locale, 'noProject')),
      text(cut(fileProblemLines(locale, [...problems, lacking]).join('\n'), 1_500)),
      text(say(locale, 'projectHow')),
    ]),
  ],
});
