import type { Settings } from '../../config/settings.ts';
import type { MemberDirectory } from './member-directory.ts';

/**
 * Whether the operator serves a server. Anybody can invite a public bot into their own server, but the boxes are shared by all.
 */
export type IsServed = (guild: string) => boolean;

export function servedGuilds(settings: Pick<Settings, 'DISCORD_GUILD_ID' | 'DISCORD_SERVERS'>): IsServed {
  const { DISCORD_GUILD_ID: first, DISCORD_SERVERS: listed } = settings;
  if (listed === 'any') return () => true;
  const all = new Set(first === undefined ? listed : [first, ...listed]);
  return (guild) => all.has(guild);
}

/** Restricts what the staff pages see of Discord: in a server that is not served, nobody is a member. */
export const onlyServed = (reach: MemberDirectory, serves: IsServed): MemberDirectory => ({
  ...reach,
  member: async (guild, user) => (serves(guild) ? reach.member(guild, user) : null),
});
