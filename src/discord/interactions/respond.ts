import type { Logger } from 'pino';
import { valueWithin } from '../../timing/time-limit.ts';
import type { Message } from '../render/message.ts';
import { codeOf, codes, describeError, isClosedPlace, isFinal } from '../rest/discord-errors.ts';
import type { InteractionHandle, Messenger, SentMessage } from '../rest/messenger.ts';
import { type CommandResponse, reply } from './command-response.ts';

/** Delay before an unanswered interaction is acknowledged first. Discord gives up after 3000 ms. */
const acknowledgeAfterMs = 1_500;

export interface RespondOptions {
  readonly messenger: Messenger;
  readonly log: Logger;
  readonly interaction: InteractionHandle;
  readonly run: () => Promise<CommandResponse>;
  /** Whether the answer edits the message whose component was pressed. */
  readonly updates: boolean;
  readonly privately: boolean;
  readonly onError: (error: unknown) => Message;
  /** Shown instead of a form that took so long that Discord no longer accepts it. */
  readonly lateForm: () => Message;
  /** Another way to reach the user when Discord no longer waits for the answer. */
  readonly sendInstead: (message: Message) => Promise<SentMessage>;
}

/**
 * Answers an interaction exactly once. An answer that is ready quickly goes into the callback itself; a slower one is
 * acknowledged first and filled in. Failures are answered, too.
 */
export async function respond(options: RespondOptions): Promise<void> {
  const { log, onError } = options;
  const work = options.run().catch((error: unknown) => reply(onError(error)));
  const sent = await deliver(options, work);
  const response = await work;
  if (response.show !== 'reply' || response.after === undefined) return;
  await response.after(sent).catch((error: unknown) => {
    log.error(
      { event: 'interactions.follow-up-failed', err: describeError(error) },
      'what follows an answer failed',
    );
  });
}

async function deliver(options: RespondOptions, work: Promise<CommandResponse>): Promise<SentMessage | null> {
  const first = await valueWithin(work, acknowledgeAfterMs, 'slow' as const);
  try {
    return first === 'slow' ? await sendLater(options, work) : await sendNow(options, first);
  } catch (error) {
    const response = await work;
    if (!isUnheard(error) || response.show !== 'reply') throw error;
    options.log.warn(
      { event: 'interactions.answered-by-dm', err: describeError(error) },
      'Discord did not wait for an answer: it goes into the DM',
    );
    return { ...(await options.sendInstead(response.message)), byDm: true };
  }
}

async function sendNow(
  { messenger, interaction, privately }: RespondOptions,
  response: CommandResponse,
): Promise<SentMessage | null> {
  switch (response.show) {
    case 'reply':
      return messenger.reply(interaction, response.message, privately);
    case 'update':
      await messenger.update(interaction, response.message);
      return null;
    case 'modal':
      await messenger.modal(interaction, response.modal);
      return null;
    case 'nothing':
      await messenger.defer(interaction, 'update', privately);
      return null;
  }
}

async function sendLater(
  { messenger, interaction, updates, privately, lateForm }: RespondOptions,
  work: Promise<CommandResponse>,
): Promise<SentMessage | null> {
  await messenger.defer(interaction, updates ? 'update' : 'reply', privately);
  const answered = await work;
  const response = answered.show === 'modal' ? ({ show: 'reply', message: lateForm() } as const) : answered;
  switch (response.show) {
    case 'reply':
      if (!updates) return messenger.edit(interaction.token, response.message);
      await messenger.followUp(interaction.token, response.message, privately);
      return null;
    case 'update':
      await messenger.edit(interaction.token, response.message);
      return null;
    case 'nothing':
      return null;
  }
}

/** Discord has given up on the interaction, its channel is closed, or Discord could not be reached: the user sees no answer. */
const isUnheard = (error: unknown): boolean => {
  const code = codeOf(error);
  return (
    code === codes.unknownInteraction ||
    code === codes.unknownWebhook ||
    isClosedPlace(error) ||
    !isFinal(error)
  );
};
