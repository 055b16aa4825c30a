import { randomBytes } from 'node:crypto';
import {
  type APIInteraction,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type InteractionType,
} from 'discord-api-types/v10';
import { FILE_LIMIT } from './files.ts';
import { type ClassroomInteraction, FIRST_ANSWER } from './interaction.ts';
import { channelJson, memberJson } from './payloads.ts';
import { type Channel, type StoredMessage, usualLocale, type World } from './world.ts';

/** A person's action, for the bot to respond to. */
export interface InteractionRequest {
  readonly userId: string;
  readonly channel: Channel;
  readonly type: InteractionType;
  readonly data: Readonly<Record<string, unknown>>;
  readonly said?: string;
  readonly source?: StoredMessage | undefined;
}

/** Sends the bot an interaction; it has failed after three seconds without a response. */
export function sendInteraction(world: World, question: InteractionRequest): ClassroomInteraction {
  const { userId, channel, type, data, source } = question;
  const id = world.nextId();
  const token = randomBytes(72).toString('base64url');
  const guild = channel.guildId ? world.guilds.get(channel.guildId) : undefined;
  const member = guild?.members.get(userId);
  const payload = {
    id,
    application_id: world.bot.applicationId,
    type,
    data,
    token,
    version: 1,
    channel_id: channel.id,
    channel: { ...channelJson(world, channel), permissions: world.permissions(userId, channel).toString() },
    ...(guild && member
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: {
            ...memberJson(world, member),
            permissions: world.permissions(userId, channel).toString(),
          },
        }
      : { user: world.users.get(userId) }),
    ...(source ? { message: source.payload } : {}),
    app_permissions: world.permissions(world.bot.user.id, channel).toString(),
    locale: world.locales.get(userId) ?? usualLocale,
    entitlements: [],
    authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: guild?.id ?? '0' },
    context: contextOf(channel),
    attachment_size_limit: FILE_LIMIT,
  } as unknown as APIInteraction;
  const interaction: ClassroomInteraction = {
    id,
    token,
    payload,
    userId,
    channelId: channel.id,
    guildId: channel.guildId,
    createdAt: world.clock.now(),
    said: question.said ?? null,
    sourceId: source?.payload.id ?? null,
    state: 'waiting',
    originalId: null,
    ephemeral: false,
    expired: false,
    modal: null,
    formClosed: false,
    choices: [],
    followUps: [],
  };
  world.interactions.set(id, interaction);
  world.interactionsByToken.set(token, interaction);
  world.tell({ kind: 'interaction', interaction });
  world.clock.after(FIRST_ANSWER, () => {
    if (interaction.state !== 'waiting') return;
    interaction.state = 'failed';
    world.tell({ kind: 'interaction-state', interaction });
  });
  return interaction;
}

export function contextOf(channel: Channel): InteractionContextType {
  return channel.type === ChannelType.DM ? InteractionContextType.BotDM : InteractionContextType.Guild;
}
