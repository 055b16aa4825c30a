/** A share of the servers: those whose number, counted by shards, is this one. Direct messages are the first one's. */
export interface Shard {
  readonly id: number;
  readonly count: number;
}

/** Discord's formula. */
export const shardOf = (guild: string, count: number): number =>
  Number((BigInt(guild) >> 22n) % BigInt(count));
