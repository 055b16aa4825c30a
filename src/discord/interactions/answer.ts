import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { Message } from '../render/message.ts';
import type { Shown } from '../rest/post.ts';

/** What a handler gives back; the router shows it. */
export type Answer =
  | {
      readonly show: 'reply';
      readonly message: Message;
      /** Called once the reply is there to be edited. */
      readonly after?: (shown: Shown | null) => Promise<void>;
    }
  /** Changes the message whose button was pressed. */
  | { readonly show: 'update'; readonly message: Message }
  /** The press is acknowledged; what it did shows by itself. */
  | { readonly show: 'nothing' }
  | { readonly show: 'modal'; readonly modal: APIModalInteractionResponseCallbackData };

export const reply = (message: Message): Answer => ({ show: 'reply', message });
