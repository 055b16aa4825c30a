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
  said: UserMessage,
  services: Services,
): Promise<CommandResponse> {
  return forStudent(
    call,
    services,
    async (question) => {
      const fetched = await download(said.uploads);
      const whose = { guild: question.guild.id, user: said.author };
      const intake = await services.reading.readMessage(
        { text: said.text, files: fetched.files },
        question.names,
        whose,
      );
      return answerIntake(call, question, withDownloadProblems(intake, fetched.problems), whose, services);
    },
    { about: said.id },
  );
}
