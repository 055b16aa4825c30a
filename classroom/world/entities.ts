import type { APIApplicationCommand, ChannelType, Locale, OverwriteType } from 'discord-api-types/v10';

export interface ClassroomRole {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly position: number;
  readonly permissions: bigint;
}

export interface ClassroomMember {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly nick: string | null;
  readonly joinedAt: string;
}

interface Overwrite {
  readonly id: string;
  readonly type: OverwriteType;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  readonly name: string;
  readonly topic: string | null;
  readonly position: number;
  readonly parentId: string | null;
  readonly ownerId: string | null;
  /** The members of a DM or a private thread. */
  readonly people: readonly string[];
  readonly overwrites: readonly Overwrite[];
  readonly archived: boolean;
  /** For a thread: only people with Manage Threads may write in it. */
  readonly locked: boolean;
  /** For a private thread: any member may add others. */
  readonly invitable: boolean;
  readonly autoArchiveMinutes: number;
}

export interface ClassroomGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** The language that the server has chosen. */
  readonly locale: Locale;
  readonly roles: Map<string, ClassroomRole>;
  readonly members: Map<string, ClassroomMember>;
  readonly commands: Map<string, APIApplicationCommand>;
  /** What an admin allowed under Integrations: command name → ids of the roles that may use it whatever its default permissions. */
  readonly allowances: Map<string, ReadonlySet<string>>;
}

export const blankChannel: Omit<Channel, 'id' | 'type'> = {
  guildId: null,
  name: '',
  topic: null,
  position: 0,
  parentId: null,
  ownerId: null,
  people: [],
  overwrites: [],
  archived: false,
  locked: false,
  invitable: true,
  autoArchiveMinutes: 1440,
};

export function isThread(channel: Channel): boolean {
  return channel.type === 10 || channel.type === 11 || channel.type === 12;
}
