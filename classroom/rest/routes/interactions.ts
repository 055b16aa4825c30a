import {
  InteractionResponseType as Answer,
  type APIMessage,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import type { ClassroomInteraction } from '../../world/interaction.ts';
import { edit, post } from '../../world/messages.ts';
import type { Channel, StoredMessage, World } from '../../world/world.ts';
import { DiscordApiError, refuseInvalid } from '../api-error.ts';
import type { Loose } from '../limits/components.ts';
import { modalComplaints } from '../limits/modal.ts';
import { acceptMessage, SETTABLE } from '../message-body.ts';
import { done, ok, param, type RestCall, type Route } from '../route.ts';
import { conform, specified, withoutExtras } from '../schema.ts';

/** A bot's initial response to an interaction. */
export const interactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/:interaction/:token/callback', open: true, handle: callback },
];

/** Which responses are allowed for which interaction; a modal that was opened from a message may update that message. */
function allowed(interaction: ClassroomInteraction): readonly Answer[] {
  const onMessage = [Answer.DeferredMessageUpdate, Answer.UpdateMessage];
  const message = [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource];
  switch (interaction.payload.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return [Answer.ApplicationCommandAutocompleteResult];
    case InteractionType.MessageComponent:
      return [...message, ...onMessage, Answer.Modal];
    case InteractionType.ModalSubmit:
      return interaction.sourceId ? [...message, ...onMessage] : message;
    default:
      return [...message, Answer.Modal];
  }
}

