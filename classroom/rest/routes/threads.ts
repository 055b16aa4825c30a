import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson, channelsOf, memberJson } from '../../world/payloads.ts';
import { enterThread, leaveThread, startThread } from '../../world/threads.ts';
import { type Channel, isThread } from '../../world/world.ts';
import { channelOf, guildOf, messageOf, mustHave } from '../access.ts';
import { DiscordApiError } from '../api-error.ts';
import { done, ok, param, queryNumber, type RestCall, type Route } from '../route.ts';

export const threadRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    schema: 'CreateTextThreadWithoutMessageRequest',
    handle: (call) => {
      const body = call.body as { type?: ChannelType | null };
      return start(call, body.type ?? ChannelType.PrivateThread);
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    schema: 'CreateTextThreadWithMessageRequest',
    extras: ['type', 'invitable'],
    handle: (call) => start(call, ChannelType.PublicThread),
  },
  { method: 'GET', path: '/channels/:channel/thread-members', handle: listPeople },
  { method: 'GET', path: '/channels/:channel/thread-members/:user', handle: onePerson },
  ...(['PUT', 'DELETE'] as const).map(
    (method): Route => ({
      method,
      path: '/channels/:channel/thread-members/:user',
      handle: (call) => changePeople(call, method === 'PUT'),
    }),
  ),
  { method: 'GET', path: '/guilds/:guild/threads/active', handle: listActive },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    handle: (call) => listArchived(call, (one) => one.type === ChannelType.PublicThread),
  },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/private',
    handle: (call) => {
      mustHave(call.world, channelOf(call), PermissionFlagsBits.ManageThreads);
      return listArchived(call, (one) => one.type === ChannelType.PrivateThread);
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/users/@me/threads/archived/private',
    handle: (call) =>
      listArchived(
        call,
        (one) => one.type === ChannelType.PrivateThread && one.people.includes(call.world.bot.user.id),
      ),
  },
];

function start(call: RestCall, type: ChannelType) {
  const { world } = call;
  const parent = channelOf(call);
  if (parent.type !== ChannelType.GuildText) throw new DiscordApiError(50024);
  const bits = PermissionFlagsBits;
  const isPrivate = type === ChannelType.PrivateThread;
  mustHave(world, parent, isPrivate ? bits.CreatePrivateThreads : bits.CreatePublicThreads);
  const from = call.params.message === undefined ? undefined : messageOf(call);
  if (from && world.channels.has(from.payload.id)) throw new DiscordApiError(160004);
  const body = call.body as {
    name: string;
    auto_archive_duration?: number | null;
    invitable?: boolean | null;
  };
  const thread = startThread(world, {
    parent,
    type,
    name: body.name,
    by: world.bot.user.id,
    from,
    autoArchiveMinutes: body.auto_archive_duration ?? undefined,
    invitable: body.invitable ?? undefined,
  });
  return { status: 201, body: channelJson(world, thread) };
}

function threadOf(call: RestCall): Channel {
  const channel = channelOf(call);
  if (!isThread(channel)) throw new DiscordApiError(50024);
  return channel;
}

function person(call: RestCall, thread: Channel, userId: string) {
  const { world } = call;
  const member = world.guilds.get(thread.guildId ?? '')?.members.get(userId);
  return {
    id: thread.id,
    user_id: userId,
    join_timestamp: world.timestamp(),
    flags: 0,
    ...(call.query.with_member === 'true' && member ? { member: memberJson(world, member) } : {}),
  };
}

function listPeople(call: RestCall) {
  const thread = threadOf(call);
  return ok(thread.people.map((id) => person(call, thread, id)));
}

function onePerson(call: RestCall) {
  const thread = threadOf(call);
  const id = who(call);
  if (!thread.people.includes(id)) throw new DiscordApiError(10007);
  return ok(person(call, thread, id));
}

function who(call: RestCall): string {
  return param(call, 'user') === '@me' ? call.world.bot.user.id : param(call, 'user');
}

function changePeople(call: RestCall, entering: boolean) {
  const { world } = call;
  const thread = threadOf(call);
  const id = who(call);
  const bot = world.bot.user.id;
  if (!world.users.has(id)) throw new DiscordApiError(10013);
  if (!world.guilds.get(thread.guildId ?? '')?.members.has(id)) throw new DiscordApiError(10007);
  if (thread.archived) throw new DiscordApiError(50083);
  if (entering) {
    const parent = world.channels.get(thread.parentId ?? '');
    if (!parent || !world.sees(id, parent)) throw new DiscordApiError(50001);
    enterThread(world, thread, [id], bot);
    return done;
  }
  // A private thread's owner may remove people; from any other thread, only people with Manage Threads may.
  const isOwner = thread.type === ChannelType.PrivateThread && thread.ownerId === bot;
  if (id !== bot && !isOwner) mustHave(world, thread, PermissionFlagsBits.ManageThreads);
  leaveThread(world, thread, id);
  return done;
}

function listActive(call: RestCall) {
  const bot = call.world.bot.user.id;
  const threads = channelsOf(call.world, guildOf(call)).filter(
    (one) => isThread(one) && !one.archived && call.world.sees(bot, one),
  );
  return ok(threadList(call, threads));
}

function listArchived(call: RestCall, wanted: (thread: Channel) => boolean) {
  const channel = channelOf(call);
  mustHave(call.world, channel, PermissionFlagsBits.ReadMessageHistory);
  const limit = queryNumber(call, 'limit', { min: 2, max: 100, or: 50 });
  const threads = [...call.world.channels.values()].filter(
    (one) => one.parentId === channel.id && isThread(one) && one.archived && wanted(one),
  );
  return ok({ ...threadList(call, threads.slice(0, limit)), has_more: threads.length > limit });
}

function threadList(call: RestCall, threads: readonly Channel[]) {
  const bot = call.world.bot.user.id;
  return {
    threads: threads.map((one) => channelJson(call.world, one)),
    members: threads.filter((one) => one.people.includes(bot)).map((one) => person(call, one, bot)),
  };
}
