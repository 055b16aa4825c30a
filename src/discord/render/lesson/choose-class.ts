import { type Locale, words } from '../../../wording/wording.ts';
import { container, cut, type Message, menu, text } from '../message.ts';

export interface GuildName {
  readonly id: string;
  readonly name: string;
}

const say = words('whose', {
  en: {
    nobody:
      'Hello! I help the students of a class, in their Discord server. I do not see you in any class server that I am in, so I do not know which lesson to look at.\nJoin your class server first, then write to me again.',
    choose:
      'You are in several classes that I know. Which one is this about? I will remember it for our DMs.',
    placeholder: 'Choose your class',
    chosen: 'Our DMs are about **{{name}}** from now on.',
    again: 'Now please ask again, and I will answer for that class.',
    notYours: 'I do not see you in that class server any more, so I cannot choose it.',
  },
});

export const noClassFound = (locale: Locale): Message => ({
  components: [container('waiting', [text(say(locale, 'nobody'))])],
});

/** Asks which class a DM is about. `message`: the one to handle afterwards; `0` for none. */
export const chooseClass = (locale: Locale, guilds: readonly GuildName[], message: string): Message => ({
  components: [
    container('calm', [text(say(locale, 'choose'))]),
    ...menu(
      { kind: 'class', message },
      say(locale, 'placeholder'),
      guilds.map((guild) => ({ label: cut(guild.name, 100) || guild.id, value: guild.id })),
    ),
  ],
});

export const classChosen = (locale: Locale, name: string, goesOn: boolean): Message => ({
  components: [
    container('good', [
      text(`${say(locale, 'chosen', { name: cut(name, 100) })}${goesOn ? '' : `\n${say(locale, 'again')}`}`),
    ]),
  ],
});

export const notYourClass = (locale: Locale): Message => ({
  components: [container('waiting', [text(say(locale, 'notYours'))])],
});
