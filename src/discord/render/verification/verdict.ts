import { type APIComponentInContainer, ButtonStyle } from 'discord-api-types/v10';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { Submission } from '../../../records/records.ts';
import type { Verdict } from '../../../submission/verdict.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { passedButton } from '../insights/insights-menu.ts';
import { button, container, cut, divider, type Message, primary, row, text } from '../message.ts';
import { codeBlock } from '../quote.ts';
import { gitStepsOf } from './git-steps.ts';
import { phaseLines } from './phases.ts';
import { accentOf, firstLines, heading, placeLine } from './verdict-parts.ts';

const say = words('verdict', {
  en: {
    next: '**What comes next**',
    nextByYourself: 'Put your files where your class collects them. Then you are done with this lesson.',
    hint: 'Hint for TODO {{n}}',
    again: 'Verify again',
    rerun: 'Run it again',
    remembered:
      '-# I know this result already: the very same files were verified {{time}}, and nothing they are measured by has changed.',
    human: 'Ask a human',
    change: 'Send a fixed file',
    details: 'Details',
    show: '<@{{user}}> your verification is done. Press the button to see it: only you will.',
    button: 'Show my result',
    notYours: 'That result belongs to somebody else, so I keep it to them.',
    gone: 'I no longer have that result. Ask for a new verification with `/verify`.',
  },
});

/** The most log lines that a one-screen answer shows. */
const shownLines = 3;

/** The verdict on one phone screen: outcome and reason, then what to do next. */
export function verdictMessage(
  locale: Locale,
  submission: Submission,
  verdict: Verdict,
  lesson: Lesson | null,
): Message {
  const { outcome, phases, excerpt } = verdict;
  const lines = [
    ...heading(locale, verdict),
    ...(outcome === 'failed' ? placeLine(locale, submission, verdict) : []),
  ];
  const parts: APIComponentInContainer[] = [text(lines.join('\n'))];
  if (outcome === 'failed' && excerpt.length > 0)
    parts.push(text(codeBlock(firstLines(excerpt, shownLines, 100), '', 330)));
  const shown = phaseLines(locale, phases);
  if (outcome === 'passed') {
    if (shown.length > 0) parts.push(text(shown.join('\n')));
    parts.push(divider(), text(nextSteps(locale, lesson)));
  } else if (shown.length > 0) parts.push(divider(), text(shown.join('\n')));
  if (verdict.remembered !== undefined) {
    const time = `<t:${Math.floor(verdict.remembered.judgedAt / 1000)}:R>`;
    parts.push(text(say(locale, 'remembered', { time })));
  }
  const rows = buttonRows(locale, submission, verdict, lesson);
  return { components: [container(accentOf(verdict), parts), ...rows] };
}

/** What the lesson asks students to do with work that passed. */
function nextSteps(locale: Locale, lesson: Lesson | null): string {
  const steps = lesson === null ? [] : gitStepsOf(lesson);
  const lines =
    steps.length === 0 ? [say(locale, 'nextByYourself')] : steps.map((step, i) => `${i + 1}. ${step}`);
  return cut([say(locale, 'next'), ...lines].join('\n'), 900);
}

function buttonRows(locale: Locale, submission: Submission, verdict: Verdict, lesson: Lesson | null) {
  const { todo, outcome, phases } = verdict;
  const { guild } = submission.student;
  const hinted = todo !== null && lesson?.todos.some(({ n }) => n === todo) === true ? todo : null;
  const failed = outcome === 'failed';
  const again = againButtons(locale, verdict, guild);
  // After an internal error the student only needs to submit again.
  const isOurs = outcome === 'error';
  return [
    row([
      ...(hinted === null
        ? []
        : [primary({ kind: 'hint', todo: hinted, guild }, say(locale, 'hint', { n: hinted }))]),
      ...(failed ? [button({ kind: 'check-form' }, say(locale, 'change'))] : []),
      ...(isOurs ? again : []),
      ...(failed || isOurs
        ? [button({ kind: 'ask', submission: submission.id, guild }, say(locale, 'human'))]
        : []),
    ]),
    row([
      ...(isOurs ? [] : again),
      ...(phases.length > 0
        ? [button({ kind: 'verdict-details', submission: submission.id }, say(locale, 'details'))]
        : []),
      ...(outcome === 'passed' ? [passedButton(locale, submission.id)] : []),
    ]),
  ].filter(({ components }) => components.length > 0);
}

/** Buttons to verify again: a reused verdict can be verified for real, and a failed one retried. */
function againButtons(locale: Locale, verdict: Verdict, guild: string): readonly ReturnType<typeof button>[] {
  if (verdict.remembered !== undefined) return [button({ kind: 'rerun', guild }, say(locale, 'rerun'))];
  if (verdict.outcome === 'passed') return [];
  const press = verdict.outcome === 'failed' ? button : primary;
  return [press({ kind: 'verify', guild }, say(locale, 'again'))];
}

/** The last way to notify a student: a mention in the class channel that reveals nothing to others. */
export const resultInvitation = (locale: Locale, submission: Submission): Message => ({
  components: [
    text(say(locale, 'show', { user: submission.student.user })),
    row([button({ kind: 'result', submission: submission.id }, say(locale, 'button'), ButtonStyle.Primary)]),
  ],
  pings: [submission.student.user],
});

export const resultIsNotYours = (locale: Locale): Message => ({
  components: [text(say(locale, 'notYours'))],
});
export const resultIsGone = (locale: Locale): Message => ({ components: [text(say(locale, 'gone'))] });
