import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson } from '../../world/payloads.ts';
import { blankChannel, type Channel, isThread } from '../../world/world.ts';
import { channelOf, messageOf, mustHave } from '../access.ts';
import { type Call, done, ok, param, type Route } from '../call.ts';
import { Refusal } from '../errors.ts';

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: (call) => ok(channelJson(call.world, channelOf(call))),
  },
  { method: 'PATCH', path: '/channels/:channel', handle: change },
  { method: 'DELETE', path: '/channels/:channel', handle: erase },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    handle: (call) => {
      const channel = channelOf(call);
      call.world.tell({ kind: 'typing', channelId: channel.id, userId: call.world.bot.user.id });
      return done;
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    schema: 'CreateTextThreadWithoutMessageRequest',
    handle: (call) => {
      const body = call.body as { type?: ChannelType | null };
      return startThread(call, body.type ?? ChannelType.PrivateThread, undefined);
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    schema: 'CreateTextThreadWithMessageRequest',
    handle: (call) => startThread(call, ChannelType.PublicThread, messageOf(call).payload.id),
  },
  { method: 'GET', path: '/channels/:channel/thread-members', handle: listPeople },
  ...(['PUT', 'DELETE'] as const).map(
    (method): Route => ({
      method,
      path: '/channels/:channel/thread-members/:user',
      handle: (call) => changePeople(call, method === 'PUT'),
    }),
  ),
];

function startThread(call: Call, type: ChannelType, id: string | undefined) {
  const { world } = call;
  const parent = channelOf(call);
  if (parent.type !== ChannelType.GuildText) throw new Refusal(50024);
  const bits = PermissionFlagsBits;
  mustHave(
    world,
    parent,
    type === ChannelType.PrivateThread ? bits.CreatePrivateThreads : bits.CreatePublicThreads,
  );
  const body = call.body as { name: string; auto_archive_duration?: number | null };
  const channel: Channel = {
    ...blankChannel,
    id: id ?? world.nextId(),
    type,
    guildId: parent.guildId,
    parentId: parent.id,
    name: body.name,
    ownerId: world.bot.user.id,
    people: [world.bot.user.id],
    autoArchiveMinutes: body.auto_archive_duration ?? 1440,
  };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'channel', change: 'created', channel });
  return { status: 201, body: channelJson(world, channel) };
}

function threadOf(call: Call): Channel {
  const channel = channelOf(call);
  if (!isThread(channel)) throw new Refusal(50024);
  return channel;
}

function listPeople(call: Call) {
  const thread = threadOf(call);
  return ok(
    thread.people.map((id) => ({
      id: thread.id,
      user_id: id,
      join_timestamp: call.world.timestamp(),
      flags: 0,
    })),
  );
}

function changePeople(call: Call, joining: boolean) {
  const { world } = call;
  const thread = threadOf(call);
  const who = param(call, 'user') === '@me' ? world.bot.user.id : param(call, 'user');
  const guild = world.guilds.get(thread.guildId ?? '');
  if (!world.users.has(who)) throw new Refusal(10013);
  if (!guild?.members.has(who)) throw new Refusal(10007);
  const others = thread.people.filter((id) => id !== who);
  const channel: Channel = { ...thread, people: joining ? [...others, who] : others };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'channel', change: 'changed', channel });
  return done;
}

const CHANGEABLE = new Set(['name', 'topic', 'archived', 'locked', 'auto_archive_duration', 'invitable']);

function change(call: Call) {
  const { world } = call;
  const before = channelOf(call);
  if (before.guildId === null) throw new Refusal(50024);
  const body = (call.body ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(body).filter((key) => !CHANGEABLE.has(key));
  if (unknown.length > 0)
    throw new Refusal(
      50035,
      unknown.map((key) => ({
        path: [key],
        code: 'CLASSROOM_UNKNOWN_FIELD',
        message: 'The classroom cannot change this.',
      })),
    );
  if (!isThread(before) || before.ownerId !== world.bot.user.id)
    mustHave(world, before, PermissionFlagsBits.ManageChannels | PermissionFlagsBits.ManageThreads);
  const channel: Channel = {
    ...before,
    ...(typeof body.name === 'string' ? { name: body.name } : {}),
    ...(typeof body.topic === 'string' || body.topic === null ? { topic: body.topic } : {}),
    ...(typeof body.archived === 'boolean' ? { archived: body.archived } : {}),
  };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'channel', change: 'changed', channel });
  return ok(channelJson(world, channel));
}

function erase(call: Call) {
  const { world } = call;
  const channel = channelOf(call);
  if (channel.guildId === null) return ok(channelJson(world, channel));
  mustHave(world, channel, PermissionFlagsBits.ManageChannels | PermissionFlagsBits.ManageThreads);
  world.channels.delete(channel.id);
  world.tell({ kind: 'channel', change: 'deleted', channel });
  return ok(channelJson(world, channel));
}
