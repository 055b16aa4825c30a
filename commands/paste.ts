import { type Answer, reply } from '../src/discord/interactions/answer.ts';
import type { Call } from '../src/discord/interactions/call.ts';
import type { Presses, Said } from '../src/discord/interactions/command.ts';
import { asked } from '../src/discord/interactions/for-student.ts';
import { saidOf } from '../src/discord/interactions/incoming.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { checkMessage } from '../src/discord/render/check.ts';
import { classChosen, notYourClass } from '../src/discord/render/choose-class.ts';
import { nothingToAppendTo, pieceIsGone, takenBackMessage } from '../src/discord/render/fragment.ts';
import { checkSaid } from '../src/discord/submissions/check-message.ts';
import { lookAtOwn } from '../src/discord/submissions/instant-check.ts';
import { appended } from '../src/intake/placing.ts';

/** A message in a DM is a question: what files does it hold, and how are they? */
export const onPaste = (call: Call, said: Said, services: Services): Promise<Answer> =>
  checkSaid(call, said, services);

/** The lines are what their sender says they are: now they change what is remembered. */
async function placePiece(
  call: Call,
  act: 'append' | 'whole',
  id: string,
  services: Services,
): Promise<Answer> {
  const { records } = services;
  const piece = await records.piece(id);
  if (piece === null || piece.student.user !== call.user) return reply(pieceIsGone(call.locale));
  const { student, lesson, path, text } = piece;
  return asked(
    call,
    services,
    async (question) => {
      if (question.lesson.slug !== lesson) return reply(pieceIsGone(call.locale));
      const remembered = await records.workspace(student, lesson);
      const file = remembered.find((one) => one.path === path);
      if (act === 'append' && file === undefined) return reply(nothingToAppendTo(call.locale, path));
      const whole = act === 'append' && file !== undefined ? appended(file.text, text) : text;
      const looked = await lookAtOwn(question, { files: { [path]: whole }, snags: [] }, services);
      return reply(checkMessage(call.locale, looked));
    },
    { guild: student.guild },
  );
}

/** The class that DMs are about is chosen once; the message that led to the question is then looked at. */
export const pastePresses: Presses = {
  'take-back': async (call, { change }, services) => {
    const result = await services.records.takeBack(call.user, change);
    if (result.kind === 'taken-back') services.teaching.boardChanged(result.student.guild);
    return reply(takenBackMessage(call.locale, result, services.now()));
  },
  piece: (call, { act, piece }, services) => placePiece(call, act, piece, services),
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
