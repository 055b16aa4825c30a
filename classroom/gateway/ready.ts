import { memberJson } from '../world/payloads.ts';
import type { ClassroomGuild, World } from '../world/world.ts';

/** READY's data: who the bot is, and its guilds as unavailable ones, which GUILD_CREATE fills in. */
export function readyData(
  world: World,
  sessionId: string,
  guilds: readonly ClassroomGuild[],
  shard: unknown,
): Record<string, unknown> {
  return {
    v: 10,
    user: { ...world.bot.user, email: null, verified: true, mfa_enabled: true, flags: 0 },
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: sessionId,
    session_type: 'normal',
    resume_gateway_url: world.origin.replace(/^http/, 'ws'),
    shard: shard ?? [0, 1],
    application: { id: world.bot.applicationId, flags: 0 },
    private_channels: [],
    presences: [],
    relationships: [],
    _trace: ['classroom'],
  };
}

/** The answer to REQUEST_GUILD_MEMBERS, always in one chunk; null for a guild that does not exist. */
export function membersChunk(
  world: World,
  d: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const guild = world.guilds.get(String(d.guild_id));
  if (!guild) return null;
  const ids = d.user_ids === undefined ? null : [d.user_ids].flat().map(String);
  const query = typeof d.query === 'string' ? d.query.toLowerCase() : '';
  const found = [...guild.members.values()].filter((member) =>
    ids ? ids.includes(member.userId) : (world.users.get(member.userId)?.username ?? '').startsWith(query),
  );
  const limit = typeof d.limit === 'number' && d.limit > 0 ? d.limit : found.length;
  return {
    guild_id: guild.id,
    members: found.slice(0, limit).map((member) => memberJson(world, member)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: ids?.filter((id) => !guild.members.has(id)) ?? [],
    ...(d.nonce === undefined ? {} : { nonce: d.nonce }),
  };
}
