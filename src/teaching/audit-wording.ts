import type { AuditEntry } from '../records/records.ts';
import { type Locale, words } from '../wording/wording.ts';

/** What was done, after the name of who did it. `{{whom}}` is a name or a mention, as the place has it. */
const say = words('teaching.deeds', {
  en: {
    'queue.pause': '{{who}} paused the queue.',
    'queue.resume': '{{who}} let the queue go on.',
    'queue.clear': '{{who}} cleared the queue: {{count}} waiting verifications were cancelled.',
    'queue.clear_one': '{{who}} cleared the queue: 1 waiting verification was cancelled.',
    'queue.promote': '{{who}} moved the verification of {{whom}} to the front.',
    'queue.retry': '{{who}} had the work of {{whom}} verified again.',
    'queue.cancel': '{{who}} cancelled the verification of {{whom}}.',
    'letter.discard':
      '{{who}} took a text of {{whom}} off the list of those that could not be read ({{digest}}).',
    'letter.retry': '{{who}} lets a text of {{whom}} be read again ({{digest}}).',
    'queue.drain': '{{who}} told worker {{whom}} to take no more work.',
    'queue.undrain': '{{who}} gave worker {{whom}} back to the class.',
    'ask.claim': '{{who}} takes care of the question of {{whom}}.',
    'ask.release': '{{who}} gave the question of {{whom}} back.',
    'ask.answer': '{{who}} answered {{whom}}.',
    'ask.close': '{{who}} closed the question of {{whom}}.',
    'roster.import':
      '{{who}} imported a class list: {{added}} new, {{kept}} kept, {{removed}} removed, {{unmatched}} not found in Discord.',
    'roster.link': '{{who}} linked {{whom}} to student number {{number}}.',
    'roster.unlink': '{{who}} unlinked student number {{number}}.',
    'grade.policy':
      '{{who}} changed how {{lesson}} is graded: the {{counts}} submission counts, late ones {{late}}.',
    'grade.extend': '{{who}} gave {{whom}} more time for {{lesson}}, until {{until}}.',
    'grade.override': '{{who}} set the grade of {{whom}} in {{lesson}} to {{points}}.',
    'grade.override-removed': '{{who}} took back the grade set by hand for {{whom}} in {{lesson}}.',
    'grade.export': '{{who}} exported the grades of {{lesson}}.',
    'regrade.start':
      '{{who}} tries out {{count}} submissions of {{lesson}} under the lesson as it is now. Nothing changes yet.',
    'regrade.start_one':
      '{{who}} tries out 1 submission of {{lesson}} under the lesson as it is now. Nothing changes yet.',
    'regrade.apply':
      '{{who}} applied the regrade of {{lesson}}. Results that got better: {{better}}, worse: {{worse}}.',
    'regrade.drop': '{{who}} dropped the regrade of {{lesson}}. Nothing changed.',
    'lesson.choose': '{{who}} chose {{lesson}} for the class.',
    'lesson.choose-channel': '{{who}} chose {{lesson}} for one channel.',
    'lesson.announce': '{{who}} announced {{lesson}}.',
    'lesson.deadline': '{{who}} set the due date of {{lesson}}: {{until}}.',
    'lesson.remind': 'Reminded {{count}} students of the due date of {{lesson}}.',
    'lesson.remind_one': 'Reminded 1 student of the due date of {{lesson}}.',
    other: '{{who}}: {{action}} {{whom}}',
    reason: 'Reason: {{reason}}',
    operator: 'The operator',
    nobody: 'nobody',
  },
});

/** How an entry of the audit log reads. */
export function sayEntry(
  locale: Locale,
  entry: AuditEntry,
  as: {
    /** A user's name or mention. */
    readonly person: (user: string) => string;
    readonly moment: (at: number) => string;
    /** Makes words that people wrote safe for where they are shown. */
    readonly quote: (text: string) => string;
  },
): string {
  const person = (who: string): string => {
    if (who === 'operator') return say(locale, 'operator');
    return /^\d{15,21}$/.test(who) ? as.person(who) : as.quote(who);
  };
  const values: Record<string, string | number> = {
    who: person(entry.who),
    whom: entry.whom === null ? say(locale, 'nobody') : person(entry.whom),
    action: entry.action,
  };
  for (const [name, value] of Object.entries(entry.details)) {
    if (typeof value === 'string') values[name] = as.quote(value);
    else values[name] = name === 'until' && value !== null ? as.moment(value) : (value ?? '');
  }
  const key = entry.action in worded ? (entry.action as keyof typeof worded) : 'other';
  const sentence = say(locale, key, values);
  return entry.reason === null
    ? sentence
    : `${sentence} ${say(locale, 'reason', { reason: as.quote(entry.reason) })}`;
}

const worded = {
  'queue.pause': 1,
  'queue.resume': 1,
  'queue.clear': 1,
  'queue.promote': 1,
  'queue.retry': 1,
  'queue.cancel': 1,
  'letter.discard': 1,
  'letter.retry': 1,
  'queue.drain': 1,
  'queue.undrain': 1,
  'ask.claim': 1,
  'ask.release': 1,
  'ask.answer': 1,
  'ask.close': 1,
  'roster.import': 1,
  'roster.link': 1,
  'roster.unlink': 1,
  'grade.policy': 1,
  'grade.extend': 1,
  'grade.override': 1,
  'grade.override-removed': 1,
  'grade.export': 1,
  'regrade.start': 1,
  'regrade.apply': 1,
  'regrade.drop': 1,
  'lesson.choose': 1,
  'lesson.choose-channel': 1,
  'lesson.announce': 1,
  'lesson.deadline': 1,
  'lesson.remind': 1,
} as const;
