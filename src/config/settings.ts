import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything that is set by the environment: one table, validated at start, all that is wrong said at once. */

const snowflake = z
  .string()
  .regex(/^\d{15,21}$/, 'has to be a Discord id: 15 to 21 digits (Developer Mode, right click, Copy ID)');
/** Ids, parted by commas or blanks, or `any`. */
const servers = z
  .string()
  .regex(
    /^(?:any|[\s,]*(?:\d{15,21}(?:[\s,]+|$))+)$/,
    'has to be ids of servers with commas between them, or any',
  )
  .transform((text): 'any' | readonly string[] => (text === 'any' ? text : (text.match(/\d+/g) ?? [])));
const port = z.coerce
  .number('has to be a port number from 0 to 65535')
  .int('has to be a whole number')
  .min(0, 'has to be a port number from 0 to 65535')
  .max(65535, 'has to be a port number from 0 to 65535');
const httpUrl = z.url({ protocol: /^https?$/, error: 'has to be an http:// or https:// address' });

const schema = z.object({
  DISCORD_TOKEN: z
    .string()
    .min(1, 'is empty: take it from the Developer Portal, Bot, Reset Token')
    .optional(),
  DISCORD_API_URL: httpUrl.optional(),
  DISCORD_GUILD_ID: snowflake.optional(),
  DISCORD_SERVERS: servers.default([]),
  TA_ROLE_ID: snowflake.optional(),
  TA_CHANNEL_ID: snowflake.optional(),
  CLASS_CHANNEL_ID: snowflake.optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'has to be redis://host:port or rediss://host:port' })
    .default('redis://127.0.0.1:6379'),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'has to be 1 to 40 lower-case letters, digits or dashes')
    .default('dockhand'),
  QUEUE_LIMIT: z.coerce
    .number('has to be a whole number')
    .int('has to be a whole number')
    .min(1, 'has to be at least 1')
    .default(1_000),
  REMEMBER_VERDICTS: z.enum(['on', 'off'], { error: 'has to be on or off' }).default('on'),
  DATABASE_URL: z
    .string()
    .refine((url) => /^postgres(ql)?:\/\//.test(url) || !/^[a-z]+:\/\//.test(url), {
      error: 'has to be postgres://… or the path of an SQLite file',
    })
    .default('.state/dockhand.sqlite3'),
  RETENTION_DAYS: z.coerce
    .number('has to be a number of days')
    .int('has to be a whole number of days')
    .min(0, 'has to be 0 (for ever) or more')
    .max(36_500, 'has to be at most 36500 days')
    .default(365),
  LESSONS_DIR: z
    .string()
    .min(1)
    .default(resolve(import.meta.dirname, '../../lessons')),
  DOCKHAND_LESSON: z.string().min(1).default('backend-docker'),
  SANDBOX_BOXES: z
    .string()
    .min(1)
    .default(resolve(import.meta.dirname, '../../.state/boxes')),
  WEB_PORT: port.default(0),
  WEB_HOST: z.string().min(1).default('127.0.0.1'),
  WEB_URL: httpUrl.optional(),
  WEB_TOKEN: z.string().min(16, 'has to have at least 16 characters').optional(),
  WEB_TRUSTED_PROXIES: z.string().min(1).default('loopback'),
  DISCORD_CLIENT_SECRET: z.string().min(1).optional(),
  METRICS_TOKEN: z.string().min(16, 'has to have at least 16 characters').optional(),
  WORKER_METRICS_PORT: port.default(0),
  WORKER_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'has to be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
});

export type Settings = z.output<typeof schema>;

/** The names of all settings, as the environment has them. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

/** Settings that cannot be used. The message names every one of them, with what it may be. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads the settings from the environment; an empty variable counts as not set. `required` names those that must be there. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  required: readonly (keyof Settings)[] = [],
): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  const missing = required.filter((name) => given[name] === undefined).map((name) => `  ${name} is not set`);
  if (!parsed.success || missing.length > 0) {
    throw new SettingsError(
      [
        'Dockhand cannot start with these settings:',
        ...wrong,
        ...missing,
        'See .env.example for what each one means.',
      ].join('\n'),
    );
  }
  return parsed.data;
}
