/** Prefix of the names of leases that show which bots are running. */
export const botLeases = 'bot/';

/** The lease of the bot that serves a shard. */
export const shardLease = (shard: number): string => `shard/${shard}`;

/** A lease whose owner is the number of shards that all bots have agreed on. */
export const shardCountLease = 'shard-count';
