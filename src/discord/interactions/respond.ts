import type { Logger } from 'pino';
import type { Message } from '../render/message.ts';
import { codeOf, codes, describeError, isFinal } from '../rest/discord-errors.ts';
import type { InteractionHandle, Messenger, SentMessage } from '../rest/messenger.ts';
import type { CommandResponse } from './command-response.ts';

/** After this long an interaction is acknowledged first and answered later: Discord gives up after 3000 ms. */
const quick = 1_500;

/**
 * Answers an interaction exactly once. What is ready at once goes into the callback itself; what takes longer is
 * acknowledged first and filled in. A failure is answered too.
 */
export async function respond(options: {
  readonly post: Messenger;
  readonly log: Logger;
  readonly interaction: InteractionHandle;
  readonly work: () => Promise<CommandResponse>;
  /** The answer changes the message that was pressed. */
  readonly updates: boolean;
  readonly privately: boolean;
  readonly onError: (error: unknown) => Message;
  /** Another way to the one who asked, for an answer that Discord did not wait for. */
  readonly otherwise: (message: Message) => Promise<SentMessage>;
}): Promise<void> {
  const { post, log, interaction, updates, privately, onError } = options;
  const work = options
    .work()
    .catch((error: unknown): CommandResponse => ({ show: 'reply', message: onError(error) }));
  const first = await Promise.race([work, after(quick)]);
  let shown: SentMessage | null;
  try {
    shown = first === 'slow' ? await later() : await now(first);
  } catch (error) {
    const answer = await work;
    if (!unheard(error) || answer.show !== 'reply') throw error;
    log.warn({ err: describeError(error) }, 'Discord did not wait for an answer: it goes into the DM');
    shown = { ...(await options.otherwise(answer.message)), byDm: true };
  }
  const answer = await work;
  if (answer.show === 'reply' && answer.after !== undefined) {
    await answer.after(shown).catch((error: unknown) => {
      log.error({ err: describeError(error) }, 'what follows an answer failed');
    });
  }

  async function now(answer: CommandResponse): Promise<SentMessage | null> {
    switch (answer.show) {
      case 'reply':
        return post.reply(interaction, answer.message, privately);
      case 'update':
        await post.update(interaction, answer.message);
        return null;
      case 'modal':
        await post.modal(interaction, answer.modal);
        return null;
      case 'nothing':
        await post.defer(interaction, 'update', privately);
        return null;
    }
  }

  async function later(): Promise<SentMessage | null> {
    await post.defer(interaction, updates ? 'update' : 'reply', privately);
    const answer = await work;
    switch (answer.show) {
      case 'reply':
        if (!updates) return post.edit(interaction.token, answer.message);
        await post.followUp(interaction.token, answer.message, privately);
        return null;
      case 'update':
        await post.edit(interaction.token, answer.message);
        return null;
      case 'modal':
        throw new Error('a form has to be shown at once');
      case 'nothing':
        return null;
    }
  }
}

/** Discord has given the interaction up, or was not to be reached: the one who asked sees no answer. */
const unheard = (error: unknown): boolean =>
  codeOf(error) === codes.unknownInteraction || codeOf(error) === codes.unknownWebhook || !isFinal(error);

const after = (ms: number): Promise<'slow'> =>
  new Promise((resolve) => setTimeout(resolve, ms, 'slow').unref());
