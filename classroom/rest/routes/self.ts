import { GatewayIntentBits } from 'discord-api-types/v10';
import { channelJson, guildJson, LOCALE, memberJson } from '../../world/payloads.ts';
import { guildPermissions } from '../../world/permissions.ts';
import type { World } from '../../world/world.ts';
import { type Call, ok, param, type Route } from '../call.ts';
import { Refusal } from '../errors.ts';

/** What a bot asks about itself, its application and the way to the gateway. */
export const selfRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    open: true,
    handle: ({ world }) => ok({ url: gatewayUrl(world) }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    handle: ({ world }) =>
      ok({
        url: gatewayUrl(world),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      }),
  },
  { method: 'GET', path: '/applications/@me', handle: application },
  { method: 'GET', path: '/oauth2/applications/@me', handle: application },
  {
    method: 'GET',
    path: '/users/@me',
    handle: ({ world }) =>
      ok({ ...world.bot.user, verified: true, mfa_enabled: true, locale: LOCALE, email: null }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    handle: ({ world }) => ok(ownGuilds(world)),
  },
  {
    method: 'GET',
    path: '/users/:user',
    handle: (call) => {
      const user = call.world.users.get(param(call, 'user'));
      if (!user) throw new Refusal(10013);
      return ok(user);
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    schema: 'CreatePrivateChannelRequest',
    handle: ({ world, body }) => {
      const recipient = String((body as { recipient_id?: unknown }).recipient_id);
      if (!world.users.has(recipient) || recipient === world.bot.user.id) throw new Refusal(50033);
      return ok(channelJson(world, world.dmOf(world.bot.user.id, recipient)));
    },
  },
];

export function gatewayUrl(world: World): string {
  return world.origin.replace(/^http/, 'ws');
}

function ownGuilds(world: World): unknown[] {
  return [...world.guilds.values()]
    .filter((guild) => guild.members.has(world.bot.user.id))
    .map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: false,
      permissions: guildPermissions(guild, world.bot.user.id).toString(),
      features: guildJson(guild).features,
    }));
}

function application({ world, privileged }: Call) {
  const owner = [...world.guilds.values()].map((guild) => guild.members.get(guild.ownerId)).find(Boolean);
  // The "limited" variants of the flags: what an application below 100 guilds gets by flipping a switch.
  const flags =
    (privileged & GatewayIntentBits.GuildPresences ? 1 << 13 : 0) |
    (privileged & GatewayIntentBits.GuildMembers ? 1 << 15 : 0) |
    (privileged & GatewayIntentBits.MessageContent ? 1 << 19 : 0);
  return ok({
    id: world.bot.applicationId,
    name: world.bot.user.username,
    icon: null,
    description: '',
    type: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags,
    bot: world.bot.user,
    owner: owner ? memberJson(world, owner).user : world.bot.user,
    team: null,
    explicit_content_filter: 0,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    eligible_oauth2_scopes: [],
    flags_new: String(flags),
    integration_types_config: { 0: {}, 1: {} },
    approximate_guild_count: ownGuilds(world).length,
    tags: [],
  });
}
