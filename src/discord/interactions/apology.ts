import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import { RecordsAway } from '../../records/storage/away.ts';
import type { Locale } from '../../wording/wording.ts';
import { notRecorded, slowDown, unexpectedError, unreadable } from '../render/errors.ts';
import type { Message } from '../render/message.ts';

/** The message shown when an answer failed. */
export function apology(locale: Locale, error: unknown, reference: string): Message {
  if (error instanceof UnreadableText) return unreadable(locale, error);
  if (error instanceof TooMuchAtOnce) return slowDown(locale);
  return (error instanceof RecordsAway ? notRecorded : unexpectedError)(locale, reference);
}
