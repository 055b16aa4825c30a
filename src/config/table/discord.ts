import { z } from 'zod';
import { sayOfSettings } from '../wording.ts';
import { httpUrl, setting, snowflake } from './setting.ts';

/** IDs, separated by commas or spaces, or `any`. */
const servers = z
  .string()
  .regex(/^(?:any|none|[\s,]*(?:\d{15,21}(?:[\s,]+|$))+)$/, sayOfSettings('servers'))
  .transform((ids): 'any' | readonly string[] => (ids === 'any' ? ids : (ids.match(/\d+/g) ?? [])));

const shards = z
  .string()
  .regex(/^(?:auto|[1-9]\d{0,3})$/, sayOfSettings('shards'))
  .transform((count): 'auto' | number => (count === 'auto' ? count : Number(count)));

const language = z.string().regex(/^[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/, sayOfSettings('language'));

/** Whether a text is a time zone that this machine knows. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

const timeZone = z.string().refine(isTimeZone, sayOfSettings('timeZone'));

export const discordSettings = {
  name: 'discord',
  settings: {
    DISCORD_TOKEN: setting(
      z.string().regex(/^[\w.-]+$/, sayOfSettings('oneToken')),
      null,
      ['bot'],
      'The bot’s token: Developer Portal, your application, Bot, Reset Token. The bot does not start without it.',
    ),
    DISCORD_API_URL: setting(
      httpUrl,
      null,
      ['bot'],
      'Another Discord to talk to, ending in /api, for instance the local classroom. Discord’s own when empty.',
    ),
    DISCORD_GUILD_ID: setting(
      snowflake,
      null,
      ['bot'],
      'The first class server, and below what is in it (Developer Mode on, right click, Copy ID).',
    ),
    DISCORD_SERVERS: setting(
      servers,
      'none',
      ['bot'],
      'Further servers that may use this Dockhand: their ids with commas between them, or any. A server that is not listed hears one\nsentence and nothing else. Besides, switch "Public Bot" off in the Developer Portal (Bot), so that nobody else can invite it.',
    ),
    DISCORD_SHARDS: setting(
      shards,
      'auto',
      ['bot'],
      'How many shares the servers are dealt out in, for several bots over one PostgreSQL: each has as many. auto: as Discord recommends, one\nbelow some thousand servers, so that a second bot only stands by. All bots need the same.',
    ),
    TA_ROLE_ID: setting(snowflake, null, ['bot'], 'The role of teaching assistants in the first server.'),
    TA_CHANNEL_ID: setting(
      snowflake,
      null,
      ['bot'],
      'The channel that only they see, for the queue, questions and alerts.',
    ),
    CLASS_CHANNEL_ID: setting(snowflake, null, ['bot'], 'The channel of the class.'),
    CLASS_LANGUAGE: setting(
      language,
      null,
      ['bot'],
      'The language of what is written into shared channels, for instance fr. The language of the server when empty (Server Settings, Community).\nSeveral bots over one PostgreSQL should set it: each sees only the languages of its own servers. What one person reads is in her own.',
    ),
    CLASS_TIME_ZONE: setting(
      timeZone,
      null,
      ['bot'],
      'The clocks that dates such as “tomorrow 18:00” are read by, for instance Europe/Paris. This machine’s when empty; in a container that is UTC.',
    ),
  },
} as const;
