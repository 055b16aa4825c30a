import { ButtonStyle } from 'discord-api-types/v10';
import type { StoredPersonalData } from '../../records/records.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { button, container, cut, divider, type Message, row, text } from './message.ts';
import { code } from './quote.ts';
import { ago } from './time.ts';

const say = words('my-data', {
  en: {
    title: '### What I keep of you in this class',
    nothing: 'Nothing. I have no files, no verifications and no hints of yours.',
    files: '**Files:** {{list}}',
    file: '{{path}} ({{bytes}} bytes, {{lesson}}, {{ago}})',
    noFiles: '**Files:** none',
    submissions_one: '**Verifications:** {{count}}, {{outcomes}}.',
    submissions_other: '**Verifications:** {{count}}, {{outcomes}}.',
    submissions: '**Verifications:** {{count}}, {{outcomes}}.',
    noSubmissions: '**Verifications:** none',
    passed: '{{count}} passed',
    failed: '{{count}} not passed',
    error: '{{count}} that broke down on our side',
    cancelled: '{{count}} cancelled',
    underway: '{{count}} under way',
    reduced: 'Of {{count}} I keep only how it came out.',
    rest: '**Besides:** {{list}}.',
    hints: 'hints opened: {{count}}',
    checks: 'checks: {{count}}',
    asks: 'questions to the teaching assistants: {{count}}',
    ticks: 'items ticked in a checklist: {{count}}',
    pullRequests: 'pull requests: {{list}}',
    name: 'your name in this server: {{name}}',
    ownLessons: 'the lesson you chose: {{list}}',
    locale: 'the language Discord names for you: {{locale}}',
    dm: 'which DM is yours',
    forEver: '-# I keep this until you delete it.',
    days: '-# Files and details go by themselves after {{days}} days; how your verifications came out stays for your grade.',
    staff:
      '-# What your teachers noted themselves (the class list, grades, extensions and what a teaching assistant did) is theirs: ask them about it.',
    delete: 'Delete my data',
    sure: '### Delete what I keep of you?',
    goes: 'Gone for good: your files, the files and logs of your verifications, the hints you opened, your checks and your questions. A verification that is under way is cancelled.',
    resultsStay:
      'What stays: how each verification came out, and when. Your grade needs it, so this lesson keeps it.',
    resultsGo:
      'How your verifications came out is deleted too: this lesson does not keep it. If you have passed, that is forgotten.',
    yes: 'Yes, delete it',
    no: 'No, keep it',
    kept: 'Nothing was deleted.',
    gone: '### Deleted',
    goneStays: 'I keep only how your verifications came out, for your grade.',
    goneAll: 'I keep nothing of you any more.',
    again: '-# When you use me again, I start to remember again.',
  },
});

const outcomes = ['passed', 'failed', 'error', 'cancelled'] as const;

/** What is stored about a student, with a button to delete it. `days`: how long files are kept; null: forever. */
export function myDataMessage(
  locale: Locale,
  guild: string,
  kept: StoredPersonalData,
  options: { readonly days: number | null; readonly now: number },
): Message {
  const { files, submissions } = kept;
  const besides = besidesOf(locale, kept);
  const list = files.map((file) =>
    say(locale, 'file', {
      path: code(file.path, 60),
      bytes: file.bytes,
      lesson: cut(file.lesson, 40),
      ago: ago(locale, options.now - file.receivedAt),
    }),
  );
  const lines = [
    files.length === 0 ? say(locale, 'noFiles') : say(locale, 'files', { list: cut(list.join(', '), 1_200) }),
    submissions.length === 0
      ? say(locale, 'noSubmissions')
      : say(locale, 'submissions', { count: submissions.length, outcomes: counted(locale, kept) }),
    ...reducedLine(locale, kept),
    ...(besides.length === 0 ? [] : [say(locale, 'rest', { list: besides.join('; ') })]),
  ];
  const empty = files.length + submissions.length + besides.length === 0;
  return {
    components: [
      container('calm', [
        text(say(locale, 'title')),
        text(empty ? say(locale, 'nothing') : lines.join('\n')),
        divider(),
        text(
          [
            options.days === null ? say(locale, 'forEver') : say(locale, 'days', { days: options.days }),
            say(locale, 'staff'),
          ].join('\n'),
        ),
      ]),
      ...(empty
        ? []
        : [row([button({ kind: 'my-data', act: 'ask', guild }, say(locale, 'delete'), ButtonStyle.Danger)])]),
    ],
  };
}

function besidesOf(locale: Locale, kept: StoredPersonalData): readonly string[] {
  const listed = (values: readonly string[]): string =>
    cut(values.map((value) => code(value, 120)).join(', '), 600);
  return [
    ...(['hints', 'checks', 'asks', 'ticks'] as const)
      .filter((what) => kept[what] > 0)
      .map((what) => say(locale, what, { count: kept[what] })),
    ...(kept.pullRequests.length === 0
      ? []
      : [say(locale, 'pullRequests', { list: listed(kept.pullRequests) })]),
    ...(kept.ownLessons.length === 0 ? [] : [say(locale, 'ownLessons', { list: listed(kept.ownLessons) })]),
    ...(kept.name === null ? [] : [say(locale, 'name', { name: code(kept.name, 40) })]),
    ...(kept.locale === null ? [] : [say(locale, 'locale', { locale: code(kept.locale, 20) })]),
    ...(kept.dm ? [say(locale, 'dm')] : []),
  ];
}

function counted(locale: Locale, { submissions }: StoredPersonalData): string {
  const count = (outcome: (typeof outcomes)[number] | null): number =>
    submissions.filter((one) => one.outcome === outcome).length;
  return [
    ...outcomes
      .filter((outcome) => count(outcome) > 0)
      .map((outcome) => say(locale, outcome, { count: count(outcome) })),
    ...(count(null) === 0 ? [] : [say(locale, 'underway', { count: count(null) })]),
  ].join(', ');
}

function reducedLine(locale: Locale, { submissions }: StoredPersonalData): readonly string[] {
  const count = submissions.filter((one) => !one.withFiles).length;
  return count === 0 ? [] : [say(locale, 'reduced', { count })];
}

/** Asks for confirmation before anything is deleted. `resultsStay`: the lesson keeps the results of verifications. */
export const sureToDelete = (locale: Locale, guild: string, resultsStay: boolean): Message => ({
  components: [
    container('wrong', [
      text(
        [
          say(locale, 'sure'),
          say(locale, 'goes'),
          say(locale, resultsStay ? 'resultsStay' : 'resultsGo'),
        ].join('\n'),
      ),
    ]),
    row([
      button({ kind: 'my-data', act: 'delete', guild }, say(locale, 'yes'), ButtonStyle.Danger),
      button({ kind: 'my-data', act: 'keep', guild }, say(locale, 'no')),
    ]),
  ],
});

export const nothingDeleted = (locale: Locale): Message => ({
  components: [container('calm', [text(say(locale, 'kept'))])],
});

/** It is done. */
export const dataDeleted = (locale: Locale, resultsStay: boolean): Message => ({
  components: [
    container('good', [
      text(
        [say(locale, 'gone'), say(locale, resultsStay ? 'goneStays' : 'goneAll'), say(locale, 'again')].join(
          '\n',
        ),
      ),
    ]),
  ],
});
