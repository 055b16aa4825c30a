import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../interactions/for-student.ts';
import { userMessageFrom } from '../interactions/incoming.ts';
import type { Services } from '../interactions/services.ts';
import { checkDetails, messageIsGone } from '../render/check/check-details.ts';
import { isFinal } from '../rest/discord-errors.ts';
import { answerIntake } from './answer-intake.ts';
import { download, withDownloadProblems } from './download.ts';
import { checkForeignFiles } from './instant-check.ts';

/** Checks the content of a message for the asker. Only the asker's own message changes the remembered files. */
export function checkMessageContent(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<CommandResponse> {
  return forStudent(
    call,
    services,
    async (request) => {
      const read = await readUserMessage(request, message, services);
      return answerIntake(call, request, read.intake, { ...read.origin, sent: read.sent, services });
    },
    { about: message.id },
  );
}

/** All findings in somebody else's message, which is fetched again. */
export async function detailsOfMessage(
  call: CommandCall,
  id: string,
  services: Services,
): Promise<CommandResponse> {
  const message = call.channel === null ? null : await messageAt(call.channel, id, services);
  if (message === null) return reply(messageIsGone(call.locale));
  return forStudent(call, services, async (request) => {
    const { intake, origin } = await readUserMessage(request, message, services);
    return reply(checkDetails(call.locale, await checkForeignFiles(request, intake, origin, services)));
  });
}

/** Reads a message with its attachments for the intake. Failed downloads are listed among the problems. */
async function readUserMessage(request: StudentRequest, message: UserMessage, { reading }: Services) {
  const fetched = await download(message.uploads);
  const origin = { owner: { guild: request.guild.id, user: message.author }, message: message.id };
  const sent = { text: message.text, files: fetched.files };
  const intake = await reading.readMessage(sent, request.names, origin.owner);
  return { sent, origin, intake: withDownloadProblems(intake, fetched.problems) };
}

/** Fetches the current version of a message; null when it is gone or the bot cannot read it. */
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
