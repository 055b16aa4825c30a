import type { ComponentHandlers } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { userMessageFrom } from '../src/discord/interactions/incoming.ts';
import { classChosen, notYourClass } from '../src/discord/render/lesson/choose-class.ts';
import { checkMessageContent } from '../src/discord/submissions/check-message.ts';

/** Chooses the class for DMs once; the message that led to the question is then checked. */
export const classComponents: ComponentHandlers = {
  class: async (call, { message }, services, chosen) => {
    const guild = chosen[0];
    const resolved =
      guild === undefined ? null : await services.resolveClass({ ...call, guild: null }, guild);
    if (guild === undefined || resolved?.kind !== 'student' || resolved.guild.id !== guild) {
      return reply(notYourClass(call.locale));
    }
    await services.records.guilds.choose(call.user, guild);
    if (message === '0' || call.channel === null) {
      return { show: 'update', message: classChosen(call.locale, services.guildName(guild), false) };
    }
    const content = userMessageFrom(await services.messenger.message(call.channel, message));
    const response = await checkMessageContent(call, content, services);
    return response.show === 'reply' ? { show: 'update', message: response.message } : response;
  },
};
