import type { Logger } from 'pino';
import type { Message } from '../render/message.ts';
import { describeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

/** Sends a notice in a DM; returns false when that was not possible, which callers can ignore. */
export async function sendDm(
  { messenger, log }: { readonly messenger: Pick<Messenger, 'dmChannel' | 'send'>; readonly log: Logger },
  user: string,
  message: Message,
): Promise<boolean> {
  try {
    await messenger.send(await messenger.dmChannel(user), message);
    return true;
  } catch (error) {
    log.info({ event: 'notify.dm-not-sent', err: describeError(error) }, 'news could not be sent in a DM');
    return false;
  }
}
