import { ComponentType } from 'discord-api-types/v10';
import type { Timeliness } from '../../../grading/grade.ts';
import type { AuditEntry } from '../../../records/records.ts';
import type { GradeStanding } from '../../../teaching/standing.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { type Message, notice, text } from '../message.ts';
import { quote } from '../quote.ts';
import { spanned, stamp } from '../time.ts';

const say = words('due-date', {
  en: {
    due: '**Due:** {{when}} ({{relative}}).{{late}}',
    extended: '**Due for you:** {{when}} ({{relative}}). You were given more time.{{late}}',
    'late-full': '',
    'late-less': ' Each day after that takes {{points}} points.',
    'late-none': ' What comes after that does not count.',
    points: '**Points:** {{points}} of 100{{late}}',
    'points-late': ', {{span}} late',
    'points-set': '**Points:** {{points}} of 100, set by {{who}}: {{reason}}',
    'came-full': '⏰ This came {{span}} after the due date ({{when}}). It counts in full.',
    'came-less':
      '⏰ Late: this came {{span}} after the due date ({{when}}). It can get {{points}} of 100 points.',
    'came-none':
      '⏰ **Late, does not count:** the due date was {{when}}. I verify it all the same. Is there a reason? `/ask` for more time.',
    recorded: '📝 Recorded: {{points}} of 100 points.',
    rerun: '🔁 {{who}} had this verified again.',
    'rerun-why': '🔁 {{who}} had this verified again: {{reason}}',
    regraded: '🔁 {{who}} had everybody’s work of this lesson verified again.',
    'regraded-why': '🔁 {{who}} had everybody’s work of this lesson verified again: {{reason}}',
    operator: 'A teaching assistant',
    'more-time': '### ⏰ You have more time\n**{{lesson}}** is due for you {{when}} ({{relative}}).{{why}}',
    'more-points': '### 📝 Your points in {{lesson}}\n{{who}} set them to **{{points}} of 100**.{{why}}',
    'points-restored':
      '### 📝 Your points in {{lesson}}\n{{who}} took back what was set by hand: what your submissions give counts again.{{why}}',
    why: '\n> {{reason}}',
  },
});

const person = (locale: Locale, user: string): string =>
  /^\d{15,21}$/.test(user) ? `<@${user}>` : say(locale, 'operator');

/** A student's due date, extension and points, as lines; none if the class has set nothing and the student has none. */
export function standingLines(locale: Locale, { policy, grade }: GradeStanding): readonly string[] {
  const late = say(locale, `late-${policy.late}`, { points: policy.latePerDay });
  const { dueAt, points, override, lateMs } = grade;
  return [
    ...(dueAt === null
      ? []
      : [
          say(locale, dueAt === policy.dueAt ? 'due' : 'extended', {
            when: stamp(dueAt, 'F'),
            relative: stamp(dueAt),
            late,
          }),
        ]),
    ...(override === null
      ? []
      : [
          say(locale, 'points-set', {
            points: override.points,
            who: person(locale, override.by),
            reason: quote(override.reason, 200),
          }),
        ]),
    ...(override !== null || points === null
      ? []
      : [
          say(locale, 'points', {
            points,
            late: lateMs === 0 ? '' : say(locale, 'points-late', { span: spanned(locale, lateMs) }),
          }),
        ]),
  ];
}

/** Notes for a late submission; none if it is on time. */
export function lateNotes(locale: Locale, { dueAt, lateMs, points }: Timeliness): readonly string[] {
  if (dueAt === null || lateMs === 0) return [];
  const values = { span: spanned(locale, lateMs), when: stamp(dueAt, 'f') };
  if (points === null) return [say(locale, 'came-none', values)];
  return [say(locale, points === 100 ? 'came-full' : 'came-less', { ...values, points })];
}

/** The recorded grade of a submission that passed, if there is a due date or a grade. */
export function recordedNotes(locale: Locale, { grade }: GradeStanding): readonly string[] {
  const isGraded = grade.dueAt !== null || grade.override !== null;
  return isGraded && grade.points !== null ? [say(locale, 'recorded', { points: grade.points })] : [];
}

/** Who had it verified again, and why. */
export function rerunNote(
  locale: Locale,
  entry: Pick<AuditEntry, 'who' | 'action' | 'reason'> | null,
): string {
  const key = entry?.action === 'regrade.apply' ? 'regraded' : 'rerun';
  const who = entry === null ? say(locale, 'operator') : person(locale, entry.who);
  const reason = entry?.reason ?? null;
  return reason === null
    ? say(locale, key, { who })
    : say(locale, `${key}-why`, { who, reason: quote(reason, 200) });
}

/** Appends notes to the first container of a message. */
export function withNotes(message: Message, notes: readonly string[]): Message {
  const [first, ...others] = message.components;
  if (notes.length === 0 || first === undefined) return message;
  const note = text(notes.join('\n'));
  const noted =
    first.type === ComponentType.Container
      ? [{ ...first, components: [...first.components, note] }]
      : [first, note];
  return { ...message, components: [...noted, ...others] };
}

const why = (locale: Locale, reason: string | null): string =>
  reason === null ? '' : say(locale, 'why', { reason: quote(reason, 300) });

/** Tells a student about an extension. */
export const moreTimeMessage = (
  locale: Locale,
  lesson: string,
  dueAt: number,
  reason: string | null,
): Message =>
  notice(
    say(locale, 'more-time', {
      lesson: quote(lesson, 120),
      when: stamp(dueAt, 'F'),
      relative: stamp(dueAt),
      why: why(locale, reason),
    }),
    'calm',
  );

/** Tells a student that points were set by hand, or that this was undone. */
export const pointsMessage = (
  locale: Locale,
  lesson: string,
  points: number | null,
  by: { readonly who: string; readonly reason: string | null },
): Message =>
  notice(
    say(locale, points === null ? 'points-restored' : 'more-points', {
      lesson: quote(lesson, 120),
      points: points ?? 0,
      who: person(locale, by.who),
      why: why(locale, by.reason),
    }),
    'calm',
  );
