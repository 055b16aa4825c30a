import type { ClassroomGuild, World, WorldEvent } from '../world/world.ts';

/** One shard's share of a bot's servers: those whose id, shifted right by 22 bits, has this number modulo the number of shards. */
export interface AskedShard {
  readonly id: number;
  readonly count: number;
}

/** The shard that a client asks for; the only one when it asks for none, and null when such a shard cannot exist. */
export function readShard(asked: unknown): AskedShard | null {
  if (asked === undefined) return { id: 0, count: 1 };
  if (!Array.isArray(asked) || asked.length !== 2) return null;
  const [id, count]: readonly unknown[] = asked;
  if (!isWhole(id) || !isWhole(count) || id >= count) return null;
  return { id, count };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Discord sends a server's events to one shard, and direct messages to the first. */
export const belongsTo = ({ id, count }: AskedShard, guild: string | null): boolean =>
  guild === null ? id === 0 : Number((BigInt(guild) >> 22n) % BigInt(count)) === id;

/** The bot's servers on a shard. */
export const guildsIn = (world: World, shard: AskedShard): readonly ClassroomGuild[] =>
  [...world.guilds.values()].filter(
    (guild) => guild.members.has(world.bot.user.id) && belongsTo(shard, guild.id),
  );

/** The server in which something happened; null for direct messages. */
export function guildOf(world: World, happening: WorldEvent): string | null {
  switch (happening.kind) {
    case 'message':
    case 'reaction':
      return happening.message.guildId;
    case 'interaction':
      return happening.interaction.guildId;
    case 'typing':
      return world.channels.get(happening.channelId)?.guildId ?? null;
    case 'guild':
    case 'member':
    case 'role':
      return happening.guild.id;
    case 'channel':
    case 'thread-people':
      return happening.channel.guildId;
    default:
      return null;
  }
}
