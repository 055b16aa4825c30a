import { MessageType, PermissionFlagsBits } from 'discord-api-types/v10';
import { visibleContent } from '../../gateway/events.ts';
import { edit, post, remove } from '../../world/messages.ts';
import { isThread, type StoredMessage, type World } from '../../world/world.ts';
import { channelOf, messageOf, mustHave, mustTakeDm } from '../access.ts';
import { DiscordApiError } from '../api-error.ts';
import { acceptMessage, SETTABLE } from '../message-body.ts';
import { done, ok, param, queryNumber, type RestCall, type Route } from '../route.ts';
import { changeMessage } from './interactions.ts';

const PATH = '/channels/:channel/messages';

/** How long a nonce is remembered: Discord says "within the past few minutes". */
const NONCE_LIFE = 3 * 60_000;

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, handle: list },
  { method: 'POST', path: PATH, schema: 'MessageCreateRequest', handle: create },
  { method: 'GET', path: `${PATH}/:message`, handle: (call) => ok(seen(call, messageOf(call))) },
  { method: 'PATCH', path: `${PATH}/:message`, schema: 'MessageEditRequestPartial', handle: change },
  { method: 'DELETE', path: `${PATH}/:message`, handle: erase },
  ...(['PUT', 'DELETE'] as const).map(
    (method): Route => ({
      method,
      path: `${PATH}/:message/reactions/:emoji/@me`,
      handle: (call) => react(call, method === 'PUT'),
    }),
  ),
  ...(['PUT', 'DELETE'] as const).flatMap((method): Route[] =>
    ['/channels/:channel/messages/pins/:message', '/channels/:channel/pins/:message'].map((path) => ({
      method,
      path,
      handle: (call) => pin(call, method === 'PUT'),
    })),
  ),
  {
    method: 'GET',
    path: '/channels/:channel/pins',
    handle: (call) => {
      const all = [...call.world.messagesOf(channelOf(call).id).values()];
      return ok(all.filter((one) => one.payload.pinned).map((one) => seen(call, one)));
    },
  },
];

function seen(call: RestCall, message: StoredMessage) {
  return visibleContent(call.world, message, call.privileged);
}

function list(call: RestCall) {
  const channel = channelOf(call);
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, or: 50 });
  const { before, after, around } = call.query;
  const all = [...call.world.messagesOf(channel.id).values()]
    .filter((one) => one.onlyFor === null)
    .sort((a, b) => (BigInt(a.payload.id) < BigInt(b.payload.id) ? 1 : -1));
  const idOf = (one: StoredMessage): bigint => BigInt(one.payload.id);
  let chosen = all.slice(0, limit);
  if (before) chosen = all.filter((one) => idOf(one) < BigInt(before)).slice(0, limit);
  else if (after) chosen = all.filter((one) => idOf(one) > BigInt(after)).slice(-limit);
  else if (around) {
    const at = all.findIndex((one) => idOf(one) <= BigInt(around));
    const start = Math.max(0, at - Math.floor(limit / 2));
    chosen = all.slice(start, start + limit);
  }
  return ok(chosen.map((one) => seen(call, one)));
}

function create(call: RestCall) {
  const { world } = call;
  const channel = channelOf(call);
  if (channel.guildId === null) mustTakeDm(world, channel);
  else {
    const bits = PermissionFlagsBits;
    mustHave(world, channel, isThread(channel) ? bits.SendMessagesInThreads : bits.SendMessages);
    if (channel.locked && (world.permissions(world.bot.user.id, channel) & bits.ManageThreads) === 0n)
      throw new DiscordApiError(160005);
    if (call.files.length > 0) mustHave(world, channel, bits.AttachFiles);
  }
  const body = call.body as {
    nonce?: string | number | null;
    enforce_nonce?: boolean | null;
    tts?: boolean | null;
    message_reference?: { message_id: string; fail_if_not_exists?: boolean | null } | null;
  };
  const earlier = body.enforce_nonce ? sameNonce(world, channel.id, body.nonce) : undefined;
  if (earlier) return ok(earlier.payload);
  const reference = body.message_reference;
  const replyTo = reference ? world.messagesOf(channel.id).get(reference.message_id) : undefined;
  if (reference && (!replyTo || replyTo.onlyFor !== null) && reference.fail_if_not_exists !== false)
    throw new DiscordApiError(50035, [
      { path: ['message_reference'], code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' },
    ]);
  const checked = acceptMessage(call, body, {
    flags: SETTABLE.message,
    channelId: channel.id,
    ephemeral: false,
  });
  const message = post(world, {
    channel,
    author: world.bot.user,
    ...checked,
    nonce: body.nonce ?? undefined,
    tts: body.tts ?? false,
    type: replyTo ? MessageType.Reply : MessageType.Default,
    replyTo,
  });
  return ok(message.payload);
}

function sameNonce(
  world: World,
  channelId: string,
  nonce: string | number | null | undefined,
): StoredMessage | undefined {
  if (nonce === undefined || nonce === null) return undefined;
  const since = world.clock.now() - NONCE_LIFE;
  return [...world.messagesOf(channelId).values()].find(
    ({ payload }) =>
      payload.nonce !== undefined &&
      String(payload.nonce) === String(nonce) &&
      payload.author.id === world.bot.user.id &&
      Date.parse(payload.timestamp) >= since,
  );
}

/** Nothing can be changed in an archived thread until somebody writes in it again. */
function mustBeOpen(call: RestCall): void {
  if (channelOf(call).archived) throw new DiscordApiError(50083);
}

function change(call: RestCall) {
  const message = messageOf(call);
  mustBeOpen(call);
  if (message.payload.author.id !== call.world.bot.user.id) throw new DiscordApiError(50005);
  return ok(changeMessage(call, message, call.body).payload);
}

function erase(call: RestCall) {
  const message = messageOf(call);
  const channel = channelOf(call);
  if (message.payload.author.id !== call.world.bot.user.id) {
    if (channel.guildId === null) throw new DiscordApiError(50013);
    mustHave(call.world, channel, PermissionFlagsBits.ManageMessages);
  }
  remove(call.world, message);
  return done;
}

function pin(call: RestCall, pinned: boolean) {
  const message = messageOf(call);
  mustBeOpen(call);
  const channel = channelOf(call);
  if (channel.guildId !== null) mustHave(call.world, channel, PermissionFlagsBits.ManageMessages);
  const kept = { ...message, payload: { ...message.payload, pinned } };
  call.world.messagesOf(channel.id).set(message.payload.id, kept);
  edit(call.world, kept, { silent: true });
  return done;
}

function react(call: RestCall, added: boolean) {
  const message = messageOf(call);
  mustBeOpen(call);
  const emoji = param(call, 'emoji');
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(emoji)) throw new DiscordApiError(10014);
  const before = message.payload.reactions ?? [];
  const own = before.find((one) => one.emoji.name === emoji);
  const others = before.filter((one) => one !== own);
  const count = Math.max(0, (own?.count ?? 0) - (own?.me ? 1 : 0)) + (added ? 1 : 0);
  const fresh = {
    emoji: { id: null, name: emoji },
    count,
    me: added,
    me_burst: false,
    burst_colors: [],
    count_details: { burst: 0, normal: count },
  };
  const payload = { ...message.payload, reactions: count > 0 ? [...others, fresh] : others };
  const kept: StoredMessage = { ...message, payload };
  call.world.messagesOf(payload.channel_id).set(payload.id, kept);
  call.world.tell({ kind: 'reaction', added, message: kept, userId: call.world.bot.user.id, emoji });
  return done;
}
