import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import {
  checklistMessage,
  isTickedByHand,
  noVersionSeen,
  versionForm,
} from '../src/discord/render/lesson/checklist.ts';
import type { Message } from '../src/discord/render/message.ts';
import { dockerVersionIn } from '../src/lesson/checklist.ts';
import { type ChecklistBox, checklistOf, tickProven } from '../src/teaching/checklist.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-checklist', {
  en: {
    about: 'What the lesson wants in the end, and what of it is done',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'checklist',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

async function show(
  call: CommandCall,
  { student, lesson, guild }: StudentRequest,
  services: Services,
): Promise<Message> {
  const boxes = await checklistOf(services.records, student, lesson);
  return checklistMessage(call.locale, guild.id, lesson, boxes);
}

/** Ticks or unticks boxes by hand; only those that nothing can prove. */
async function tickByHand(
  { student, lesson }: StudentRequest,
  boxes: readonly ChecklistBox[],
  { records, now }: Services,
): Promise<void> {
  for (const box of boxes.filter(isTickedByHand)) {
    if (box.proof === null)
      await records.checklist.tick(student, lesson.slug, {
        item: box.key,
        at: now(),
        by: 'hand',
        proof: null,
      });
    else await records.checklist.untick(student, lesson.slug, box.key);
  }
}

/** Ticks the box that the output of `docker --version` proves. */
async function tickWithOutput(
  call: CommandCall,
  request: StudentRequest,
  output: string,
  services: Services,
): Promise<CommandResponse> {
  const version = dockerVersionIn(output);
  if (version === null) return reply(noVersionSeen(call.locale, request.guild.id));
  const { records, now } = services;
  const { student, lesson } = request;
  await tickProven(records, student, lesson, 'docker', { at: now(), by: 'output', proof: version });
  return reply(await show(call, request, services));
}

export const checklistCommand = command(definition, {
  run: (call, _given, services) =>
    forStudent(call, services, async (request) => reply(await show(call, request, services))),
  fromWords: () => ({}),
  components: {
    checklist: (call, { guild, how }, services) =>
      forStudent(
        call,
        services,
        async (request) => {
          const message = await show(call, request, services);
          return how === 'again' ? { show: 'update', message } : reply(message);
        },
        { guild },
      ),
    'checklist-ticks': (call, { guild }, services, chosen) =>
      forStudent(
        call,
        services,
        async (request) => {
          const boxes = await checklistOf(services.records, request.student, request.lesson);
          const wanted = boxes.filter((_box, index) => chosen.includes(String(index)));
          await tickByHand(request, wanted, services);
          return { show: 'update', message: await show(call, request, services) };
        },
        { guild },
      ),
    'checklist-form': async (call, { guild }) => ({ show: 'modal', modal: versionForm(call.locale, guild) }),
  },
  forms: {
    'checklist-sent': (call, { guild }, services, filled) =>
      forStudent(
        call,
        services,
        (request) => tickWithOutput(call, request, filled.texts.output ?? '', services),
        { guild },
      ),
  },
});
