import type { Logger } from 'pino';
import { apology } from '../interactions/apology.ts';
import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { CommandResponse } from '../interactions/command-response.ts';
import type { Services } from '../interactions/services.ts';
import { slowDown } from '../render/errors.ts';
import type { Message } from '../render/message.ts';
import { describeError, isFinal, newReference } from '../rest/discord-errors.ts';
import type { SentMessage } from '../rest/messenger.ts';

/** Answers in DMs: a message of Dockhand's own under each message of the student, edited when she edits hers. */
export interface DirectReplies {
  /** False when the answer could not be sent now but may be later. */
  readonly sent: (call: CommandCall, said: UserMessage) => Promise<boolean>;
  readonly edited: (call: CommandCall, said: UserMessage) => Promise<boolean>;
  readonly tooFast: (call: CommandCall, said: UserMessage) => Promise<boolean>;
}

/** Answers whose place is held in memory; older ones are looked up in the channel. */
const most = 5_000;

export function openPastes(
  onPaste: (call: CommandCall, said: UserMessage, services: Services) => Promise<CommandResponse>,
  services: Services,
  log: Logger,
): DirectReplies {
  const { messenger } = services;
  const answers = new Map<string, SentMessage>();
  /** One message at a time: a quick edit must not be overtaken by the answer to what was there before. */
  const turns = new Map<string, Promise<boolean>>();

  const inTurn = (id: string, work: () => Promise<void>): Promise<boolean> => {
    const before = turns.get(id) ?? Promise.resolve(true);
    const mine = before.then(work).then(
      () => true,
      (error: unknown) => {
        log.warn({ err: describeError(error) }, 'a message in a DM could not be answered');
        return isFinal(error);
      },
    );
    turns.set(id, mine);
    return mine.finally(() => {
      if (turns.get(id) === mine) turns.delete(id);
    });
  };

  const answerOf = async (call: CommandCall, said: UserMessage): Promise<Message | null> => {
    try {
      const answer = await onPaste(call, said, services);
      return answer.show === 'reply' ? answer.message : null;
    } catch (error) {
      const reference = newReference();
      log.error({ reference, user: call.user, err: describeError(error) }, 'a message in a DM failed');
      return apology(call.locale, error, reference);
    }
  };

  const send = async (said: UserMessage, message: Message): Promise<void> => {
    // The gateway may deliver a message twice after it came back: the nonce keeps the answer single.
    const shown = await messenger.send(said.channel, message, {
      answerTo: said.id,
      nonce: `p${said.id}`.slice(0, 25),
    });
    if (answers.size >= most) answers.clear();
    answers.set(said.id, shown);
  };

  const find = async (said: UserMessage): Promise<SentMessage | null> => {
    const held = answers.get(said.id);
    if (held !== undefined) return held;
    const later = await messenger.messagesAfter(said.channel, said.id);
    const found = later.find(
      (message) => message.author.bot && message.message_reference?.message_id === said.id,
    );
    return found === undefined ? null : { channel: said.channel, message: found.id };
  };

  return {
    sent: (call, said) =>
      inTurn(said.id, async () => {
        const message = await answerOf(call, said);
        if (message !== null) await send(said, message);
      }),
    edited: (call, said) =>
      inTurn(said.id, async () => {
        const message = await answerOf(call, said);
        if (message === null) return;
        const place = await find(said);
        if (place === null) await send(said, message);
        else await messenger.editMessage(place.channel, place.message, message);
      }),
    tooFast: (call, said) => inTurn(said.id, () => send(said, slowDown(call.locale))),
  };
}
