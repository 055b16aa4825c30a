import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { Message } from '../render/message.ts';
import type { SentMessage } from '../rest/messenger.ts';

/** What a handler returns; the router shows it. */
export type CommandResponse =
  | {
      readonly show: 'reply';
      readonly message: Message;
      /** Called once the reply exists and can be edited. */
      readonly after?: (shown: SentMessage | null) => Promise<void>;
    }
  /** Edits the message whose button was pressed. */
  | { readonly show: 'update'; readonly message: Message }
  /** Acknowledges the press; its effect is visible elsewhere. */
  | { readonly show: 'nothing' }
  | { readonly show: 'modal'; readonly modal: APIModalInteractionResponseCallbackData };

export const reply = (message: Message): CommandResponse => ({ show: 'reply', message });
