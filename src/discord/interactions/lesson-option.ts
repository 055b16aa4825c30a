import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { words } from '../../wording/wording.ts';
import type { BotCommand } from './command.ts';

const say = words('command-lesson-option', {
  en: { about: 'Which lesson; without it the one of this channel or class' },
});

/** The `lesson` option of staff commands. */
export const lessonOption = {
  type: ApplicationCommandOptionType.String,
  name: 'lesson',
  description: say('en', 'about'),
  autocomplete: true,
  max_length: 100,
} as const;

/** Offers the existing lessons. */
export const completeLesson: NonNullable<BotCommand['complete']> = ({ locale }, typed, { lessons }) =>
  lessons.choices(typed, locale);
