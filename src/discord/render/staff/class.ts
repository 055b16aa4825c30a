import type { ClassView, StuckAt } from '../../../grading/class-view.ts';
import type { Theme } from '../../../pictures/palette.ts';
import { nameReason } from '../../../submission/wording/reason-names.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import {
  button,
  container,
  cut,
  divider,
  gallery,
  type Message,
  pictureFile,
  row,
  text,
} from '../message.ts';
import { quote } from '../quote.ts';

const say = words('class', {
  en: {
    title: '### Where the class stands in {{lesson}}',
    figures:
      '**{{count}} students:** {{passed}} passed · {{failed}} failed last · {{working}} working · {{notStarted}} not started',
    figures_one:
      '**1 student:** {{passed}} passed · {{failed}} failed last · {{working}} working · {{notStarted}} not started',
    attempts: '**Verifications:** {{all}} in all · usually {{median}} each · {{most}} at most',
    todo: 'TODO {{n}}: {{done}} of {{students}} done, {{wrong}} wrong, {{missing}} missing',
    stuckTitle: '**Where it is stuck**',
    stuck: '- **TODO {{n}}** {{title}}: {{count}} students{{reasons}}',
    stuck_one: '- **TODO {{n}}** {{title}}: 1 student{{reasons}}',
    stuckNowhere: '- before any TODO: {{count}} students{{reasons}}',
    stuckNowhere_one: '- before any TODO: 1 student{{reasons}}',
    reasons: ' ({{list}})',
    notStuck: 'Nobody is stuck. 🎉',
    nobody: 'Nobody has done anything in this lesson yet. With `/roster import` I know who is missing.',
    again: 'Refresh',
    light: 'Light picture',
    dark: 'Dark picture',
    noPicture: '-# The picture could not be drawn. These are its figures.',
  },
});

const pictureName = 'class.png';
const mostStuck = 6;

/** How a class is doing: the chart, and its figures as text, which also serves as the alt text for screen readers. */
export function classMessage(locale: Locale, view: ClassView, theme: Theme, picture: Buffer | null): Message {
  if (view.students.length === 0) return emptyClass(locale, view, theme);
  const figures = figuresOf(locale, view);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return {
    components: [
      container('calm', [
        text(
          cut(
            [
              say(locale, 'title', { lesson: quote(view.lesson.title, 120) }),
              ...figures,
              ...(picture === null ? [say(locale, 'noPicture'), ...todoLines(locale, view)] : []),
            ].join('\n'),
            1500,
          ),
        ),
        ...gallery(picture, pictureName, plain([...figures, ...todoLines(locale, view)].join('. '))),
        divider(),
        text(
          cut(
            [
              say(locale, 'stuckTitle'),
              ...(view.stuck.length === 0
                ? [say(locale, 'notStuck')]
                : view.stuck.slice(0, mostStuck).map((place) => stuckLine(locale, place))),
            ].join('\n'),
            1500,
          ),
        ),
      ]),
      row([
        button({ kind: 'class-again', theme }, say(locale, 'again')),
        button({ kind: 'class-again', theme: other }, say(locale, other)),
      ]),
    ],
    ...pictureFile(picture, pictureName),
  };
}

/** A class that has not begun has no chart. */
const emptyClass = (locale: Locale, view: ClassView, theme: Theme): Message => ({
  components: [
    container('calm', [
      text(`${say(locale, 'title', { lesson: quote(view.lesson.title, 120) })}\n${say(locale, 'nobody')}`),
    ]),
    row([button({ kind: 'class-again', theme }, say(locale, 'again'))]),
  ],
});

const figuresOf = (locale: Locale, view: ClassView): readonly string[] => [
  say(locale, 'figures', {
    count: view.students.length,
    passed: view.stages.passed,
    failed: view.stages.failed,
    working: view.stages.working,
    notStarted: view.stages['not-started'],
  }),
  say(locale, 'attempts', { ...view.attempts }),
];

const todoLines = (locale: Locale, view: ClassView): readonly string[] =>
  view.todos.map(({ n, counts }) =>
    say(locale, 'todo', {
      n,
      done: counts.done,
      wrong: counts.wrong,
      missing: counts.missing,
      students: view.students.length,
    }),
  );

function stuckLine(locale: Locale, place: StuckAt): string {
  const reasons =
    place.reasons.length === 0
      ? ''
      : say(locale, 'reasons', {
          list: place.reasons
            .slice(0, 3)
            .map(({ reason, students }) => `${nameReason(locale, reason)} × ${students}`)
            .join(', '),
        });
  return place.todo === null
    ? say(locale, 'stuckNowhere', { count: place.students, reasons })
    : say(locale, 'stuck', {
        n: place.todo,
        title: quote(place.title ?? '', 80),
        count: place.students,
        reasons,
      });
}

/** Removes Markdown, which alt text shows literally. */
const plain = (words: string): string => words.replace(/[*_`]/g, '');
