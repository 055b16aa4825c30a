import { ApplicationCommandType } from 'discord-api-types/v10';
import type { BotCommand, UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { forStudent } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import type { LessonContext } from '../render/check/intake.ts';
import { commandIsElsewhere, commandNeedsMore, formBehindButton } from '../render/check/typed-command.ts';
import type { Message } from '../render/message.ts';
import { localizedNames } from '../rest/localized-definition.ts';
import { typedCommand } from './typed-command.ts';

/** Runs commands that people type as messages: `/hint 3` in a client without slash commands, `hint 3`, `!status`. */
export class TypedCommands {
  readonly #services: Services;
  /** Commands by each of their names, in every language. */
  readonly #byName: ReadonlyMap<string, BotCommand>;

  constructor(services: Services, commands: readonly BotCommand[]) {
    this.#services = services;
    this.#byName = new Map(
      commands
        .filter(
          ({ definition }) =>
            (definition.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput,
        )
        .flatMap((command) => namesOf(command).map((name) => [name, command])),
    );
  }

  /** The answer to a message that is a command, or null when it is not a command. */
  async respond(call: CommandCall, message: UserMessage): Promise<CommandResponse | null> {
    if (message.uploads.length > 0) return null;
    const typed = typedCommand(message.text, (name) => this.#byName.has(name));
    const command = typed === null ? undefined : this.#byName.get(typed.name);
    if (typed === null || command === undefined) return null;
    const { name } = command.definition;
    if (command.fromWords === undefined)
      return this.#withLesson(call, (context) => commandIsElsewhere(call.locale, name, context));
    const given = command.fromWords(typed.rest);
    if (given === null)
      return this.#withLesson(call, (context) => commandNeedsMore(call.locale, name, context));
    const response = await command.run(call, given, this.#services);
    // Discord shows a modal only in response to an interaction.
    return response.show === 'modal'
      ? this.#withLesson(call, (context) => formBehindButton(call.locale, context))
      : response;
  }

  #withLesson(call: CommandCall, render: (context: LessonContext) => Message): Promise<CommandResponse> {
    return forStudent(call, this.#services, async (request) => reply(render(request)));
  }
}

function namesOf({ definition }: BotCommand): readonly string[] {
  const localized = Object.values(localizedNames(definition.name));
  return [definition.name, ...localized.filter((name) => typeof name === 'string')];
}
