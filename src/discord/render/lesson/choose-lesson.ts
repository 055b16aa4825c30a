import { type Locale, words } from '../../../wording/wording.ts';
import { container, cut, type Message, menu, primary, row, text } from '../message.ts';
import { quote } from '../quote.ts';

const say = words('choose-lesson', {
  en: {
    unknown: 'There is no lesson “{{wanted}}”. The lessons here are: {{known}}.',
    none: 'none',
    menu: 'Work on another lesson',
    read: 'Read it',
    own: 'You work on **{{lesson}}** from now on. That holds until your class goes on to another lesson, or until you choose again with `/lesson`.',
    class: 'This class works on **{{lesson}}** from now on. What students chose for themselves is over.',
    channel: 'In this channel it is about **{{lesson}}** from now on.',
    'class-lesson': 'You work on the lesson of your class again: **{{lesson}}**.',
    'channel-class': 'In this channel it is about the lesson of the class again: **{{lesson}}**.',
    onlyOne: 'There is only one lesson here, **{{lesson}}**, so there is nothing to choose.',
    noChannel: 'A DM is not a channel of the class. Choose for a channel in that channel itself.',
  },
});

/** What a lesson was chosen for. */
export type LessonScope = 'own' | 'class' | 'channel';

const said = (
  locale: Locale,
  key: Parameters<typeof say>[1],
  values: Readonly<Record<string, string>>,
): Message => ({
  components: [container('calm', [text(say(locale, key, values))])],
});

/** The text matches no lesson, or more than one. */
export const unknownLesson = (
  locale: Locale,
  wanted: string,
  known: readonly { readonly name: string }[],
): Message => {
  const names = known.map(({ name }) => quote(name, 110)).join(', ');
  return said(locale, 'unknown', {
    wanted: quote(wanted, 100),
    known: cut(names, 1_500) || say(locale, 'none'),
  });
};

/** A page of a lesson, with the menu of the other lessons. */
export const withLessonMenu = (
  locale: Locale,
  message: Message,
  guild: string,
  others: readonly { readonly name: string; readonly value: string }[],
): Message => ({
  ...message,
  components: [
    ...message.components,
    ...menu(
      { kind: 'lesson-own', guild },
      say(locale, 'menu'),
      others.map(({ name, value }) => ({ label: name, value })),
    ),
  ],
});

export const lessonChosen = (locale: Locale, scope: LessonScope, title: string): Message =>
  said(locale, scope, { lesson: quote(title, 120) });

/** Confirms a student's own choice, with a button to read that lesson. */
export const withLessonToRead = (locale: Locale, message: Message, guild: string): Message => ({
  ...message,
  components: [
    ...message.components,
    row([primary({ kind: 'lesson-new', guild, page: 0 }, say(locale, 'read'))]),
  ],
});

/** Confirms that a choice was removed. */
export const lessonOfClassAgain = (locale: Locale, scope: 'own' | 'channel', title: string): Message =>
  said(locale, scope === 'own' ? 'class-lesson' : 'channel-class', { lesson: quote(title, 120) });

export const onlyOneLesson = (locale: Locale, title: string): Message =>
  said(locale, 'onlyOne', { lesson: quote(title, 120) });

export const noChannelHere = (locale: Locale): Message => said(locale, 'noChannel', {});
