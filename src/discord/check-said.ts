import { type Answer, reply } from './answer.ts';
import { asked } from './asked.ts';
import type { Call } from './call.ts';
import type { Said } from './command.ts';
import { download } from './download.ts';
import { lookAtOthers, lookAtOwn } from './looking.ts';
import { checkMessage } from './render/check.ts';
import { nothingToCheck } from './render/snags.ts';
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
      const all = { files: sorted.files, snags: [...fetched.snags, ...sorted.snags] };
      if (Object.keys(all.files).length === 0) {
        return reply(nothingToCheck(call.locale, all.snags, question.names));
      }
      const looked =
        said.author === call.user
          ? await lookAtOwn(question, all, services)
          : await lookAtOthers(question, all, whose, services);
      return reply(checkMessage(call.locale, looked));
    },
    { about: said.id },
  );
}
