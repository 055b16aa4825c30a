import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { CommandResponse } from '../interactions/command-response.ts';
import { forStudent } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { answerIntake } from './answer-intake.ts';
import { download, withDownloadProblems } from './download.ts';

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
        services,
      });
    },
    { about: message.id },
  );
}
