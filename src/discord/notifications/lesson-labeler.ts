import type { Locale } from '../../wording/wording.ts';
import type { Message } from '../render/message.ts';

/** Labels a message with the lesson it is about, if there are several lessons. */
export interface LessonLabeler {
  readonly label: (locale: Locale, message: Message, slug: string) => Message;
}
