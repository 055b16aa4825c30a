import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { Question } from '../../records/records.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type CustomId, customId, noSubmission } from './custom-id.ts';
import { paragraphField } from './form-fields.ts';
import { button, container, type Message, row, text } from './message.ts';
import { stamp } from './time.ts';

const say = words('ask.student', {
  en: {
    title: 'Ask a human',
    question: 'What is the question?',
    questionMore: 'What did you expect, and what happened instead? Your files go along.',
    sent: '### 🙋 Your question is with the teaching assistants\nOne of them will answer here, in a DM, or in a thread with just the two of you. Your files and your last result go along, so you need not send them again.',
    added:
      '### 🙋 Added to your question\nYour question of {{when}} is still open, and not forgotten! The teaching assistants read there what you added.',
    repeated:
      'You asked just that {{when}}, and it is still open. It is not forgotten! When you can answer it yourself by now, say so.',
    full: 'Your question of {{when}} is still open, and there is no room in it for more. Put the rest into a file and show it to whoever answers; or close the question with the button, and ask again.',
    unseen:
      '⚠️ I wrote it down, but at the moment I cannot show it in the teaching assistants’ channel. I go on trying. They find it in the queue and on their page, too. If it is urgent, tell one of them yourself.',
    noChannel:
      'This class has no channel for its teaching assistants: they find it in the queue and on their page. If it is urgent, tell one of them yourself.',
    solved: 'I found it myself',
    solvedDone: 'Well done! 🎉 I closed your question.',
  },
});

/** The custom ID of a button that asks a human, without reference to a submission. */
export const askPress = (guild: string): CustomId => ({ kind: 'ask', submission: noSubmission, guild });

/** The form in which a student asks. `known`: the text to prefill when the subject is known. */
export const askModal = (
  locale: Locale,
  submission: string,
  guild: string,
  known = '',
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'ask-sent', submission, guild }),
  title: say(locale, 'title'),
  components: [
    paragraphField(
      'question',
      { label: say(locale, 'question'), description: say(locale, 'questionMore') },
      { most: 1000, least: 3, value: known.slice(0, 1000) },
    ),
  ],
});

/** Confirms a student's question. If it is not visible in the staff channel, the message says so. */
export function askReceived(
  locale: Locale,
  ask: Question,
  how: 'new' | 'appended' | 'repeated' | 'full',
  card: 'posted' | 'no-channel' | 'refused',
): Message {
  const key = ({ new: 'sent', appended: 'added', repeated: 'repeated', full: 'full' } as const)[how];
  const unseen = card === 'refused' ? say(locale, 'unseen') : say(locale, 'noChannel');
  const isSeen = card === 'posted';
  const main = how === 'new' && card === 'refused' ? [] : [text(say(locale, key, { when: stamp(ask.at) }))];
  return {
    components: [
      container(how === 'full' || how === 'repeated' || !isSeen ? 'waiting' : 'good', [
        ...main,
        ...(isSeen ? [] : [text(unseen)]),
      ]),
      row([button({ kind: 'asked', act: 'solved', ask: ask.id }, say(locale, 'solved'))]),
    ],
  };
}

export const askSolved = (locale: Locale): Message => ({
  components: [container('good', [text(say(locale, 'solvedDone'))])],
});
