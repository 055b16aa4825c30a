import type { Answer } from './answer.ts';
import { answerSorted } from './answering.ts';
import { asked } from './asked.ts';
import type { Call } from './call.ts';
import type { Said } from './command.ts';
import { download, withSnags } from './download.ts';
import type { Services } from './services.ts';

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
