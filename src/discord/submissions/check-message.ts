import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { forStudent } from '../interactions/for-student.ts';
import { userMessageFrom } from '../interactions/incoming.ts';
import type { Services } from '../interactions/services.ts';
import { checkDetails, messageIsGone } from '../render/check-details.ts';
import { isFinal } from '../rest/discord-errors.ts';
import { answerIntake } from './answer-intake.ts';
import { download, withDownloadProblems } from './download.ts';
import { checkForeignFiles } from './instant-check.ts';

/** Checks what a message holds, for the one who asks. Only her own message changes what is remembered of her. */
export function checkMessageContent(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<CommandResponse> {
  return forStudent(
    call,
    services,
    async (request) => {
      const fetched = await download(message.uploads);
      const owner = { guild: request.guild.id, user: message.author };
      const sent = { text: message.text, files: fetched.files };
      const intake = await services.reading.readMessage(sent, request.names, owner);
      return answerIntake(call, request, withDownloadProblems(intake, fetched.problems), {
        sent,
        owner,
        message: message.id,
        services,
      });
    },
    { about: message.id },
  );
}

/** All that a check sees in somebody else's message, which is read once more. */
export async function detailsOfMessage(
  call: CommandCall,
  id: string,
  services: Services,
): Promise<CommandResponse> {
  const message = call.channel === null ? null : await messageAt(call.channel, id, services);
  if (message === null) return reply(messageIsGone(call.locale));
  return forStudent(call, services, async (request) => {
    const fetched = await download(message.uploads);
    const owner = { guild: request.guild.id, user: message.author };
    const sent = { text: message.text, files: fetched.files };
    const intake = await services.reading.readMessage(sent, request.names, owner);
    const about = { owner, message: id };
    return reply(checkDetails(call.locale, await checkForeignFiles(request, intake, about, services)));
  });
}

/** A message as it is now; null when it is gone, or is where the bot cannot read. */
export async function messageAt(
  channel: string,
  id: string,
  { messenger }: Services,
): Promise<UserMessage | null> {
  try {
    return userMessageFrom(await messenger.message(channel, id));
  } catch (error) {
    if (isFinal(error)) return null;
    throw error;
  }
}
