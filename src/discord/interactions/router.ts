import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { inSpan } from '../../tracing/span.ts';
import { type CustomId, changesItsMessage, lessonOfCustomId, parseCustomId } from '../render/custom-id.ts';
import { lateForm, notServed, oldButton, slowDown, unknownCommand } from '../render/errors.ts';
import type { Message } from '../render/message.ts';
import { codeOf, codes, describeError, newReference } from '../rest/discord-errors.ts';
import type { SentMessage } from '../rest/messenger.ts';
import { apology } from './apology.ts';
import type { BotCommand, ComponentHandlers, FormHandlers, FormInput } from './command.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import { argumentsOf, callFromInteraction, formInputOf } from './incoming.ts';
import type { RateLimiter } from './request-rate-limit.ts';
import { respond } from './respond.ts';
import type { Services } from './services.ts';

/** Everything that a person can do with the bot. */
export interface BotCommands {
  readonly commands: readonly BotCommand[];
  /** Buttons and menus that belong to no command. */
  readonly components: readonly ComponentHandlers[];
}

/** How an interaction is answered. */
interface InteractionRoute {
  readonly run: () => Promise<CommandResponse>;
  /** Whether the answer edits the message whose button was pressed. */
  readonly updates: boolean;
}

type ComponentHandler = (
  call: CommandCall,
  id: CustomId,
  services: Services,
  chosen: readonly string[],
) => Promise<CommandResponse>;

type FormHandler = (
  call: CommandCall,
  id: CustomId,
  services: Services,
  input: FormInput,
) => Promise<CommandResponse>;

/** The most choices that Discord shows. */
const maxChoices = 25;

/** Routes each interaction to the command that answers it. Errors never propagate to the caller. */
export class InteractionRouter {
  readonly #services: Services;
  readonly #limiter: RateLimiter;
  readonly #byName: ReadonlyMap<string, BotCommand>;
  readonly #components: ReadonlyMap<string, ComponentHandler>;
  readonly #forms: ReadonlyMap<string, FormHandler>;

