import type { APISelectMenuOption } from 'discord-api-types/v10';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { LessonPage } from '../../../lesson/pages.ts';
import { typeset } from '../../../wording/typeset.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { askPress } from '../ask.ts';
import { button, container, cut, type Message, menu, primary, row, rows, text } from '../message.ts';
import { quote } from '../quote.ts';

const say = words('lesson', {
  en: {
    title: '## {{title}}',
    place: '-# {{lesson}} · part {{part}} of {{parts}}{{page}}',
    page: ' · page {{page}} of {{of}}',
    back: '← Back',
    next: 'Next →',
    parts: 'Go to a part',
    hint: 'Hint for TODO {{n}}',
    shortHint: 'Hint {{n}}',
    check: 'Check my files',
    checklist: 'Checklist',
    ask: 'Ask a human',
    noPart: 'This lesson has no part “{{wanted}}”. Here is where it begins:',
    empty: '**{{lesson}}** has no parts that I could show. Ask a teaching assistant where you can read it.',
  },
});

/** Parts in the menu, around the current one: Discord's limit. */
const maxParts = 25;
/** A page of a lesson, with buttons to other pages and to the next step. `missing`: the requested part that does not exist. */
export function lessonMessage(
  locale: Locale,
  guild: string,
  { lesson, pages }: { readonly lesson: Lesson; readonly pages: readonly LessonPage[] },
  at: number,
  missing: string | null = null,
): Message {
  const page = pages[at] ?? pages[0];
  if (page === undefined) {
    return {
      components: [
        container('waiting', [text(say(locale, 'empty', { lesson: quote(lesson.title, 120) }))]),
        row([button(askPress(guild), say(locale, 'ask'))]),
      ],
    };
  }
  const index = pages.indexOf(page);
  const place = say(locale, 'place', {
    lesson: quote(lesson.title, 100),
    part: page.part + 1,
    parts: lesson.parts.length,
    page: page.of === 1 ? '' : say(locale, 'page', { page: page.page, of: page.of }),
  });
  const steps = [
    ...(index === 0 ? [] : [button({ kind: 'lesson', guild, page: index - 1 }, say(locale, 'back'))]),
    ...(index === pages.length - 1
      ? []
      : [primary({ kind: 'lesson', guild, page: index + 1 }, say(locale, 'next'))]),
    button({ kind: 'checklist', guild, how: 'new' }, say(locale, 'checklist')),
  ];
  const label = page.todos.length > 2 ? 'shortHint' : 'hint';
  const hints = page.todos.map((n) => button({ kind: 'hint', todo: n, guild }, say(locale, label, { n })));
  const help = [
    // After the last page, checking is the primary action.
    (index === pages.length - 1 ? primary : button)({ kind: 'check-form' }, say(locale, 'check')),
    button(askPress(guild), say(locale, 'ask')),
  ];
  return {
    components: [
      ...(missing === null ? [] : [text(say(locale, 'noPart', { wanted: quote(missing, 100) }))]),
      container('calm', [
        text(`${say(locale, 'title', { title: cut(typeset(locale, page.title), 200) })}\n${place}`),
        ...body(locale, page),
      ]),
      row(steps),
      ...rows(hints),
      ...partsMenu(locale, guild, lesson, page.part),
      row(help),
    ],
  };
}

const body = (locale: Locale, { text: content }: LessonPage) =>
  content === '' ? [] : [text(cut(typeset(locale, content), 2_400))];

function partsMenu(locale: Locale, guild: string, { parts }: Lesson, current: number) {
  if (parts.length < 2) return [];
  const from = Math.max(0, Math.min(current - 12, parts.length - maxParts));
  const options = parts.slice(from, from + maxParts).map(
    ({ title }, i): APISelectMenuOption => ({
      label: cut(title.trim() === '' ? String(from + i + 1) : title, 100),
      value: String(from + i),
      default: from + i === current,
    }),
  );
  return menu({ kind: 'lesson-parts', guild }, say(locale, 'parts'), options);
}
