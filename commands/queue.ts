import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { type Answer, reply } from '../src/discord/answer.ts';
import type { Call } from '../src/discord/call.ts';
import { command } from '../src/discord/command.ts';
import { noTaRole, queueIsForServers, queueMessage, queueRefused } from '../src/discord/render/queue.ts';
import type { Services } from '../src/discord/services.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-queue', {
  en: {
    about: 'For teaching assistants: what waits, what runs, what is done today',
  },
});

/** `default_member_permissions` hides it from students, but it is no guard: an admin can change it, so the role is checked. */
const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'queue',
  description: say('en', 'about'),
  default_member_permissions: '0',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

async function overview(call: Call, services: Services, again: boolean): Promise<Answer> {
  const whose = await services.whose(call);
  if (call.guild === null || whose.kind !== 'student') return reply(queueIsForServers(call.locale));
  const { guild } = whose;
  if (guild.taRole === null) return reply(call.manages ? noTaRole(call.locale) : queueRefused(call.locale));
  if (!call.roles.includes(guild.taRole)) return reply(queueRefused(call.locale));
  const { queue, today } = await services.desk.overview(guild.id);
  const jobs = queue === null ? [] : [...queue.next, ...queue.running.slice(0, 10)];
  const owners = new Map(
    await Promise.all(
      jobs.map(async ({ submission }): Promise<[string, string | null]> => {
        const student = (await services.records.submission(submission))?.student;
        return [submission, student?.guild === guild.id ? student.user : null];
      }),
    ),
  );
  const view = { queue, today, owner: (submission: string) => owners.get(submission) ?? null };
  const message = queueMessage(call.locale, view, services.now());
  return again ? { show: 'update', message } : reply(message);
}

export const queue = command(definition, {
  run: (call, _given, services) => overview(call, services, false),
  presses: { queue: (call, _press, services) => overview(call, services, true) },
});
