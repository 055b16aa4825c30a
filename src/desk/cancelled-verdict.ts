import type { Reason, Verdict } from '../submission/verdict.ts';
import { words } from '../wording/wording.ts';

const say = words('desk.called-off', {
  en: {
    'by-student': 'You cancelled this verification.',
    'by-ta': 'A teaching assistant cancelled this verification.',
    superseded: 'You sent a newer version, so this one was not verified.',
    'verdict-unreadable':
      'The result came in a form that I do not know yet, because our machines are being updated. That was not your fault.',
    'worker-lost': 'The machine that verified this broke down. That was not your fault.',
  },
});

type DeskVerdictReason = Extract<
  Reason,
  'by-student' | 'by-ta' | 'superseded' | 'worker-lost' | 'verdict-unreadable'
>;

/** A verdict that the desk gives itself, because no worker will. */
export const deskVerdict = (reason: DeskVerdictReason, lessonDigest: string): Verdict => ({
  v: 1,
  outcome: reason === 'worker-lost' || reason === 'verdict-unreadable' ? 'error' : 'cancelled',
  reason,
  explanation: say.later(reason),
  todo: null,
  file: null,
  line: null,
  phases: [],
  image: null,
  excerpt: [],
  digests: { lesson: lessonDigest, checker: '', box: '' },
});
