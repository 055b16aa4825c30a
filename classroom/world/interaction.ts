import type { APIInteraction, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';

/** Fifteen minutes: how long an interaction's token is good for. */
export const TOKEN_LIFE = 15 * 60_000;
/** Three seconds: how long a bot has for its first answer. */
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

/** Something that a person did and that the bot is asked about: a command, a press, a form, a half-typed option. */
export interface ClassroomInteraction {
  readonly id: string;
  readonly token: string;
  readonly payload: APIInteraction;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly createdAt: number;
  /** The words that a person sees above the answer: `/hint`, or the name of a message command. */
  readonly said: string | null;
  /** The message whose button or form this is. */
  readonly sourceId: string | null;
  state: Acknowledgement | 'waiting';
  /** The message that answers it, `@original`. */
  originalId: string | null;
  ephemeral: boolean;
  expired: boolean;
  modal: APIModalInteractionResponseCallbackData | null;
  /** The form was sent or put away. */
  formClosed: boolean;
  choices: readonly OfferedChoice[];
  readonly followUps: string[];
}
