import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { connectToAsk } from '../queue/connection.ts';
import { inspectRedis, RedisNotReached } from '../queue/inspect-redis.ts';
import { keyPrefix, parseRedisAddress, redisAddress, redisAddressForms } from '../queue/redis-address.ts';
import { grantWorker, workerUserLine } from '../queue/worker-access.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import { printNote, printText } from './output.ts';
import { ownEnvFile } from './own-env-file.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { writeEnv } from './setup/env-file.ts';

const say = words('cli-join', {
  en: {
    about:
      'Let another machine’s worker in, or make this machine one: neither Discord’s token nor the records are there',
    address: 'on the worker’s machine: the address that `dockhand join --invite` printed',
    invite: 'on the bot’s machine: make a user of Redis for this worker, and print what to type there',
    at: 'with --invite: how that machine reaches Redis, as host or host:port',
    prefix: 'the QUEUE_PREFIX of the bot',
    either: 'Say either an address, on the worker’s machine, or --invite NAME, on the bot’s.',
    name: 'A worker’s name has 1 to 30 letters, digits and dashes.',
    form: 'This is no address of Redis: {{forms}}',
    loopback:
      'Another machine does not reach {{place}}: say with --at how it reaches this Redis (REDIS_BIND lets the set-up’s Redis listen there).',
    foreign:
      'This machine has {{names}} in its settings, which a worker’s machine must not have: take them out of .env.',
    there: 'Type this on the worker’s machine, in a checkout with the same lessons:',
    keep: 'Redis forgets users when it starts anew, unless they stand in its configuration. Put this line there (the set-up’s Redis: into {{file}}):',
    joined: 'This machine works for {{place}}. Start its boxes and its worker: node setup/main.js worker',
  },
});

interface JoinOptions {
  readonly invite?: string;
  readonly at?: string;
  readonly prefix?: string;
}

/** Adds `dockhand join`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('join')
    .description(say(operatorLocale, 'about'))
    .argument('[address]', say(operatorLocale, 'address'))
    .option('--invite <name>', say(operatorLocale, 'invite'))
    .option('--at <host>', say(operatorLocale, 'at'))
    .option('--prefix <prefix>', say(operatorLocale, 'prefix'))
    .action(async (address: string | undefined, options: JoinOptions) => {
      if ((address === undefined) === (options.invite === undefined))
        throw new CommandError(say(operatorLocale, 'either'), 'DOCKHAND_USAGE');
      if (address === undefined) await invite(inForce, options.invite ?? '', options.at);
      else await join(inForce, address, options.prefix);
    });
}

async function invite(inForce: SettingsInForce, name: string, at: string | undefined): Promise<void> {
  if (!/^[A-Za-z0-9-]{1,30}$/.test(name))
    throw new CommandError(say(operatorLocale, 'name'), 'DOCKHAND_USAGE');
  const { settings } = inForce.read();
  const [user, password] = [`worker-${name}`, randomBytes(24).toString('base64url')];
  const address = addressFor(settings.REDIS_URL, user, password, at);
  const prefix = keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX);
  const redis = connectToAsk(redisAddress(settings));
  redis.on('error', () => undefined);
  try {
    await grantWorker(redis as unknown as Parameters<typeof grantWorker>[0], user, password, prefix);
  } finally {
    redis.hangUp();
  }
  printNote(say(operatorLocale, 'there'));
  printText(`npx dockhand join '${address}' --prefix ${settings.QUEUE_PREFIX}`);
  printNote(say(operatorLocale, 'keep', { file: `${settings.DOCKHAND_STATE}/redis/users.conf` }));
  printNote(workerUserLine(user, password, prefix));
}

/** The address of the bot's Redis with another user, as another machine reaches it. */
function addressFor(url: string, user: string, password: string, at: string | undefined): string {
  const [, scheme = '', hosts = '', rest = ''] =
    /^(\w+(?:\+\w+)?:\/\/)(?:[^@/]*@)?([^/?]+)([/?].*)?$/.exec(url) ?? [];
  const address = `${scheme}${user}:${password}@${at ?? hosts}${rest}`;
  const parsed = parseRedisAddress(address);
  if (parsed === null) throw formError();
  const local = parsed.nodes.find(({ host }) => /^(?:localhost|127\.|::1$|redis$)/.test(host));
  if (local !== undefined)
    throw new CommandError(say(operatorLocale, 'loopback', { place: local.host }), 'DOCKHAND_USAGE');
  return address;
}

async function join(inForce: SettingsInForce, address: string, prefix: string | undefined): Promise<void> {
  const parsed = parseRedisAddress(address);
  if (parsed === null) throw formError();
  const foreign = ['DISCORD_TOKEN', 'DISCORD_CLIENT_SECRET', 'DATABASE_URL', 'WEB_TOKEN'].filter(
    (name) => inForce.sources.values[name] !== undefined,
  );
  if (foreign.length > 0)
    throw new CommandError(
      say(operatorLocale, 'foreign', { names: foreign.join(', ') }),
      'DOCKHAND_SETTINGS',
    );
  const authority = inForce.sources.values.REDIS_CA_FILE;
  await inspectRedis(redisAddress({ REDIS_URL: address, REDIS_CA_FILE: authority })).catch(
    (error: unknown) => {
      if (error instanceof RedisNotReached) throw new CommandError(error.message, 'DOCKHAND_REDIS');
      throw error;
    },
  );
  await writeEnv(ownEnvFile(), {
    REDIS_URL: address,
    ...(prefix === undefined ? {} : { QUEUE_PREFIX: prefix }),
  });
  const place = parsed.nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
  printNote(say(operatorLocale, 'joined', { place }));
}

const formError = (): CommandError =>
  new CommandError(say(operatorLocale, 'form', { forms: redisAddressForms }), 'DOCKHAND_USAGE');
