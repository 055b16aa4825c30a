import type { Alert } from '../../../grading/alerts.ts';
import { reasons } from '../../../submission/verdict.ts';
import { nameReason } from '../../../submission/wording/reason-names.ts';
import { type Locale, type TranslatableText, words } from '../../../wording/wording.ts';
import { container, type Message, text } from '../message.ts';
import { translateSafely } from '../quote.ts';
import { stamp } from '../time.ts';

const say = words('alert', {
  en: {
    critical: '### 🚨 {{what}}',
    warning: '### ⚠️ {{what}}',
    quiet: '-# I say this once. The message changes when it is over.',
    cleared: '-# ✅ Over {{when}}: {{what}} (it began {{since}})',
    'queue-away': 'the queue did not answer',
    'queue-refuses': 'the queue took nothing in',
    'database-away': 'the database could not be used',
    'no-worker': 'no worker was connected',
    'oldest-job': 'a verification waited for long',
    'wedged-boxes': 'boxes did not answer',
    'unseen-questions': 'a student’s question could not be shown here',
    errors: 'many verifications broke down on our side',
    'disk-full': 'the disk was nearly full',
    'lesson-broken': 'a lesson could not be used',
    'same-failure': 'many students failed alike',
  },
});

export const alertMessage = (locale: Locale, alert: Alert): Message => ({
  components: [
    container(alert.severity === 'critical' ? 'wrong' : 'waiting', [
      text(
        `${say(locale, alert.severity, { what: translateSafely(locale, withReasonInWords(locale, alert.text), 600) })}\n${say(locale, 'quiet')}`,
      ),
    ]),
  ],
});

/** Words the reason inside an alert. Alerts are data, and carry the reasons for failures as verdicts do. */
function withReasonInWords(locale: Locale, text: TranslatableText): TranslatableText {
  const reason = reasons.find((each) => each === text.values.reason);
  if (reason === undefined) return text;
  return { ...text, values: { ...text.values, reason: nameReason(locale, reason) } };
}

const known = [
  'queue-away',
  'queue-refuses',
  'database-away',
  'no-worker',
  'oldest-job',
  'wedged-boxes',
  'unseen-questions',
  'errors',
  'disk-full',
  'lesson-broken',
] as const;

/** The same message after the alert is cleared: smaller, and without alarm colors. */
export const alertCleared = (
  locale: Locale,
  alert: { readonly key: string; readonly since: number },
  now: number,
): Message => ({
  components: [
    text(
      say(locale, 'cleared', {
        what: say(locale, known.find((key) => key === alert.key.split('/', 1)[0]) ?? 'same-failure'),
        when: stamp(now),
        since: stamp(alert.since),
      }),
    ),
  ],
});
