import type { APIApplicationCommand, APIAttachment, APIMessage, APIUser } from 'discord-api-types/v10';
import { Locale, PermissionFlagsBits } from 'discord-api-types/v10';
import type { ClassroomClock } from '../clock.ts';
import {
  blankChannel,
  type Channel,
  type ClassroomGuild,
  type ClassroomMember,
  type ClassroomRole,
  isThread,
} from './entities.ts';
import { Grants } from './grants.ts';
import type { ClassroomInteraction } from './interaction.ts';
import { channelPermissions, DEFAULTS } from './permissions.ts';
import { snowflakes } from './snowflake.ts';

export * from './entities.ts';

/** A message as it is sent over the wire, with who may see it. */
export interface StoredMessage {
  readonly payload: APIMessage;
  /** The only person who can see it, when it is ephemeral. */
  readonly onlyFor: string | null;
  /** The interaction that it responds to. */
  readonly interaction: ClassroomInteraction | null;
  readonly guildId: string | null;
}

export interface StoredFile {
  readonly attachment: APIAttachment;
  readonly bytes: Buffer;
}

/** All events that somebody may want to hear of: the gateway, the page and waiting people listen. */
export type WorldEvent =
  | {
      readonly kind: 'message';
      readonly change: 'created' | 'edited' | 'deleted';
      readonly message: StoredMessage;
    }
  | { readonly kind: 'typing'; readonly channelId: string; readonly userId: string }
  | {
      readonly kind: 'reaction';
      readonly added: boolean;
      readonly message: StoredMessage;
      readonly userId: string;
      readonly emoji: string;
    }
  | { readonly kind: 'guild'; readonly change: 'created' | 'deleted'; readonly guild: ClassroomGuild }
  | {
      readonly kind: 'member';
      readonly change: 'joined' | 'changed' | 'left';
      readonly guild: ClassroomGuild;
      readonly member: ClassroomMember;
    }
  | {
      readonly kind: 'role';
      readonly change: 'created' | 'changed' | 'deleted';
      readonly guild: ClassroomGuild;
      readonly role: ClassroomRole;
    }
  | {
      readonly kind: 'channel';
      readonly change: 'created' | 'changed' | 'deleted';
      readonly channel: Channel;
    }
  | {
      readonly kind: 'thread-people';
      readonly channel: Channel;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'interaction'; readonly interaction: ClassroomInteraction }
  | { readonly kind: 'interaction-state'; readonly interaction: ClassroomInteraction }
  | { readonly kind: 'commands' };

/** The default language of a server or a person. */
export const usualLocale: Locale = Locale.EnglishUS;

/** The bot that the classroom is for. */
export interface BotAccount {
  readonly token: string;
  readonly user: APIUser;
  readonly applicationId: string;
}

/** The classroom's state: plain maps, changed only by the functions of this folder, which emit events. */
export class World {
  readonly clock: ClassroomClock;
  readonly nextId: () => string;
  readonly bot: BotAccount;
  /** The classroom's address, e.g. `http://127.0.0.1:4000`; known once it listens. */
  origin = '';
  /** The number of shards that Discord recommends for the bot. */
  recommendedShards = 1;
  readonly users = new Map<string, APIUser>();
  /** Languages of people who do not use the default one, by user id. */
  readonly locales = new Map<string, Locale>();
  readonly guilds = new Map<string, ClassroomGuild>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Map<string, StoredMessage>>();
  /** The newest message of each channel, deleted or not, as Discord counts it. */
  readonly lastMessages = new Map<string, string>();
  readonly files = new Map<string, StoredFile>();
  readonly globalCommands = new Map<string, APIApplicationCommand>();
  readonly interactions = new Map<string, ClassroomInteraction>();
  readonly interactionsByToken = new Map<string, ClassroomInteraction>();
  readonly closedDms = new Set<string>();
  /** Sign-in with Discord. */
  readonly grants = new Grants();
  readonly #listeners = new Set<(happening: WorldEvent) => void>();

  constructor(clock: ClassroomClock, bot: { readonly token: string; readonly name: string }) {
    this.clock = clock;
    this.nextId = snowflakes(clock);
    // Discord gives an application and its bot user the same id since 2016.
    const id = this.nextId();
    const user = newUser(id, bot.name, true);
    this.bot = { token: bot.token, user, applicationId: id };
    this.users.set(id, user);
  }

  listen(listener: (happening: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(happening: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(happening);
  }

  timestamp(at = this.clock.now()): string {
    return new Date(at).toISOString().replace('Z', '000+00:00');
  }

  addUser(name: string, bot = false): APIUser {
    const user = newUser(this.nextId(), name, bot);
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string, ownerId: string, locale: Locale = usualLocale): ClassroomGuild {
    const id = this.nextId();
    const guild: ClassroomGuild = {
      id,
      name,
      ownerId,
      locale,
      roles: new Map(),
      members: new Map(),
      commands: new Map(),
      allowances: new Map(),
    };
    guild.roles.set(id, { id, name: '@everyone', color: 0, position: 0, permissions: DEFAULTS });
    this.guilds.set(id, guild);
    return guild;
  }

  /** Whether this person can see this channel. */
  sees(userId: string, channel: Channel): boolean {
    if (channel.guildId === null) return channel.people.includes(userId);
    const guild = this.guilds.get(channel.guildId);
    if (!guild) return false;
    const looked = channel.parentId && isThread(channel) ? this.channels.get(channel.parentId) : channel;
    const allowed = looked ? channelPermissions(guild, looked, userId) : 0n;
    if ((allowed & PermissionFlagsBits.ViewChannel) === 0n) return false;
    if (channel.type !== 12) return true;
    return channel.people.includes(userId) || (allowed & PermissionFlagsBits.ManageThreads) !== 0n;
  }

  /** A person's permissions here; in their own DM, all that make sense there. */
  permissions(userId: string, channel: Channel): bigint {
    if (channel.guildId === null) return channel.people.includes(userId) ? DEFAULTS : 0n;
    const guild = this.guilds.get(channel.guildId);
    const looked = isThread(channel) && channel.parentId ? this.channels.get(channel.parentId) : channel;
    return guild && looked ? channelPermissions(guild, looked, userId) : 0n;
  }

  messagesOf(channelId: string): Map<string, StoredMessage> {
    const known = this.messages.get(channelId);
    if (known) return known;
    const fresh = new Map<string, StoredMessage>();
    this.messages.set(channelId, fresh);
    return fresh;
  }

  /** The DM of two people, created if there is none. */
  dmOf(one: string, other: string): Channel {
    const found = [...this.channels.values()].find(
      (channel) => channel.type === 1 && channel.people.includes(one) && channel.people.includes(other),
    );
    if (found) return found;
    const channel: Channel = {
      ...blankChannel,
      id: this.nextId(),
      type: 1,
      people: [one, other],
    };
    this.channels.set(channel.id, channel);
    this.tell({ kind: 'channel', change: 'created', channel });
    return channel;
  }
}

function newUser(id: string, name: string, bot: boolean): APIUser {
  return {
    id,
    username: bot ? name : name.toLowerCase().replace(/[^a-z0-9_.]+/g, '_'),
    discriminator: bot ? '0001' : '0',
    global_name: bot ? null : name,
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    ...(bot ? { bot: true } : {}),
  } as unknown as APIUser;
}
