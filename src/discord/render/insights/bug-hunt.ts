import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { type BugHunt, bugSymptomOf } from '../../../check/insights/hunt.ts';
import type { Hunt } from '../../../submission/practice.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId } from '../custom-id.ts';
import { paragraphField } from '../form-fields.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { code, codeBlock, plainly } from '../quote.ts';
import { freeAgain } from '../time.ts';

const say = words('bug-hunt', {
  en: {
    title: '### 🐞 Bug hunt',
    intro: 'I took a copy of your {{file}} and put one mistake into it. This happens now:',
    goal: 'Find the line and fix it. Your own files stay as they are.',
    'permission-denied': 'The container ends at once with exit code 126: permission denied.',
    'start-not-found': 'The container does not start: no such file or directory.',
    'interpreter-not-found':
      'The container does not start: “no such file or directory”, although the script is there.',
    'start-in-quotes':
      'The container ends at once. The shell says that it cannot find a command with a bracket in its name.',
    'no-answer': 'The server runs and says so. The browser gets no answer.',
    'wrong-port': 'The server runs. At its usual address nobody is listening.',
    'no-tables': 'The server runs. The first page that asks the database fails: no such table.',
    'manage-not-found': 'The container ends at once: it cannot find manage.py.',
    'installer-not-found': 'The build stops: uv: not found.',
    'lock-not-found': 'The build stops: it cannot find uv.lock.',
    'slow-rebuild': 'All works. But after each small edit the build installs every dependency again.',
    'other-versions': 'All works today. In a month the same build may bring other versions.',
    'not-done': 'One thing that the lesson asks for is not there any more.',
    open: 'Open the file',
    where: 'Where is it?',
    another: 'Another bug',
    place: 'Look at line {{line}}: it is wrong there, or something is missing just there.',
    formTitle: 'Fix {{file}}',
    formLine: 'Find the mistake, change it, send it.',
    mended: '### ✅ Found and fixed',
    changed_one: 'You changed one line:',
    changed_other: 'You changed {{count}} lines:',
    changed: 'see changed_one and changed_other',
    proven: 'It is your own file again, and that has passed a real build and run.',
    reallyPassed: 'I built it and ran it for real: it passed.',
    reallyFailed: 'I built it and ran it for real. This happened:',
    away: 'No machine is free to build and run it.',
    usedUp_one: 'You have one real run in 24 hours. The next one is free {{when}}.',
    usedUp_other:
      'You have {{count}} real runs in 24 hours, and you have used them. The next one is free {{when}}.',
    usedUp: 'see usedUp_one and usedUp_other',
    calledOff: 'You stopped the real run.',
    quickOnly: 'So this is only what my quick check says.',
    practice: '-# This is practice. Your points are as before.',
    still: '### Not yet',
    unchanged: 'You changed nothing. Open it once more: one line is not as you wrote it.',
    unknown: '### I cannot say',
    unknownMore: 'With that change I no longer know what your image does. Try it with fewer changes.',
    again: 'Try again',
    quiz: 'Three questions',
    gone: '### No bug for these files\nI know no mistake that I could hide in these and that you could find again.',
  },
});

/** Identifies a hunt: the submission and the round. */
export interface HuntPlace {
  readonly submission: string;
  readonly round: number;
}

const next = ({ submission, round }: HuntPlace): HuntPlace => ({ submission, round: (round + 1) % 100 });

/** The symptom of a planted mistake. `showsPlace`: also its location. */
export function huntMessage(
  locale: Locale,
  place: HuntPlace,
  { file, symptom, line, hasMore }: BugHunt,
  showsPlace = false,
): Message {
  const lines = [
    say(locale, 'title'),
    say(locale, 'intro', { file: code(file, 60) }),
    `> ${say(locale, symptom)}`,
    say(locale, showsPlace ? 'place' : 'goal', { line }),
  ];
  return {
    components: [
      container('calm', [text(lines.join('\n'))]),
      row([
        primary({ kind: 'hunt-form', ...place }, say(locale, 'open')),
        ...(showsPlace ? [] : [button({ kind: 'hunt-line', ...place }, say(locale, 'where'))]),
        ...(hasMore ? [button({ kind: 'hunt', ...next(place) }, say(locale, 'another'))] : []),
      ]),
    ],
  };
}

/** The form with the broken file, to be fixed. */
export const huntForm = (
  locale: Locale,
  place: HuntPlace,
  { file, text: broken }: BugHunt,
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'hunt-sent', ...place }),
  title: plainly(say(locale, 'formTitle', { file }), 45),
  components: [
    paragraphField(
      'text',
      { label: plainly(file, 45), description: cut(say(locale, 'formLine'), 100) },
      { least: 1, value: broken },
    ),
  ],
});

