import { Client, GatewayIntentBits, Options, type RESTOptions } from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import type { SharedRest } from '../rest/shared-rest.ts';
import type { BotOptions } from './bot-options.ts';
import type { Shard } from './shard.ts';

/** discord.js's connection options: Discord's usual address unless the settings name another. */
export const restOptions = (settings: Settings): Partial<RESTOptions> => ({
  ...(settings.DISCORD_API_URL === undefined
    ? {}
    : { api: settings.DISCORD_API_URL.replace(/(?<!\/)\/+$/, '') }),
  version: '10',
  timeout: 10_000,
});

/**
 * Only the intents that are needed: Guilds for servers and their roles, DirectMessages for DMs, GuildMessages for messages that
 * mention the bot. Reading the content of such messages needs no privileged intent.
 */
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** A client that has not logged in yet. */
export function createClient(
  settings: Settings,
  options: {
    /** The REST client that all clients of the bot share. Default: one of its own. */
    readonly rest?: SharedRest;
    /** The shard to connect. Without one, the client receives everything. */
    readonly shard?: Shard | null;
    readonly watch?: BotOptions['watch'] | undefined;
  } = {},
): Client {
  const client = new Client({
    intents,
    ...sharesOf(settings, options.shard ?? null),
    rest: restOptions(settings),
    allowedMentions: { parse: [] },
    // Messages in servers are not cached: all but those that mention the bot arrive without content.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  });
  if (options.rest !== undefined) {
    client.rest.clearHashSweeper();
    client.rest.clearHandlerSweeper();
    client.rest = options.rest;
  }
  options.watch?.(client);
  return client;
}

function sharesOf(
  { DISCORD_SHARDS: count }: Settings,
  shard: Shard | null,
): { readonly shards: 'auto' | number[]; readonly shardCount?: number } {
  if (shard !== null) return { shards: [shard.id], shardCount: shard.count };
  if (count === 'auto') return { shards: 'auto' };
  return { shards: Array.from({ length: count }, (_, id) => id), shardCount: count };
}
