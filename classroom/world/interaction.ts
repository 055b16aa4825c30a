import type { APIInteraction, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';

/** Fifteen minutes: how long an interaction's token is valid. */
export const TOKEN_LIFE = 15 * 60_000;
/** Three seconds: how long a bot has for its initial response. */
export const FIRST_ANSWER = 3_000;

export type Acknowledgement =
  | 'replied'
  | 'deferred'
  | 'updated'
  | 'deferred-update'
  | 'modal'
  | 'choices'
  | 'failed';

export interface OfferedChoice {
  readonly name: string;
  readonly value: string | number;
}

/** A person's action that the bot has to respond to: a command, a click, a modal, autocomplete. */
export interface ClassroomInteraction {
  readonly id: string;
  readonly token: string;
  readonly payload: APIInteraction;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly createdAt: number;
  /** The text above the answer: `/hint`, or the name of a message command. */
  readonly said: string | null;
  /** The message that contains the button or opened the modal. */
  readonly sourceId: string | null;
  state: Acknowledgement | 'waiting';
  /** The response message, `@original`. */
  originalId: string | null;
  ephemeral: boolean;
  expired: boolean;
  modal: APIModalInteractionResponseCallbackData | null;
  /** The modal was submitted or dismissed. */
  formClosed: boolean;
  choices: readonly OfferedChoice[];
  readonly followUps: string[];
}
