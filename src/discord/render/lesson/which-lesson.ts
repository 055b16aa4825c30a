import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { type Locale, words } from '../../../wording/wording.ts';
import { limits, sizeOf } from '../budget.ts';
import { customIdOfLesson } from '../custom-id.ts';
import { type Message, text } from '../message.ts';
import { quote } from '../quote.ts';

const say = words('which-lesson', {
  en: { lesson: '-# Lesson: {{lesson}}' },
});

/** A lesson's name for people. */
interface LessonName {
  readonly slug: string;
  readonly title: string;
}

/** Labels a message with its lesson, and binds its buttons to that lesson, whatever the reader chooses later. */
export function aboutLesson(locale: Locale, message: Message, { slug, title }: LessonName): Message {
  const components = withLesson(message.components, slug);
  const name = quote(title, 80);
  const line = text(say(locale, 'lesson', { lesson: name }));
  const sizes = [...components, line].map(sizeOf);
  const total = (of: 'components' | 'characters'): number => sizes.reduce((sum, size) => sum + size[of], 0);
  // The label is left out if the message already has the name, or would exceed Discord's limits.
  const isSaid = JSON.stringify(components).includes(JSON.stringify(name).slice(1, -1));
  const fits = total('components') <= limits.components && total('characters') <= limits.characters;
  return { ...message, components: isSaid || !fits ? components : [line, ...components] };
}

/** The same for a form: its submission belongs to that lesson. */
export const formAboutLesson = (
  form: APIModalInteractionResponseCallbackData,
  { slug }: LessonName,
): APIModalInteractionResponseCallbackData => ({
  ...form,
  custom_id: customIdOfLesson(form.custom_id, slug),
});

/** The same components, with every custom ID bound to the lesson. */
function withLesson<T>(value: T, slug: string): T {
  if (Array.isArray(value)) return value.map((each: unknown) => withLesson(each, slug)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    key === 'custom_id' && typeof inner === 'string'
      ? customIdOfLesson(inner, slug)
      : withLesson(inner, slug),
  ]);
  return Object.fromEntries(entries) as T;
}