/** What the real run of an attempt found, beyond the instant check. */
export type HuntRun =
  /** There was nothing to run: the file is the student's own, or the broken one unchanged. */
  | { readonly kind: 'none' }
  /** No worker is available, or the worker was lost. */
  | { readonly kind: 'away' }
  /** The student has used up the runs of the day; `until` in Unix milliseconds. */
  | { readonly kind: 'used-up'; readonly perDay: number; readonly until: number }
  | { readonly kind: 'called-off' }
  | { readonly kind: 'passed' }
  /** `lines`: the reason and the location. */
  | { readonly kind: 'failed'; readonly lines: readonly string[] };

/** The result of an attempt: the bug, the student's change, and the result of a real build and run. */
export function huntResult(
  locale: Locale,
  place: HuntPlace,
  attempt: Pick<Hunt, 'symptom' | 'outcome' | 'isOwn' | 'lines' | 'change'>,
  run: HuntRun,
): Message {
  const isMended = run.kind === 'passed' || (run.kind !== 'failed' && attempt.outcome === 'mended');
  const lines = [
    ...(run.kind === 'failed' ? failedLines(locale, attempt, run.lines) : resultLines(locale, attempt, run)),
    say(locale, 'practice'),
  ];
  return {
    components: [
      container(isMended ? 'good' : 'waiting', [text(lines.join('\n'))]),
      row(
        isMended
          ? [
              primary({ kind: 'hunt', ...next(place) }, say(locale, 'another')),
              quizButton(locale, place.submission),
            ]
          : [
              primary({ kind: 'hunt-form', ...place }, say(locale, 'again')),
              button({ kind: 'hunt-line', ...place }, say(locale, 'where')),
            ],
      ),
    ],
  };
}

type ShownAttempt = Parameters<typeof huntResult>[2];

/** The bug, and the student's change. */
const attemptLines = (locale: Locale, { symptom, lines, change }: ShownAttempt): readonly string[] => [
  `> ${symptomText(locale, symptom)}`,
  ...(lines === 0 ? [] : [say(locale, 'changed', { count: lines })]),
  ...(change.length === 0 ? [] : [codeBlock(change, 'diff', 620)]),
];

const failedLines = (locale: Locale, attempt: ShownAttempt, why: readonly string[]): readonly string[] => [
  say(locale, 'still'),
  ...attemptLines(locale, attempt),
  say(locale, 'reallyFailed'),
  ...why,
];

function resultLines(locale: Locale, attempt: ShownAttempt, run: HuntRun): readonly string[] {
  const { outcome, lines, isOwn } = attempt;
  if (run.kind === 'passed')
    return [say(locale, 'mended'), ...attemptLines(locale, attempt), say(locale, 'reallyPassed')];
  const notRun = isOwn && run.kind === 'none' ? [say(locale, 'proven')] : notRunLines(locale, run);
  if (lines === 0) return [say(locale, 'still'), say(locale, 'unchanged')];
  if (outcome === 'unknown')
    return [say(locale, 'unknown'), ...attemptLines(locale, attempt), say(locale, 'unknownMore'), ...notRun];
  const title = say(locale, outcome === 'mended' ? 'mended' : 'still');
  const quickOnly = notRun.length > 0 && run.kind !== 'none' ? [say(locale, 'quickOnly')] : [];
  // In one line, so that it reads as one thought.
  return [title, ...attemptLines(locale, attempt), [...notRun, ...quickOnly].join(' ')].filter(
    (line) => line !== '',
  );
}

/** Why there was no real run. */
function notRunLines(locale: Locale, run: HuntRun): readonly string[] {
  switch (run.kind) {
    case 'away':
      return [say(locale, 'away')];
    case 'called-off':
      return [say(locale, 'calledOff')];
    case 'used-up':
      return [say(locale, 'usedUp', { count: run.perDay, when: freeAgain(run.until) })];
    case 'none':
    case 'passed':
    case 'failed':
      return [];
  }
}

/** An unknown symptom (the hunt was started by a newer version of the bot) is shown as the most general one. */
const symptomText = (locale: Locale, symptom: string): string => say(locale, bugSymptomOf(symptom));

export const noBugToHunt = (locale: Locale, submission: string): Message => ({
  components: [container('waiting', [text(say(locale, 'gone'))]), row([quizButton(locale, submission)])],
});

const quizButton = (locale: Locale, submission: string) =>
  button({ kind: 'quiz', submission, n: 0, right: 0 }, say(locale, 'quiz'));
