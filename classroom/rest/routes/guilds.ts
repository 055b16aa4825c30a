import { GatewayIntentBits, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson, channelsOf, guildJson, memberJson, roleJson } from '../../world/payloads.ts';
import { guildPermissions } from '../../world/permissions.ts';
import { changeMember } from '../../world/setup.ts';
import { isThread } from '../../world/world.ts';
import { guildOf, memberOf } from '../access.ts';
import { DiscordApiError } from '../api-error.ts';
import { done, ok, param, queryNumber, type RestCall, type Route } from '../route.ts';

export const guildRoutes: readonly Route[] = [
  { method: 'GET', path: '/guilds/:guild', handle: (call) => ok(guildJson(guildOf(call))) },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    handle: (call) => {
      const all = channelsOf(call.world, guildOf(call)).filter((one) => !isThread(one));
      return ok(all.map((one) => channelJson(call.world, one)));
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    handle: (call) => ok([...guildOf(call).roles.values()].map(roleJson)),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles/:role',
    handle: (call) => {
      const role = guildOf(call).roles.get(param(call, 'role'));
      if (!role) throw new DiscordApiError(10011);
      return ok(roleJson(role));
    },
  },
  { method: 'GET', path: '/guilds/:guild/members', handle: listMembers },
  { method: 'GET', path: '/guilds/:guild/members/search', handle: searchMembers },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    handle: (call) => ok(memberJson(call.world, memberOf(call, guildOf(call)))),
  },
  ...(['PUT', 'DELETE'] as const).map(
    (method): Route => ({
      method,
      path: '/guilds/:guild/members/:user/roles/:role',
      handle: (call) => changeRole(call, method === 'PUT'),
    }),
  ),
];

/** Listing all members needs the privileged members intent, over REST too. */
function listMembers(call: RestCall) {
  const guild = guildOf(call);
  if ((call.privileged & GatewayIntentBits.GuildMembers) === 0) throw new DiscordApiError(50001);
  const limit = queryNumber(call, 'limit', { min: 1, max: 1000, or: 1 });
  const after = BigInt(call.query.after ?? '0');
  const members = [...guild.members.values()]
    .filter((one) => BigInt(one.userId) > after)
    .sort((a, b) => (BigInt(a.userId) < BigInt(b.userId) ? -1 : 1));
  return ok(members.slice(0, limit).map((one) => memberJson(call.world, one)));
}

function searchMembers(call: RestCall) {
  const guild = guildOf(call);
  const start = (call.query.query ?? '').toLowerCase();
  const limit = queryNumber(call, 'limit', { min: 1, max: 1000, or: 1 });
  const found = [...guild.members.values()].filter((one) => {
    const user = call.world.users.get(one.userId);
    return [user?.username, user?.global_name, one.nick].some((name) =>
      name?.toLowerCase().startsWith(start),
    );
  });
  return ok(found.slice(0, limit).map((one) => memberJson(call.world, one)));
}

function changeRole(call: RestCall, giving: boolean) {
  const { world } = call;
  const guild = guildOf(call);
  const member = memberOf(call, guild);
  const role = guild.roles.get(param(call, 'role'));
  if (!role) throw new DiscordApiError(10011);
  const own = guild.members.get(world.bot.user.id);
  const highest = Math.max(0, ...(own?.roles ?? []).map((id) => guild.roles.get(id)?.position ?? 0));
  const may = guildPermissions(guild, world.bot.user.id) & PermissionFlagsBits.ManageRoles;
  if (may === 0n || role.position >= highest) throw new DiscordApiError(50013);
  const others = member.roles.filter((id) => id !== role.id);
  changeMember(world, guild, { ...member, roles: giving ? [...others, role.id] : others });
  return done;
}