const SCHEMAS: Readonly<Record<number, string>> = {
  [Answer.ChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [Answer.DeferredChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [Answer.DeferredMessageUpdate]: 'UpdateMessageInteractionCallbackRequest',
  [Answer.UpdateMessage]: 'UpdateMessageInteractionCallbackRequest',
  [Answer.ApplicationCommandAutocompleteResult]: 'ApplicationCommandAutocompleteCallbackRequest',
  [Answer.Modal]: 'ModalInteractionCallbackRequest',
};

function callback(call: RestCall) {
  const { world } = call;
  const interaction = world.interactions.get(param(call, 'interaction'));
  if (!interaction || interaction.token !== param(call, 'token') || interaction.state === 'failed')
    throw new DiscordApiError(10062);
  if (interaction.state !== 'waiting') throw new DiscordApiError(40060);
  const body = (call.body ?? {}) as { type?: Answer; data?: Loose };
  const choices = allowed(interaction);
  const type = body.type ?? (0 as Answer);
  if (!choices.includes(type))
    throw new DiscordApiError(50035, [
      { path: ['type'], code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${choices.join(', ')}}.` },
    ]);
  conform(specified(SCHEMAS[type] ?? ''), {
    ...body,
    ...(body.data ? { data: withoutExtras(body.data) } : {}),
  });
  const message = answer(call, interaction, type, body.data ?? {});
  world.tell({ kind: 'interaction-state', interaction });
  if (call.query.with_response !== 'true') return done;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.payload.type,
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: ((message.flags ?? 0) & MessageFlags.Loading) !== 0,
            response_message_ephemeral: ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
          }
        : {}),
      channel_id: interaction.channelId,
      ...(interaction.guildId ? { guild_id: interaction.guildId } : {}),
    },
    resource: { type, ...(message ? { message } : {}) },
  });
}

function answer(
  call: RestCall,
  interaction: ClassroomInteraction,
  type: Answer,
  data: Loose,
): APIMessage | null {
  const { world } = call;
  switch (type) {
    case Answer.ChannelMessageWithSource: {
      const message = sendAnswer(call, interaction, data, ['data']);
      interaction.state = 'replied';
      interaction.originalId = message.payload.id;
      interaction.ephemeral = message.onlyFor !== null;
      return message.payload;
    }
    case Answer.DeferredChannelMessageWithSource: {
      refuseInvalid(deferComplaints(data));
      const ephemeral = (Number(data.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      const message = post(world, {
        channel: channelOf(world, interaction),
        author: world.bot.user,
        flags: MessageFlags.Loading | (ephemeral ? MessageFlags.Ephemeral : 0),
        type: messageType(interaction),
        replyTo: source(world, interaction),
        interaction,
        onlyFor: ephemeral ? interaction.userId : null,
      });
      interaction.state = 'deferred';
      interaction.originalId = message.payload.id;
      interaction.ephemeral = ephemeral;
      return message.payload;
    }
    case Answer.DeferredMessageUpdate:
    case Answer.UpdateMessage: {
      const before = source(world, interaction);
      if (!before) throw new DiscordApiError(10008);
      const deferred = type === Answer.DeferredMessageUpdate;
      const after = deferred ? before : changeMessage(call, before, data, ['data']);
      interaction.state = deferred ? 'deferred-update' : 'updated';
      interaction.originalId = before.payload.id;
      interaction.ephemeral = before.onlyFor !== null;
      return after.payload;
    }
    case Answer.Modal:
      refuseInvalid(modalComplaints((data.components ?? []) as readonly Loose[]));
      interaction.state = 'modal';
      interaction.modal = data as unknown as ClassroomInteraction['modal'];
      return null;
    default:
      interaction.choices = ((data.choices ?? []) as ClassroomInteraction['choices']).map(
        ({ name, value }) => ({
          name,
          value,
        }),
      );
      interaction.state = 'choices';
      return null;
  }
}

/** A deferred response is empty: it only determines whether the message will be ephemeral. */
function deferComplaints(data: Loose) {
  return Object.entries(data).flatMap(([field, value]) => {
    if (value === undefined || value === null || value === false) return [];
    if (field === 'flags' && (Number(value) & ~MessageFlags.Ephemeral) === 0) return [];
    return [
      {
        path: ['data', field],
        code: 'CLASSROOM_DEFERRED_ANSWER',
        message: 'A deferred answer carries nothing but the EPHEMERAL flag; put this into the edit.',
      },
    ];
  });
}

/** Posts the response to an interaction, or a follow-up message. */
export function sendAnswer(
  call: RestCall,
  interaction: ClassroomInteraction,
  data: unknown,
  prefix: readonly string[] = [],
): StoredMessage {
  const { world } = call;
  const channel = channelOf(world, interaction);
  const flags = Number((data as { flags?: number | null } | null)?.flags ?? 0);
  const ephemeral = (flags & MessageFlags.Ephemeral) !== 0;
  const body = acceptMessage(call, data, {
    flags: SETTABLE.answer,
    channelId: channel.id,
    ephemeral,
    prefix,
  });
  const first = interaction.originalId === null;
  return post(world, {
    channel,
    author: world.bot.user,
    ...body,
    type: first ? messageType(interaction) : MessageType.Reply,
    replyTo: first ? source(world, interaction) : original(world, interaction),
    interaction,
    onlyFor: ephemeral ? interaction.userId : null,
  });
}

/** Edits a message with the body of an edit; filling in a deferred response removes its "thinking" state. */
export function changeMessage(
  call: RestCall,
  before: StoredMessage,
  data: unknown,
  prefix: readonly string[] = [],
): StoredMessage {
  const flags = before.payload.flags ?? 0;
  const loading = (flags & MessageFlags.Loading) !== 0;
  const body = acceptMessage(call, data, {
    // A client may repeat flags that the message already has.
    flags: SETTABLE.edit | (flags & MessageFlags.Ephemeral),
    channelId: before.payload.channel_id,
    ephemeral: before.onlyFor !== null,
    prefix,
    editing: before,
  });
  const suppress = (data as { flags?: number | null } | null)?.flags;
  const lasting = flags & ~MessageFlags.Loading & ~(suppress === undefined ? 0 : MessageFlags.SuppressEmbeds);
  return edit(call.world, before, { ...body, flags: lasting | body.flags, silent: loading });
}

function channelOf(world: World, interaction: ClassroomInteraction): Channel {
  const channel = world.channels.get(interaction.channelId);
  if (!channel) throw new DiscordApiError(10003);
  return channel;
}

function original(world: World, { channelId, originalId }: ClassroomInteraction): StoredMessage | undefined {
  return originalId ? world.messagesOf(channelId).get(originalId) : undefined;
}

function source(world: World, interaction: ClassroomInteraction): StoredMessage | undefined {
  const { sourceId, channelId, payload } = interaction;
  return sourceId && payload.type !== InteractionType.ApplicationCommand
    ? world.messagesOf(channelId).get(sourceId)
    : undefined;
}

function messageType(interaction: ClassroomInteraction): MessageType {
  const { payload } = interaction;
  if (payload.type !== InteractionType.ApplicationCommand)
    return interaction.sourceId ? MessageType.Reply : MessageType.Default;
  return payload.data.type === 1 ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
}
