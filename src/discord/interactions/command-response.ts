import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { Message } from '../render/message.ts';
import type { SentMessage } from '../rest/messenger.ts';

/** What a handler gives back; the router shows it. */
export type CommandResponse =
  | {
      readonly show: 'reply';
      readonly message: Message;
      /** Called once the reply is there to be edited. */
      readonly after?: (shown: SentMessage | null) => Promise<void>;
    }
  /** Changes the message whose button was pressed. */
  | { readonly show: 'update'; readonly message: Message }
  /** The press is acknowledged; what it did shows by itself. */
  | { readonly show: 'nothing' }
  | { readonly show: 'modal'; readonly modal: APIModalInteractionResponseCallbackData };

export const reply = (message: Message): CommandResponse => ({ show: 'reply', message });
