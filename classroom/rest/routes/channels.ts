import { PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson } from '../../world/payloads.ts';
import { changeChannel } from '../../world/threads.ts';
import { type Channel, isThread } from '../../world/world.ts';
import { channelOf, mustHave } from '../access.ts';
import { DiscordApiError } from '../api-error.ts';
import { done, ok, type RestCall, type Route } from '../route.ts';

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
];

const OF_CHANNELS = new Set(['name', 'topic']);
const OF_THREADS = new Set(['name', 'archived', 'locked', 'auto_archive_duration', 'invitable']);

function change(call: RestCall) {
  const { world } = call;
  const before = channelOf(call);
  if (before.guildId === null) throw new DiscordApiError(50024);
  const body = (call.body ?? {}) as Record<string, unknown>;
  const known = isThread(before) ? OF_THREADS : OF_CHANNELS;
  const unknown = Object.keys(body).filter((key) => body[key] !== undefined && !known.has(key));
  if (unknown.length > 0)
    throw new DiscordApiError(
      50035,
      unknown.map((key) => ({
        path: [key],
        code: 'CLASSROOM_UNKNOWN_FIELD',
        message: 'The classroom cannot change this.',
      })),
    );
  if (isThread(before)) mayChangeThread(call, before, body);
  else mustHave(world, before, PermissionFlagsBits.ManageChannels);
  const channel = changeChannel(world, {
    ...before,
    ...(typeof body.name === 'string' ? { name: body.name } : {}),
    ...(typeof body.topic === 'string' || body.topic === null ? { topic: body.topic } : {}),
    ...(typeof body.archived === 'boolean' ? { archived: body.archived } : {}),
    ...(typeof body.locked === 'boolean' ? { locked: body.locked } : {}),
    ...(typeof body.invitable === 'boolean' ? { invitable: body.invitable } : {}),
    ...(typeof body.auto_archive_duration === 'number'
      ? { autoArchiveMinutes: body.auto_archive_duration }
      : {}),
  } satisfies Channel);
  return ok(channelJson(world, channel));
}

/** Its starter may edit a thread, but only people with Manage Threads may lock it or reopen a locked one. */
function mayChangeThread({ world }: RestCall, thread: Channel, body: Record<string, unknown>): void {
  const locks = typeof body.locked === 'boolean' || thread.locked;
  if (locks || thread.ownerId !== world.bot.user.id)
    mustHave(world, thread, PermissionFlagsBits.ManageThreads);
  // An archived thread can only be unarchived; nothing else of it can be changed.
  if (thread.archived && body.archived !== false && Object.keys(body).length > 0)
    throw new DiscordApiError(50083);
}

function erase(call: RestCall) {
  const { world } = call;
  const channel = channelOf(call);
  if (channel.guildId === null) return ok(channelJson(world, channel));
  const { ManageChannels, ManageThreads } = PermissionFlagsBits;
  mustHave(world, channel, isThread(channel) ? ManageThreads : ManageChannels);
  world.channels.delete(channel.id);
  world.tell({ kind: 'channel', change: 'deleted', channel });
  return ok(channelJson(world, channel));
}
