/** Prefix of the lease that each running bot holds. */
export const botLeases = 'bot/';

/** The lease of the bot that serves a shard. */
export const shardLease = (shard: number): string => `shard/${shard}`;

/** The owner of this lease is the number of shards that all bots have agreed on. */
export const shardCountLease = 'shard-count';
