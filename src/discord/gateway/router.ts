import {
  type APIMessage,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  type Interaction,
} from 'discord.js';
import type { Logger } from 'pino';
import { isQuestion, openDms } from '../direct-messages/inbox.ts';
import { openPastes } from '../direct-messages/replies.ts';
import { apology } from '../interactions/apology.ts';
import type {
  BotCommand,
  ComponentHandlers,
  FormHandlers,
  FormInput,
  UserMessage,
} from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { CommandResponse } from '../interactions/command-response.ts';
import {
  argumentsOf,
  callFromInteraction,
  callFromMessage,
  formInputOf,
  typedTextOf,
  userMessageFrom,
} from '../interactions/incoming.ts';
import { openPace } from '../interactions/rate-limit.ts';
import { respond } from '../interactions/respond.ts';
import type { Services } from '../interactions/services.ts';
import { changesItsMessage, parseCustomId } from '../render/custom-id.ts';
import { notServed, oldButton, slowDown, unknownCommand } from '../render/errors.ts';
import { codeOf, codes, describeError, newReference } from '../rest/discord-errors.ts';

/** What a bot does: its commands, and what it makes of a message in a DM. */
export interface BotCommands {
  readonly commands: readonly BotCommand[];
  /** Buttons and menus that belong to no command. */
  readonly presses: readonly ComponentHandlers[];
  readonly onPaste: (call: CommandCall, said: UserMessage, services: Services) => Promise<CommandResponse>;
}

export interface Router {
  readonly interaction: (interaction: Interaction) => Promise<void>;
  /**
   * Looks for messages that were sent or edited in a DM. discord.js drops the edits of a DM that it has not seen
   * since it started, so these are taken as they come.
   */
  readonly packet: (packet: GatewayDispatchPayload) => Promise<void>;
  /** Events may have been missed: answers what was written in the known DMs meanwhile. */
  readonly catchUp: () => Promise<void>;
  /** Waits for the answers that are under way. */
  readonly idle: () => Promise<void>;
}

