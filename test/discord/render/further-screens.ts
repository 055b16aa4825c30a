import { intakeMessage, notUnderstood } from '../../../src/discord/render/check/intake.ts';
import { tooLateToCancel } from '../../../src/discord/render/errors.ts';
import { noSuchTerm } from '../../../src/discord/render/explain.ts';
import { nothingToShow } from '../../../src/discord/render/insights/build-stop.ts';
import { compareMessage } from '../../../src/discord/render/insights/compare.ts';
import { checklistMessage, noVersionSeen } from '../../../src/discord/render/lesson/checklist.ts';
import { lessonChosen, withLessonToRead } from '../../../src/discord/render/lesson/choose-lesson.ts';
import { lessonMessage } from '../../../src/discord/render/lesson/lesson.ts';
import { reminderMessage } from '../../../src/discord/render/staff/deadline.ts';
import { addressRefused, pullRequestOffer } from '../../../src/discord/render/verification/pull-request.ts';
import { troubleRefused } from '../../../src/discord/render/verification/pull-request-problem.ts';
import { refusalMessage } from '../../../src/discord/render/verification/refusal.ts';
import { nothingToVerify } from '../../../src/discord/render/verification/verify.ts';
import type { IntakeResult } from '../../../src/intake/intake-result.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { studentFilesOf } from '../../../src/lesson/manifest/requested-files.ts';
import { pagesOf } from '../../../src/lesson/pages.ts';
import type { Locale } from '../../../src/wording/wording.ts';
import type { Screen } from './screen.ts';

const guild = '100000000000000001';
const day = 86_400_000;
/** Dates are shown relative to the time of reading. */
const tomorrow = Date.now() + day;

/** What students read when they send something other than files, cannot do something at the moment, or read the lesson. */
export function furtherScreens(locale: Locale, lesson: Lesson): readonly Screen[] {
  const context = {
    guild: { id: guild },
    lesson,
    names: defaultFileNames,
    wantedFiles: studentFilesOf(lesson.manifest),
  };
  const nothing = { files: {}, problems: [] };
  const intakes: Readonly<Record<string, IntakeResult>> = {
    question: { ...nothing, kind: 'question', text: 'Why does TODO 3 fail?', about: null },
    command: { ...nothing, kind: 'command', text: 'docker build .' },
    'file name': { ...nothing, kind: 'name', name: 'Dockerfile' },
    link: { ...nothing, kind: 'link', url: 'https://example.org' },
    picture: { ...nothing, kind: 'unreadable', problems: [{ kind: 'picture', name: 'Screenshot.png' }] },
    'zips without use': {
      ...nothing,
      kind: 'unreadable',
      problems: [
        { kind: 'not-in-archive', name: 'backend.zip' },
        { kind: 'too-big', name: 'whole-project.zip', bytes: 48_000_000 },
        { kind: 'archive', name: 'backend.rar' },
      ],
    },
    'unreadable files': {
      ...nothing,
      kind: 'unreadable',
      problems: [
        { kind: 'word', name: 'Dockerfile.docx' },
        { kind: 'utf-16', name: 'Dockerfile' },
        { kind: 'archive', name: 'project.zip' },
      ],
    },
    'unknown text': {
      ...nothing,
      kind: 'unknown',
      problems: [{ kind: 'unknown', name: null, start: 'lorem ipsum' }],
    },
  };
  const pages = pagesOf(lesson);
  const { title } = lesson;
  return [
    ...Object.entries(intakes).map(([name, reading]) => ({
      name: `sent: ${name}`,
      message: intakeMessage(locale, reading, context),
    })),
    { name: 'sent: a sticker', message: notUnderstood(locale, context) },
    {
      name: 'sent: a pull request',
      message: pullRequestOffer(locale, context, {
        address: { owner: 'ada', repo: 'shop', number: 3 },
        url: 'https://github.com/ada/shop/pull/3',
        folder: 'backend',
        message: '300000000000000001',
        channel: '400000000000000001',
      }),
    },
    {
      name: 'pull request: no address',
      message: addressRefused(locale, guild, { kind: 'no-address' }, 'github.com'),
    },
    {
      name: 'pull request: GitHub is away',
      message: troubleRefused(locale, guild, { kind: 'away' }),
    },
    { name: 'explain: no such term', message: noSuchTerm(locale, 'frobnicator') },
    {
      name: 'verify: nothing yet',
      message: nothingToVerify(locale, { main: 'Dockerfile', dockerfile: 'Dockerfile' }, []),
    },
    ...(
      [
        { kind: 'cooldown', until: Date.now() + 90_000 },
        { kind: 'daily-cap', perDay: 3, until: tomorrow },
        { kind: 'queue-full', waiting: 1_000 },
      ] as const
    ).map((refusal) => ({
      name: `refused: ${refusal.kind}`,
      message: refusalMessage(locale, refusal, guild),
    })),
    { name: 'cancel: too late', message: tooLateToCancel(locale, 's0123456789ab') },
    { name: 'insights: nothing to show', message: nothingToShow(locale, guild) },
    { name: 'compare: another image', message: compareMessage(locale, guild, [], null, null) },
    { name: 'reminder', message: reminderMessage(locale, guild, lesson, tomorrow) },
    { name: 'checklist: none', message: checklistMessage(locale, guild, lesson, []) },
    { name: 'checklist: no version', message: noVersionSeen(locale, guild) },
    {
      name: 'lesson: chosen',
      message: withLessonToRead(locale, lessonChosen(locale, 'own', title), guild),
    },
    ...pages.map((_, at) => ({
      name: `lesson: page ${at + 1}`,
      message: lessonMessage(locale, guild, { lesson, pages }, at),
      isAsked: true as const,
    })),
    {
      name: 'lesson: empty',
      message: lessonMessage(locale, guild, { lesson, pages: [] }, 0),
    },
  ];
}
