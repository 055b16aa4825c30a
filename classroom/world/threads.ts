import { ChannelType, MessageType } from 'discord-api-types/v10';
import { post } from './messages.ts';
import { blankChannel, type Channel, isThread, type StoredMessage, type World } from './world.ts';

/** The most members that a role mention may add to a thread: from a larger role, Discord adds nobody. */
const ROLE_LIMIT = 100;

export interface NewThread {
  readonly parent: Channel;
  readonly type: ChannelType;
  readonly name: string;
  readonly by: string;
  /** The message that the thread was started from, if any: the thread has its id. */
  readonly from?: StoredMessage | undefined;
  readonly autoArchiveMinutes?: number | undefined;
  readonly invitable?: boolean | undefined;
}

/** Starts a thread with its starter as a member. A public one that was not started from a message is announced in the channel. */
export function startThread(world: World, wish: NewThread): Channel {
  const { parent, type, name, by, from } = wish;
  const thread: Channel = {
    ...blankChannel,
    id: from?.payload.id ?? world.nextId(),
    type,
    guildId: parent.guildId,
    parentId: parent.id,
    name,
    ownerId: by,
    people: [by],
    invitable: wish.invitable ?? true,
    autoArchiveMinutes: wish.autoArchiveMinutes ?? 1440,
  };
  world.channels.set(thread.id, thread);
  world.tell({ kind: 'channel', change: 'created', channel: thread });
  const author = world.users.get(by);
  if (type === ChannelType.PublicThread && !from && author)
    post(world, { channel: parent, author, content: name, type: MessageType.ThreadCreated, thread });
  return thread;
}

/** Adds people to a thread; members, and people who cannot see its channel, are skipped. */
export function enterThread(world: World, thread: Channel, ids: Iterable<string>, by: string): void {
  const now = current(world, thread);
  const parent = world.channels.get(now.parentId ?? '');
  const fresh = [...new Set(ids)].filter(
    (id) => !now.people.includes(id) && parent !== undefined && world.sees(id, parent),
  );
  if (fresh.length === 0) return;
  const channel = { ...now, people: [...now.people, ...fresh] };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'thread-people', channel, added: fresh, removed: [] });
  const author = world.users.get(by);
  for (const id of fresh) {
    const user = world.users.get(id);
    if (id !== by && author && user)
      post(world, { channel, author, type: MessageType.RecipientAdd, about: [user] });
  }
}

export function leaveThread(world: World, thread: Channel, id: string): void {
  const now = current(world, thread);
  if (!now.people.includes(id)) return;
  const channel = { ...now, people: now.people.filter((one) => one !== id) };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'thread-people', channel, added: [], removed: [id] });
}

/** A message reopens its thread, and adds its author and the people it mentions. */
export function followThreads(world: World): void {
  world.listen((happening) => {
    if (happening.kind !== 'message' || happening.change !== 'created') return;
    const { payload, onlyFor } = happening.message;
    const thread = world.channels.get(payload.channel_id);
    if (!thread || !isThread(thread) || onlyFor !== null || payload.type === MessageType.RecipientAdd) return;
    if (thread.archived) changeChannel(world, { ...thread, archived: false });
    const guild = world.guilds.get(thread.guildId ?? '');
    const ofRoles = payload.mention_roles.flatMap((role) => {
      const members = [...(guild?.members.values() ?? [])].filter((one) => one.roles.includes(role));
      return members.length < ROLE_LIMIT ? members.map((one) => one.userId) : [];
    });
    const author = payload.author.id;
    enterThread(world, thread, [author, ...payload.mentions.map((one) => one.id), ...ofRoles], author);
  });
}

export function changeChannel(world: World, channel: Channel): Channel {
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'channel', change: 'changed', channel });
  return channel;
}

function current(world: World, { id }: Channel): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`no thread ${id}`);
  return channel;
}