/** Takes what comes from the gateway to the command that answers it. Nothing that goes wrong in there gets out of here. */
export function openRouter(doings: BotCommands, services: Services, log: Logger): Router {
  const byName = new Map(doings.commands.map((command) => [command.definition.name, command]));
  const presses = [...doings.presses, ...doings.commands.map((command) => command.presses ?? {})];
  const forms = doings.commands.map((command) => command.forms ?? {});
  const pace = openPace();
  const pastes = openPastes(doings.onPaste, services, log);
  const dms = openDms({
    records: services.records,
    post: services.messenger,
    log,
    answer: async (message) => {
      const call = await callOfDm(message);
      return pastes[pace.allows(call.user, call.at) ? 'sent' : 'tooFast'](call, userMessageFrom(message));
    },
  });
  const underway = new Set<Promise<void>>();

  const track = async (work: Promise<void>): Promise<void> => {
    underway.add(work);
    await work.finally(() => underway.delete(work));
  };

  /** The answer to an interaction, and whether it changes the message that was pressed. */
  const answerTo = (
    interaction: Interaction,
    call: CommandCall,
  ): { work: () => Promise<CommandResponse>; updates: boolean } => {
    const say = (message: ReturnType<typeof oldButton>) => ({
      work: async (): Promise<CommandResponse> => ({ show: 'reply', message }),
      updates: false,
    });
    if (call.guild !== null && !services.isServed(call.guild)) return say(notServed(call.locale));
    if (!pace.allows(call.user, call.at)) return say(slowDown(call.locale));
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) {
      const command = byName.get(interaction.commandName);
      if (command === undefined) return say(unknownCommand(call.locale));
      const options = 'options' in command.definition ? (command.definition.options ?? []) : [];
      const given = argumentsOf(
        interaction,
        options.flatMap((option) => [
          option.name,
          ...('options' in option ? (option.options ?? []).map((inner) => inner.name) : []),
        ]),
      );
      return { work: () => command.run(call, given, services), updates: false };
    }
    if (interaction.isMessageComponent()) {
      const press = parseCustomId(interaction.customId);
      const handler = press === null ? null : pressHandler(presses, press.kind);
      if (press === null || handler === null) return say(oldButton(call.locale));
      const chosen = interaction.isStringSelectMenu() ? interaction.values : [];
      return { work: () => handler(call, press, services, chosen), updates: changesItsMessage(press) };
    }
    if (interaction.isModalSubmit()) {
      const press = parseCustomId(interaction.customId);
      const filled = doings.commands.find((command) => command.form === press?.kind)?.filled;
      const form = press === null ? null : formHandler(forms, press.kind);
      if (press !== null && form !== null) {
        return { work: () => form(call, press, services, formInputOf(interaction)), updates: false };
      }
      if (press === null || filled === undefined) return say(oldButton(call.locale));
      return { work: () => filled(call, formInputOf(interaction), services, press), updates: false };
    }
    return say(unknownCommand(call.locale));
  };

  const onInteraction = async (interaction: Interaction): Promise<void> => {
    const call = callFromInteraction(interaction, services.now());
    const served = call.guild === null || services.isServed(call.guild);
    if (served) services.locales.heard(call.user, interaction.locale);
    if (interaction.isAutocomplete()) {
      const complete = byName.get(interaction.commandName)?.complete;
      const choices = served ? (complete?.(call, typedTextOf(interaction), services).slice(0, 25) ?? []) : [];
      await services.messenger.choices(interaction, choices);
      return;
    }
    const { work, updates } = answerTo(interaction, call);
    await respond({
      post: services.messenger,
      log,
      interaction,
      work,
      updates,
      privately: call.guild !== null,
      onError: (error) => {
        const reference = newReference();
        log.error(
          {
            reference,
            user: call.user,
            guild: call.guild,
            what: whatOf(interaction),
            err: describeError(error),
          },
          'an interaction failed',
        );
        return apology(call.locale, error, reference);
      },
      otherwise: async (message) => {
        const channel = await services.messenger.dmChannel(call.user);
        return services.messenger.send(channel, message, { nonce: `i${interaction.id}`.slice(0, 25) });
      },
    });
  };

  /** A listener that rejects would end the process. */
  const caught = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => log.error({ err: describeError(error) }, 'a message was not answered'));

  const callOfDm = async (message: APIMessage): Promise<CommandCall> =>
    callFromMessage(message, services.now(), await services.locales.locale(message.author.id));

  const onEdit = async (message: APIMessage): Promise<void> => {
    const call = await callOfDm(message);
    if (pace.allows(call.user, call.at)) await pastes.edited(call, userMessageFrom(message));
  };

  return {
    interaction: (interaction) =>
      track(
        onInteraction(interaction).catch((error: unknown) => {
          const late = codeOf(error) === codes.unknownInteraction;
          log[late ? 'warn' : 'error'](
            { what: whatOf(interaction), err: describeError(error) },
            late ? 'an interaction was answered too late' : 'an interaction could not be answered',
          );
        }),
      ),
    packet: ({ t, d }) => {
      if (t === GatewayDispatchEvents.MessageCreate && isDmQuestion(d)) return track(dms.arrived(d));
      // Discord also reports link previews and pins as edits: those have no time of editing.
      if (t === GatewayDispatchEvents.MessageUpdate && isDmQuestion(d) && d.edited_timestamp !== null) {
        return track(caught(onEdit(d)));
      }
      return Promise.resolve();
    },
    catchUp: () => track(dms.catchUp()),
    idle: async () => {
      dms.close();
      await Promise.allSettled([...underway]);
    },
  };
}

type PressHandler = (
  call: CommandCall,
  press: NonNullable<ReturnType<typeof parseCustomId>>,
  services: Services,
  chosen: readonly string[],
) => Promise<CommandResponse>;

function pressHandler(all: readonly ComponentHandlers[], kind: string): PressHandler | null {
  for (const presses of all) {
    const handler = (presses as Readonly<Record<string, PressHandler>>)[kind];
    if (handler !== undefined) return handler;
  }
  return null;
}

type FormHandler = (
  call: CommandCall,
  press: NonNullable<ReturnType<typeof parseCustomId>>,
  services: Services,
  filled: FormInput,
) => Promise<CommandResponse>;

function formHandler(all: readonly FormHandlers[], kind: string): FormHandler | null {
  for (const forms of all) {
    const handler = (forms as Readonly<Record<string, FormHandler>>)[kind];
    if (handler !== undefined) return handler;
  }
  return null;
}

/** Only what a person wrote in a DM is a question. */
const isDmQuestion = (
  message: GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData,
): boolean => message.guild_id === undefined && isQuestion(message);

/** What was asked, for the log: names and kinds, never content or tokens. */
function whatOf(interaction: Interaction): string {
  if (interaction.isCommand()) return `/${interaction.commandName}`;
  if (interaction.isAutocomplete()) return `/${interaction.commandName} …`;
  if (interaction.isMessageComponent() || interaction.isModalSubmit()) return interaction.customId;
  return 'interaction';
}
