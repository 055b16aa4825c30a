import type { ComponentHandlers } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { checkMessage } from '../src/discord/render/check/check.ts';
import { fragmentIsGone, nothingToAppendTo, takenBackMessage } from '../src/discord/render/check/fragment.ts';
import { checkOwnFiles } from '../src/discord/submissions/instant-check.ts';
import { appendFragment } from '../src/intake/fragment.ts';

/** The sender has said what the lines are, so they now change the remembered file. */
async function placeFragment(
  call: CommandCall,
  act: 'append' | 'whole',
  id: string,
  services: Services,
): Promise<CommandResponse> {
  const { records } = services;
  const fragment = await records.workspaces.fragment(id);
  if (fragment === null || fragment.student.user !== call.user) return reply(fragmentIsGone(call.locale));
  const { student, lesson, path, text } = fragment;
  return forStudent(
    { ...call, lesson },
    services,
    async (request) => {
      if (request.lesson.slug !== lesson) return reply(fragmentIsGone(call.locale));
      const remembered = await records.workspaces.files(student, lesson);
      const file = remembered.find((one) => one.path === path);
      if (act === 'append' && file === undefined) return reply(nothingToAppendTo(call.locale, path));
      const whole = act === 'append' && file !== undefined ? appendFragment(file.text, text) : text;
      const result = await checkOwnFiles(request, { files: { [path]: whole }, problems: [] }, services);
      return reply(checkMessage(call.locale, result));
    },
    { guild: student.guild },
  );
}

/** Buttons under an instant check that change the remembered files. */
export const fileComponents: ComponentHandlers = {
  'take-back': async (call, { change }, services) => {
    const result = await services.records.workspaces.undo(call.user, change);
    if (result.kind === 'taken-back') services.staff.boardChanged(result.student.guild);
    return reply(takenBackMessage(call.locale, result, services.now()));
  },
  piece: (call, { act, piece }, services) => placeFragment(call, act, piece, services),
};
