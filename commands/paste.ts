import { type Answer, reply } from '../src/discord/answer.ts';
import type { Call } from '../src/discord/call.ts';
import { checkSaid } from '../src/discord/check-said.ts';
import type { Presses, Said } from '../src/discord/command.ts';
import { saidOf } from '../src/discord/incoming.ts';
import { classChosen, notYourClass } from '../src/discord/render/whose.ts';
import type { Services } from '../src/discord/services.ts';

/** A message in a DM is a question: what files does it hold, and how are they? */
export const onPaste = (call: Call, said: Said, services: Services): Promise<Answer> =>
  checkSaid(call, said, services);

/** The class that DMs are about is chosen once; the message that led to the question is then looked at. */
export const pastePresses: Presses = {
  class: async (call, { message }, services, chosen) => {
    const guild = chosen[0];
    const whose = guild === undefined ? null : await services.whose({ ...call, guild: null }, guild);
    if (guild === undefined || whose?.kind !== 'student' || whose.guild.id !== guild) {
      return reply(notYourClass(call.locale));
    }
    await services.records.chooseGuild(call.user, guild);
    if (message === '0' || call.channel === null) {
      return { show: 'update', message: classChosen(call.locale, services.guildName(guild), false) };
    }
    const said = saidOf(await services.post.message(call.channel, message));
    const answer = await checkSaid(call, said, services);
    return answer.show === 'reply' ? { show: 'update', message: answer.message } : answer;
  },
};
