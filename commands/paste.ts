import type { ComponentHandlers, UserMessage } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import { userMessageFrom } from '../src/discord/interactions/incoming.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { checkMessage } from '../src/discord/render/check.ts';
import { classChosen, notYourClass } from '../src/discord/render/choose-class.ts';
import { fragmentIsGone, nothingToAppendTo, takenBackMessage } from '../src/discord/render/fragment.ts';
import { checkMessageContent } from '../src/discord/submissions/check-message.ts';
import { checkOwnFiles } from '../src/discord/submissions/instant-check.ts';
import { appended } from '../src/intake/placing.ts';

/** A message in a DM is a question: what files does it hold, and how are they? */
export const onPaste = (call: CommandCall, said: UserMessage, services: Services): Promise<CommandResponse> =>
  checkMessageContent(call, said, services);

/** The lines are what their sender says they are: now they change what is remembered. */
async function placePiece(
  call: CommandCall,
  act: 'append' | 'whole',
  id: string,
  services: Services,
): Promise<CommandResponse> {
  const { records } = services;
  const piece = await records.workspaces.fragment(id);
  if (piece === null || piece.student.user !== call.user) return reply(fragmentIsGone(call.locale));
  const { student, lesson, path, text } = piece;
  return forStudent(
    call,
    services,
    async (question) => {
      if (question.lesson.slug !== lesson) return reply(fragmentIsGone(call.locale));
      const remembered = await records.workspaces.files(student, lesson);
      const file = remembered.find((one) => one.path === path);
      if (act === 'append' && file === undefined) return reply(nothingToAppendTo(call.locale, path));
      const whole = act === 'append' && file !== undefined ? appended(file.text, text) : text;
      const looked = await checkOwnFiles(question, { files: { [path]: whole }, snags: [] }, services);
      return reply(checkMessage(call.locale, looked));
    },
    { guild: student.guild },
  );
}

/** The class that DMs are about is chosen once; the message that led to the question is then looked at. */
export const pastePresses: ComponentHandlers = {
  'take-back': async (call, { change }, services) => {
    const result = await services.records.workspaces.undo(call.user, change);
    if (result.kind === 'taken-back') services.staff.boardChanged(result.student.guild);
    return reply(takenBackMessage(call.locale, result, services.now()));
  },
  piece: (call, { act, piece }, services) => placePiece(call, act, piece, services),
  class: async (call, { message }, services, chosen) => {
    const guild = chosen[0];
    const whose = guild === undefined ? null : await services.resolveClass({ ...call, guild: null }, guild);
    if (guild === undefined || whose?.kind !== 'student' || whose.guild.id !== guild) {
      return reply(notYourClass(call.locale));
    }
    await services.records.guilds.choose(call.user, guild);
    if (message === '0' || call.channel === null) {
      return { show: 'update', message: classChosen(call.locale, services.guildName(guild), false) };
    }
    const said = userMessageFrom(await services.messenger.message(call.channel, message));
    const answer = await checkMessageContent(call, said, services);
    return answer.show === 'reply' ? { show: 'update', message: answer.message } : answer;
  },
};
