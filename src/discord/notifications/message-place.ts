import type { APIMessage } from 'discord-api-types/v10';
import type { ReplyPlace } from '../../records/records.ts';
import type { Message } from '../render/message.ts';
import type { Messenger } from '../rest/messenger.ts';

type MessageEdits = Pick<Messenger, 'edit' | 'editMessage'>;
type MessageReads = Pick<Messenger, 'message' | 'shown'>;

/** Edits the message in a place; returns false when that place can no longer be edited. */
export async function editPlace(
  messenger: MessageEdits,
  place: ReplyPlace,
  message: Message,
): Promise<boolean> {
  if (place.kind === 'message') await messenger.editMessage(place.channel, place.message, message);
  else if (place.expiresAt > Date.now()) await messenger.edit(place.token, message);
  else return false;
  return true;
}

/** Fetches the message in a place; null when that place can no longer be edited. */
export async function readPlace(messenger: MessageReads, place: ReplyPlace): Promise<APIMessage | null> {
  if (place.kind === 'message') return messenger.message(place.channel, place.message);
  return place.expiresAt > Date.now() ? messenger.shown(place.token) : null;
}
