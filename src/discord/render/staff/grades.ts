import {
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Policy } from '../../../grading/policy.ts';
import type { RegradeSummary, Trial } from '../../../grading/regrade.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId } from '../custom-id.ts';
import { button, container, cut, type Message, notice, primary, row, text } from '../message.ts';
import { quote } from '../quote.ts';
import { stamp } from '../time.ts';
import { reasonField } from './reason.ts';

const say = words('grades', {
  en: {
    policy:
      '### How {{lesson}} is graded\nThe **{{counts}}** submission counts, by when it was received.\n{{late}}\n{{due}}',
    best: 'best',
    last: 'last',
    first: 'first',
    full: 'Late submissions count in full.',
    less: 'Late submissions lose {{percent}} points for each day that has begun. Up to {{grace}} minutes are not late.',
    none: 'Late submissions do not count. Up to {{grace}} minutes are not late.',
    due: 'Due {{when}} ({{relative}}).',
    noDue: 'No due date is set: `/deadline` sets one.',
    extended: '✅ <@{{user}}> has until {{when}} ({{relative}}).',
    overridden:
      '✅ The grade of <@{{user}}> is {{points}} of 100 now. It counts in place of what is computed.',
    restored: '✅ The grade of <@{{user}}> is what the submissions give again.',
    told: 'I told the student in a DM.',
    untold: 'The student’s DMs are closed: `/status` shows it.',
    noMoment:
      'I cannot read that as a date, or it could be two days. Write it as `2026-12-01 18:00`, `tomorrow 18:00`, `friday` or `in 3 days`.',
    past: 'That is in the past. Write a date that is still to come, such as “tomorrow 18:00”.',
    deadline: '✅ {{lesson}} is due {{when}} ({{relative}}).{{reminder}}',
    reminder: ' Those who have not passed are reminded {{hours}} hours before, unless they do not wish it.',
    deadlineRemoved: '✅ {{lesson}} has no due date any more.',
    announced: '✅ Announced in <#{{channel}}>.',
    noChannel:
      'No class channel is set for this server, so I do not know where. Whoever runs me can set it (`CLASS_CHANNEL_ID`).',
    notAllowed:
      'Discord does not let me write into <#{{channel}}>. Allow it there: **Edit Channel › Permissions**, View Channel and Send Messages.',
    regrade:
      '### Regrade of {{lesson}}\nWhat counts for each student is verified again under the lesson and the rules as they are now. Nothing changes until you say so.',
    start: 'Try it out',
    trying: 'Still being tried out: {{open}}.',
    unchanged: 'Results that stay as they are: {{same}}.',
    broken: 'Broke down on our side, and stay as they are: {{broken}}.',
    better: '**Would pass now: {{count}}**\n{{list}}',
    worse: '**Would no longer pass: {{count}}**\n{{list}}',
    nothing: 'Nobody’s result would change.',
    none_to_try: 'There is nothing that could be tried out: nobody has a result yet.',
    more: '…and {{count}} more',
    look: 'Look again',
    apply: 'Apply…',
    drop: 'Drop it',
    dropped: 'Dropped. Nothing changed.',
    applied: '✅ Applied. Results that got better: {{better}}, worse: {{worse}}. Those students are told.',
    sure: 'Apply the regrade?',
    sureWhat:
      'Students who pass and did not before: {{better}}. Who no longer pass: {{worse}}. They are told. The old results stay in the history.',
  },
});

export const policyMessage = (locale: Locale, lesson: string, policy: Policy): Message =>
  notice(
    say(locale, 'policy', {
      lesson: quote(lesson, 120),
      counts: say(locale, policy.counts),
      late: say(locale, policy.late, { percent: policy.latePerDay, grace: policy.graceMinutes }),
      due:
        policy.dueAt === null
          ? say(locale, 'noDue')
          : say(locale, 'due', { when: stamp(policy.dueAt, 'F'), relative: stamp(policy.dueAt) }),
    }),
    'calm',
  );

/** `told`: whether the student was informed in a DM. */
export const extended = (locale: Locale, user: string, until: number, told: boolean): Message =>
  notice(
    `${say(locale, 'extended', { user, when: stamp(until, 'F'), relative: stamp(until) })} ${heard(locale, told)}`,
    'calm',
  );
