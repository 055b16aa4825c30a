import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent, lessonFromMemory } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { withLessonMenu } from '../src/discord/render/lesson/choose-lesson.ts';
import { lessonMessage } from '../src/discord/render/lesson/lesson.ts';
import type { Lesson } from '../src/lesson/lesson.ts';
import { type LessonPage, pagesOf } from '../src/lesson/pages.ts';
import { words } from '../src/wording/wording.ts';
import { chooseLesson } from './choose-lesson.ts';

const say = words('command-lesson', {
  en: {
    about: 'Read the lesson here, part by part',
    part: 'Which part: its name or its number; without it the first',
    choose: 'Work on this lesson instead, where there are several; “class” is the one of the class',
    for: 'For teaching assistants: for whom you choose it; without it for the whole class',
    forMe: 'for me',
    forChannel: 'for this channel',
    forClass: 'for the class',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'lesson',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'part',
      description: say('en', 'part'),
      autocomplete: true,
      max_length: 100,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'choose',
      description: say('en', 'choose'),
      autocomplete: true,
      max_length: 100,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'for',
      description: say('en', 'for'),
      choices: [
        { name: say('en', 'forMe'), value: 'own' },
        { name: say('en', 'forChannel'), value: 'channel' },
        { name: say('en', 'forClass'), value: 'class' },
      ],
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Finds a part by its number, its name or a prefix of that; null if none matches. */
function partLike({ parts }: Pick<Lesson, 'parts'>, wanted: string): number | null {
  const said = wanted.trim().toLowerCase();
  const number = /^(?:part\s)?#?(\d{1,3})$/.exec(said)?.[1];
  const titles = parts.map(({ title }) => title.toLowerCase());
  const found = [
    titles.indexOf(said),
    number === undefined ? -1 : Number(number) - 1,
    // `C` of "Part C: …", whatever the word for a part is.
    titles.findIndex((title) => title.split(/[\s:.–-]+/, 2)[1] === said),
    titles.findIndex((title) => title.startsWith(said)),
    titles.findIndex((title) => title.includes(said)),
  ].find((at) => at >= 0 && at < parts.length);
  return found ?? null;
}

const firstPageOf = (pages: readonly LessonPage[], part: number): number =>
  Math.max(
    0,
    pages.findIndex((page) => page.part === part),
  );

/** Shows a page of the lesson, chosen by `choose`. */
const showPage = (
  call: CommandCall,
  services: Services,
  guild: string | undefined,
  how: 'reply' | 'update',
  choose: (
    lesson: Lesson,
    pages: readonly LessonPage[],
  ) => { readonly at: number; readonly missing?: string },
): Promise<CommandResponse> =>
  forStudent(
    call,
    services,
    async ({ lesson, guild: { id } }) => {
      const pages = pagesOf(lesson);
      const { at, missing = null } = choose(lesson, pages);
      const page = lessonMessage(call.locale, id, { lesson, pages }, at, missing);
      const others = services.lessons.choices('', call.locale).filter(({ value }) => value !== lesson.slug);
      const message = services.lessons.areSeveral ? withLessonMenu(call.locale, page, id, others) : page;
      return how === 'update' ? { show: 'update', message } : reply(message);
    },
    guild === undefined ? {} : { guild },
  );

/** Finds the lesson in the typed command `choose go-docker`. */
const choiceIn = (said: string): string | null =>
  /^(?:choose|choisir)\s+(\S.*)$/is.exec(said.trim())?.[1] ?? null;

/** The parts of the reader's lesson, from memory only. */
function partChoices(call: CommandCall, typed: string, services: Services) {
  const parts = lessonFromMemory(call, services)?.parts ?? [];
  const words = typed.toLowerCase().trim();
  return parts
    .map(({ title }, i) => ({ name: `${i + 1} · ${title}`.slice(0, 100), value: String(i + 1) }))
    .filter(({ name }) => name.toLowerCase().includes(words))
    .slice(0, 25);
}

export const lessonCommand = command(definition, {
  run: (call, { part, choose, for: scope }, services) => {
    const wanted = choose ?? choiceIn(part ?? '');
    if (wanted !== null) return chooseLesson(call, { wanted, scope }, services);
    return showPage(call, services, undefined, 'reply', (lesson, pages) => {
      if (part === null || part.trim() === '') return { at: 0 };
      const found = partLike(lesson, part);
      return found === null ? { at: 0, missing: part } : { at: firstPageOf(pages, found) };
    });
  },
  complete: (call, typed, services, option) =>
    option === 'choose' ? services.lessons.choices(typed, call.locale) : partChoices(call, typed, services),
  fromWords: (words) => ({ part: words === '' ? null : words.slice(0, 100), choose: null, for: null }),
  components: {
    'lesson-own': (call, { guild }, services, chosen) =>
      chooseLesson(call, { wanted: chosen[0] ?? '', scope: 'own', guild }, services),
    lesson: (call, { guild, page }, services) =>
      showPage(call, services, guild, 'update', () => ({ at: page })),
    'lesson-new': (call, { guild, page }, services) =>
      showPage(call, services, guild, 'reply', () => ({ at: page })),
    'lesson-parts': (call, { guild }, services, chosen) =>
      showPage(call, services, guild, 'update', (_lesson, pages) => ({
        at: firstPageOf(pages, Number(chosen[0] ?? 0)),
      })),
  },
});
