import { GatewayIntentBits } from 'discord-api-types/v10';
import { channelJson, guildJson, memberJson } from '../../world/payloads.ts';
import { guildPermissions } from '../../world/permissions.ts';
import { usualLocale, type World } from '../../world/world.ts';
import { DiscordApiError } from '../api-error.ts';
import { ok, param, type RestCall, type Route } from '../route.ts';

/** What a bot asks about itself, its application and the gateway. */
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
        shards: world.recommendedShards,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      }),
  },
  { method: 'GET', path: '/applications/@me', handle: application },
  { method: 'GET', path: '/oauth2/applications/@me', handle: application },
  {
    method: 'GET',
    path: '/users/@me',
    scope: 'identify',
    handle: ({ world, person }) =>
      ok({
        ...(person === null ? world.bot.user : world.users.get(person.userId)),
        mfa_enabled: true,
        locale: usualLocale,
        ...(person === null ? { verified: true, email: null } : {}),
      }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    scope: 'guilds',
    handle: ({ world, person }) => ok(guildsOf(world, person?.userId ?? world.bot.user.id)),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds/:guild/member',
    scope: 'guilds.members.read',
    handle: ({ world, person, params }) => {
      const guild = world.guilds.get(params.guild ?? '');
      const member = guild?.members.get(person?.userId ?? '');
      if (!guild || !member) throw new DiscordApiError(10004);
      return ok(memberJson(world, member));
    },
  },
  {
    method: 'GET',
    path: '/users/:user',
    handle: (call) => {
      const user = call.world.users.get(param(call, 'user'));
      if (!user) throw new DiscordApiError(10013);
      return ok(user);
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    schema: 'CreatePrivateChannelRequest',
    handle: ({ world, body }) => {
      const recipient = String((body as { recipient_id?: unknown }).recipient_id);
      if (!world.users.has(recipient) || recipient === world.bot.user.id) throw new DiscordApiError(50033);
      return ok(channelJson(world, world.dmOf(world.bot.user.id, recipient)));
    },
  },
];

function gatewayUrl(world: World): string {
  return world.origin.replace(/^http/, 'ws');
}

function guildsOf(world: World, user: string): unknown[] {
  return [...world.guilds.values()]
    .filter((guild) => guild.members.has(user))
    .map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: guild.ownerId === user,
      permissions: guildPermissions(guild, user).toString(),
      features: guildJson(guild).features,
    }));
}

function application({ world, privileged }: RestCall) {
  const owner = [...world.guilds.values()].map((guild) => guild.members.get(guild.ownerId)).find(Boolean);
  // The "limited" variants of the flags: those that an application in fewer than 100 guilds gets by enabling the intent.
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
    approximate_guild_count: guildsOf(world, world.bot.user.id).length,
    tags: [],
  });
}
