import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { hintMessage, noSuchTodo } from '../src/discord/render/hint.ts';
import { recordedOrSkipped } from '../src/discord/submissions/gather-files.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-hint', {
  en: {
    about: 'The hint for a TODO: a nudge first, the answer when you open it',
    todo: 'The number of the TODO',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'hint',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'todo',
      description: say('en', 'todo'),
      required: true,
      autocomplete: true,
      min_value: 0,
      max_value: 9999,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Shows a hint to the one who asked, and remembers that she took it. */
function showHint(
  call: CommandCall,
  n: number,
  services: Services,
  guild?: string,
): Promise<CommandResponse> {
  return forStudent(
    call,
    services,
    async ({ student, lesson, guild: { id } }) => {
      const todo = lesson.todos.find((known) => known.n === n);
      if (todo === undefined) return reply(noSuchTodo(call.locale, id, lesson, n));
      await recordedOrSkipped(
        services.records.progress.recordHint(student, lesson.slug, n, call.at),
        services,
      );
      return reply(hintMessage(call.locale, id, lesson, todo));
    },
    guild === undefined ? {} : { guild },
  );
}

export const hint = command(definition, {
  run: (call, { todo }, services) => showHint(call, todo, services),
  complete: (call, typed, services) => {
    const guild = services.classFromMemory(call);
    const installed = guild === null ? null : services.lesson(guild.lesson);
    const words = typed.toLowerCase().trim();
    return (installed?.lesson.todos ?? [])
      .filter((todo) => `${todo.n} ${todo.title}`.toLowerCase().includes(words))
      .slice(0, 25)
      .map((todo) => ({ name: `${todo.n} · ${todo.title}`.slice(0, 100), value: todo.n }));
  },
  fromWords: (words) => {
    const todo = /\d{1,4}/.exec(words.slice(0, 100))?.[0];
    return todo === undefined ? null : { todo: Number(todo) };
  },
  components: {
    hint: (call, press, services) => showHint(call, press.todo, services, press.guild),
  },
});
