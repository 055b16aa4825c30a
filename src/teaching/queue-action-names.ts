import { type Locale, words } from '../wording/wording.ts';
import type { QueueAction } from './staff-actions.ts';

/** What the actions on the queue are called, in Discord and on the staff pages alike. */
const say = words('teaching.queue-actions', {
  en: {
    pause: 'Pause the queue',
    'pause-short': 'Pause',
    resume: 'Resume the queue',
    'resume-short': 'Go on',
    clear: 'Clear the queue',
    'clear-short': 'Clear…',
    cancel: 'Cancel',
    promote: 'To the front',
    retry: 'Verify again',
    drain: 'Take no more work',
    undrain: 'Take work again',
    cleared_one: '1 waiting verification was cancelled.',
    cleared_other: '{{count}} waiting verifications were cancelled.',
    cleared: '{{count}} waiting verifications were cancelled.',
  },
});

type ActionKind = QueueAction['do'];

export const queueActionName = (locale: Locale, kind: ActionKind): string => say(locale, kind);

/** The name for a place that is about the queue as a whole. */
export const shortActionName = (locale: Locale, kind: 'pause' | 'resume' | 'clear'): string =>
  say(locale, `${kind}-short`);

/** The result of clearing the queue. */
export const clearedSentence = (locale: Locale, count: number): string => say(locale, 'cleared', { count });