export const overridden = (locale: Locale, user: string, points: number | null, told: boolean): Message =>
  notice(
    `${points === null ? say(locale, 'restored', { user }) : say(locale, 'overridden', { user, points })} ${heard(locale, told)}`,
    'calm',
  );
const heard = (locale: Locale, told: boolean): string => say(locale, told ? 'told' : 'untold');
export const noMoment = (locale: Locale): Message => notice(say(locale, 'noMoment'));
export const inThePast = (locale: Locale): Message => notice(say(locale, 'past'));

export const deadlineSet = (locale: Locale, lesson: string, policy: Policy): Message =>
  notice(
    policy.dueAt === null
      ? say(locale, 'deadlineRemoved', { lesson: quote(lesson, 120) })
      : say(locale, 'deadline', {
          lesson: quote(lesson, 120),
          when: stamp(policy.dueAt, 'F'),
          relative: stamp(policy.dueAt),
          reminder: policy.remindHours === null ? '' : say(locale, 'reminder', { hours: policy.remindHours }),
        }),
    'calm',
  );
export const announced = (locale: Locale, channel: string): Message =>
  notice(say(locale, 'announced', { channel }), 'calm');
export const noClassChannel = (locale: Locale): Message => notice(say(locale, 'noChannel'));
export const mayNotWrite = (locale: Locale, channel: string): Message =>
  notice(say(locale, 'notAllowed', { channel }));

const mostNamed = 15;

/** Whose results a regrade would change; null before the trial run. */
export function regradeMessage(locale: Locale, lesson: string, view: RegradeSummary | null): Message {
  const head = say(locale, 'regrade', { lesson: quote(lesson, 120) });
  if (view === null) {
    return {
      components: [
        container('calm', [text(head)]),
        row([primary({ kind: 'regrade', act: 'start' }, say(locale, 'start'))]),
      ],
    };
  }
  const named = (trials: readonly Trial[]): string =>
    [
      ...trials.slice(0, mostNamed).map(({ user }) => `- <@${user}>`),
      ...(trials.length > mostNamed ? [say(locale, 'more', { count: trials.length - mostNamed })] : []),
    ].join('\n');
  const changes = view.better.length + view.worse.length;
  const lines = [
    ...(view.open > 0 ? [say(locale, 'trying', { open: view.open })] : []),
    ...(view.better.length > 0
      ? [say(locale, 'better', { count: view.better.length, list: named(view.better) })]
      : []),
    ...(view.worse.length > 0
      ? [say(locale, 'worse', { count: view.worse.length, list: named(view.worse) })]
      : []),
    ...(changes === 0 && view.open === 0 ? [say(locale, 'nothing')] : []),
    ...(view.same > 0 ? [say(locale, 'unchanged', { same: view.same })] : []),
    ...(view.broken > 0 ? [say(locale, 'broken', { broken: view.broken })] : []),
  ];
  return {
    components: [
      container(view.worse.length > 0 ? 'waiting' : 'calm', [text(head), text(cut(lines.join('\n'), 3000))]),
      row([
        button({ kind: 'regrade', act: 'look' }, say(locale, 'look')),
        ...(changes > 0 && view.open === 0
          ? [button({ kind: 'regrade', act: 'apply' }, say(locale, 'apply'), ButtonStyle.Danger)]
          : []),
        button({ kind: 'regrade', act: 'drop' }, say(locale, 'drop')),
      ]),
    ],
  };
}

export const regradeSure = (
  locale: Locale,
  view: RegradeSummary,
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'regrade-sure', act: 'apply' }),
  title: say(locale, 'sure'),
  components: [
    {
      type: ComponentType.TextDisplay,
      content: say(locale, 'sureWhat', { better: view.better.length, worse: view.worse.length }),
    },
    reasonField(locale, true),
  ],
});
export const regradeApplied = (
  locale: Locale,
  changed: { readonly better: number; readonly worse: number },
): Message => notice(say(locale, 'applied', { ...changed }), 'calm');
export const regradeDropped = (locale: Locale): Message => notice(say(locale, 'dropped'), 'calm');
export const nothingToRegrade = (locale: Locale): Message => notice(say(locale, 'none_to_try'));
