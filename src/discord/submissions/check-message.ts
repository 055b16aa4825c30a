import type { Answer } from '../interactions/answer.ts';
import type { Call } from '../interactions/call.ts';
import type { Said } from '../interactions/command.ts';
import { asked } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { answerSorted } from './answer-intake.ts';
import { download, withSnags } from './download.ts';

/** Checks what a message holds, for the one who asks. Only her own message changes what is remembered of her. */
export function checkSaid(call: Call, said: Said, services: Services): Promise<Answer> {
  return asked(
    call,
    services,
    async (question) => {
      const fetched = await download(said.uploads);
      const whose = { guild: question.guild.id, user: said.author };
      const sorted = await services.reading.sortMessage(
        { text: said.text, files: fetched.files },
        question.names,
        whose,
      );
      return answerSorted(call, question, withSnags(sorted, fetched.snags), whose, services);
    },
    { about: said.id },
  );
}
