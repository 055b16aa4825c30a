/** A shard: the servers whose ID maps to this shard by {@link shardOf}. Shard 0 also receives the direct messages. */
export interface Shard {
  readonly id: number;
  readonly count: number;
}

/** Discord's formula. */
export const shardOf = (guild: string, count: number): number =>
  Number((BigInt(guild) >> 22n) % BigInt(count));
