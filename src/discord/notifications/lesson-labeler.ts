import type { Locale } from '../../wording/wording.ts';
import type { Message } from '../render/message.ts';

/** Says in a message which lesson it is about, where there are several. */
export interface LessonLabeler {
  readonly label: (locale: Locale, message: Message, slug: string) => Message;
}
