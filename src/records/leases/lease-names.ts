/** A lease of each bot that lives has a name that begins so. */
export const botLeases = 'bot/';

/** The lease of the bot that answers a share of the servers. */
export const shardLease = (shard: number): string => `shard/${shard}`;

/** Its owner is how many shards there are, as all bots have agreed. */
export const shardCountLease = 'shard-count';