  constructor({ commands, components }: BotCommands, services: Services, limiter: RateLimiter) {
    this.#services = services;
    this.#limiter = limiter;
    this.#byName = new Map(commands.map((command) => [command.definition.name, command]));
    this.#components = byKind<ComponentHandlers, ComponentHandler>([
      ...components,
      ...commands.map((command) => command.components ?? {}),
    ]);
    this.#forms = byKind<FormHandlers, FormHandler>(commands.map((command) => command.forms ?? {}));
  }

  async handle(interaction: Interaction): Promise<void> {
    try {
      await this.#handle(interaction);
    } catch (error) {
      this.#logUnanswered(interaction, error);
    }
  }

  #handle(interaction: Interaction): Promise<void> {
    return inSpan(spanNameOf(interaction), {}, () => this.#answer(interaction));
  }

  async #answer(interaction: Interaction): Promise<void> {
    const call = callFromInteraction(interaction, this.#services.now());
    if (this.#isServed(call)) this.#services.locales.note(call.user, interaction.locale);
    if (interaction.isAutocomplete()) return this.#complete(interaction, call);
    const { messenger, log } = this.#services;
    await respond({
      messenger,
      log,
      interaction,
      ...this.#route(interaction, call),
      privately: call.guild !== null,
      onError: (error) => this.#apologise(interaction, call, error),
      lateForm: () => lateForm(call.locale),
      sendInstead: (message) => this.#sendDm(interaction, call, message),
    });
  }

  #isServed({ guild }: CommandCall): boolean {
    return guild === null || this.#services.isServed(guild);
  }

  async #complete(interaction: AutocompleteInteraction, call: CommandCall): Promise<void> {
    const complete = this.#isServed(call) ? this.#byName.get(interaction.commandName)?.complete : undefined;
    const { name, value } = interaction.options.getFocused(true);
    const choices = complete?.(call, String(value), this.#services, name) ?? [];
    await this.#services.messenger.choices(interaction, choices.slice(0, maxChoices));
  }

  #route(interaction: Interaction, call: CommandCall): InteractionRoute {
    if (!this.#isServed(call)) return answer(notServed(call.locale));
    if (!this.#limiter.allows(call.user, call.at)) return answer(slowDown(call.locale));
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) {
      return this.#routeCommand(interaction, call);
    }
    if (interaction.isMessageComponent()) {
      const chosen = interaction.isStringSelectMenu() ? interaction.values : [];
      return this.#routeComponent(interaction.customId, withLessonOf(call, interaction.customId), chosen);
    }
    if (interaction.isModalSubmit())
      return this.#routeForm(interaction, withLessonOf(call, interaction.customId));
    return answer(unknownCommand(call.locale));
  }

  #routeCommand(
    interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
    call: CommandCall,
  ): InteractionRoute {
    const command = this.#byName.get(interaction.commandName);
    if (command === undefined) return answer(unknownCommand(call.locale));
    const given = argumentsOf(interaction, optionNames(command));
    return { run: () => command.run(call, given, this.#services), updates: false };
  }

  #routeComponent(customId: string, call: CommandCall, chosen: readonly string[]): InteractionRoute {
    const id = parseCustomId(customId);
    const handler = id === null ? undefined : this.#components.get(id.kind);
    if (id === null || handler === undefined) return answer(oldButton(call.locale));
    const run = async (): Promise<CommandResponse> => {
      const response = await handler(call, id, this.#services, chosen);
      // The form belongs to the lesson of its button, whatever was chosen since.
      return response.show === 'modal' && call.lesson !== undefined
        ? this.#services.lessons.about(call.locale, response, call.lesson)
        : response;
    };
    return { run, updates: changesItsMessage(id) };
  }

  #routeForm(interaction: ModalSubmitInteraction, call: CommandCall): InteractionRoute {
    const id = parseCustomId(interaction.customId);
    const handler = id === null ? undefined : this.#forms.get(id.kind);
    if (id === null || handler === undefined) return answer(oldButton(call.locale));
    return {
      run: () => handler(call, id, this.#services, formInputOf(interaction)),
      updates: false,
    };
  }

  #apologise(interaction: Interaction, call: CommandCall, error: unknown): Message {
    const reference = newReference();
    this.#services.log.error(
      {
        event: 'interactions.failed',
        reference,
        user: call.user,
        guild: call.guild,
        what: nameOf(interaction),
        err: describeError(error),
      },
      'an interaction failed',
    );
    return apology(call.locale, error, reference);
  }

  async #sendDm(interaction: Interaction, call: CommandCall, message: Message): Promise<SentMessage> {
    const { messenger } = this.#services;
    const channel = await messenger.dmChannel(call.user);
    return messenger.send(channel, message, { nonce: `i${interaction.id}`.slice(0, 25) });
  }

  #logUnanswered(interaction: Interaction, error: unknown): void {
    const details = { what: nameOf(interaction), err: describeError(error) };
    if (codeOf(error) === codes.unknownInteraction) {
      this.#services.log.warn(
        { event: 'interactions.too-late', ...details },
        'an interaction was answered too late',
      );
    } else {
      this.#services.log.error(
        { event: 'interactions.not-answered', ...details },
        'an interaction could not be answered',
      );
    }
  }
}

/** A pressed component belongs to the lesson that it was made for. */
function withLessonOf(call: CommandCall, customId: string): CommandCall {
  const lesson = lessonOfCustomId(customId);
  return lesson === null ? call : { ...call, lesson };
}

const answer = (message: Message): InteractionRoute => ({ run: async () => reply(message), updates: false });

/** Handlers by the kind in their custom ID. Each receives only IDs of its own kind; only this cast relies on that. */
function byKind<Handlers extends object, Handler>(all: readonly Handlers[]): ReadonlyMap<string, Handler> {
  return new Map(all.flatMap((handlers) => Object.entries(handlers) as [string, Handler][]));
}

/** The names of a command's options, including those of its subcommands. */
function optionNames({ definition }: BotCommand): readonly string[] {
  const options = 'options' in definition ? (definition.options ?? []) : [];
  return options.flatMap((option) => [
    option.name,
    ...('options' in option ? (option.options ?? []).map((inner) => inner.name) : []),
  ]);
}

/** The name of an interaction for the log: command names and kinds, never content or tokens. */
function nameOf(interaction: Interaction): string {
  if (interaction.isCommand()) return `/${interaction.commandName}`;
  if (interaction.isAutocomplete()) return `/${interaction.commandName} …`;
  if (interaction.isMessageComponent() || interaction.isModalSubmit()) return interaction.customId;
  return 'interaction';
}

/** The name of its trace span: the command, or the kind of button or form, without any user input. */
function spanNameOf(interaction: Interaction): string {
  if (interaction.isMessageComponent() || interaction.isModalSubmit())
    return `discord press ${parseCustomId(interaction.customId)?.kind ?? 'unknown'}`;
  return `discord ${nameOf(interaction)}`;
}
