import type { APIMessage, APIUser } from 'discord-api-types/v10';
import type { UploadedFile } from '../world/files.ts';
import type { Channel, StoredMessage, World } from '../world/world.ts';

/** Where a person acts: a channel, or the DM with the bot. */
export type ChannelOrDm = Channel | 'dm';

export interface ActionOptions {
  /** The person's home channel when absent. */
  readonly where?: ChannelOrDm;
  /** Sends things that Discord's client would not allow: a command that this person cannot see, a disabled button. */
  readonly force?: boolean;
  /** Files for a command's file options, in order. */
  readonly files?: readonly UploadedFile[];
}

/** A person's identity, place and view: the base of all their actions. */
export class PersonBase {
  protected readonly world: World;
  readonly user: APIUser;
  readonly name: string;
  /** Where this person acts when no place is given. */
  readonly home: Channel | null;

  constructor(world: World, user: APIUser, name: string, home: Channel | null) {
    this.world = world;
    this.user = user;
    this.name = name;
    this.home = home;
  }

  get id(): string {
    return this.user.id;
  }

  /** The DM with the bot. */
  get dmChannel(): Channel {
    return this.world.dmOf(this.id, this.world.bot.user.id);
  }

  /** A message that this person can see, in its current state; throws when there is none. */
  find(channelId: string, id: string): APIMessage {
    const kept = this.world.messagesOf(channelId).get(id);
    const visible = kept && this.world.sees(this.id, this.channel(channelId));
    if (!visible || (kept.onlyFor !== null && kept.onlyFor !== this.id))
      throw new Error(`${this.name} does not see that message`);
    return kept.payload;
  }

  protected place(where: ChannelOrDm | undefined): Channel {
    if (where === 'dm') return this.dmChannel;
    const channel = where ?? this.home;
    if (!channel) throw new Error(`${this.name} has no home channel: say where`);
    return this.world.channels.get(channel.id) ?? channel;
  }

  protected channel(id: string): Channel {
    const channel = this.world.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  }

  protected seen({ channel_id: channelId, id }: APIMessage): StoredMessage {
    const kept = this.world.messagesOf(channelId).get(id);
    if (!kept || (kept.onlyFor !== null && kept.onlyFor !== this.id))
      throw new Error(`${this.name} does not see that message`);
    return kept;
  }
}
