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
import type { Answer } from '../interactions/answer.ts';
import { apology } from '../interactions/apology.ts';
import type { Call } from '../interactions/call.ts';
import type { Command, Filled, Forms, Presses, Said } from '../interactions/command.ts';
import { callOf, callOfMessage, filledIn, givenIn, saidOf, typedIn } from '../interactions/incoming.ts';
import { openPace } from '../interactions/rate-limit.ts';
import { settle } from '../interactions/respond.ts';
import type { Services } from '../interactions/services.ts';
import { changesItsMessage, parseCustomId } from '../render/custom-id.ts';
import { notServed, oldButton, slowDown, unknownCommand } from '../render/errors.ts';
import { codeOf, codes, describeError, newReference } from '../rest/discord-errors.ts';

/** What a bot does: its commands, and what it makes of a message in a DM. */
export interface Doings {
  readonly commands: readonly Command[];
  /** Buttons and menus that belong to no command. */
  readonly presses: readonly Presses[];
  readonly onPaste: (call: Call, said: Said, services: Services) => Promise<Answer>;
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
export function openRouter(doings: Doings, services: Services, log: Logger): Router {
  const byName = new Map(doings.commands.map((command) => [command.definition.name, command]));
  const presses = [...doings.presses, ...doings.commands.map((command) => command.presses ?? {})];
  const forms = doings.commands.map((command) => command.forms ?? {});
  const pace = openPace();
  const pastes = openPastes(doings.onPaste, services, log);
  const dms = openDms({
    records: services.records,
    post: services.post,
    log,
    answer: async (message) => {
      const call = await callOfDm(message);
      return pastes[pace.allows(call.user, call.at) ? 'sent' : 'tooFast'](call, saidOf(message));
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
    call: Call,
  ): { work: () => Promise<Answer>; updates: boolean } => {
    const say = (message: ReturnType<typeof oldButton>) => ({
      work: async (): Promise<Answer> => ({ show: 'reply', message }),
      updates: false,
    });
    if (call.guild !== null && !services.serves(call.guild)) return say(notServed(call.locale));
    if (!pace.allows(call.user, call.at)) return say(slowDown(call.locale));
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) {
      const command = byName.get(interaction.commandName);
      if (command === undefined) return say(unknownCommand(call.locale));
      const options = 'options' in command.definition ? (command.definition.options ?? []) : [];
      const given = givenIn(
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
        return { work: () => form(call, press, services, filledIn(interaction)), updates: false };
      }
      if (press === null || filled === undefined) return say(oldButton(call.locale));
      return { work: () => filled(call, filledIn(interaction), services, press), updates: false };
    }
    return say(unknownCommand(call.locale));
  };

  const onInteraction = async (interaction: Interaction): Promise<void> => {
    const call = callOf(interaction, services.now());
    const served = call.guild === null || services.serves(call.guild);
    if (served) services.people.heard(call.user, interaction.locale);
    if (interaction.isAutocomplete()) {
      const complete = byName.get(interaction.commandName)?.complete;
      const choices = served ? (complete?.(call, typedIn(interaction), services).slice(0, 25) ?? []) : [];
      await services.post.choices(interaction, choices);
      return;
    }
    const { work, updates } = answerTo(interaction, call);
    await settle({
      post: services.post,
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
        const channel = await services.post.dmChannel(call.user);
        return services.post.send(channel, message, { nonce: `i${interaction.id}`.slice(0, 25) });
      },
    });
  };

  /** A listener that rejects would end the process. */
  const caught = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => log.error({ err: describeError(error) }, 'a message was not answered'));

  const callOfDm = async (message: APIMessage): Promise<Call> =>
    callOfMessage(message, services.now(), await services.people.locale(message.author.id));

  const onEdit = async (message: APIMessage): Promise<void> => {
    const call = await callOfDm(message);
    if (pace.allows(call.user, call.at)) await pastes.edited(call, saidOf(message));
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
  call: Call,
  press: NonNullable<ReturnType<typeof parseCustomId>>,
  services: Services,
  chosen: readonly string[],
) => Promise<Answer>;

function pressHandler(all: readonly Presses[], kind: string): PressHandler | null {
  for (const presses of all) {
    const handler = (presses as Readonly<Record<string, PressHandler>>)[kind];
    if (handler !== undefined) return handler;
  }
  return null;
}

type FormHandler = (
  call: Call,
  press: NonNullable<ReturnType<typeof parseCustomId>>,
  services: Services,
  filled: Filled,
) => Promise<Answer>;

function formHandler(all: readonly Forms[], kind: string): FormHandler | null {
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
