import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  keyPrefix,
  parseRedisAddress,
  placeOf,
  redisAddress,
  redisAddressForms,
} from '../config/redis-address.ts';
import { settingsByName } from '../config/table/table.ts';
import { inspectRedis, RedisNotReached } from '../queue/inspect-redis.ts';
import { connectToAsk } from '../queue/redis-connection.ts';
import { whyUnreached } from '../queue/redis-trouble.ts';
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
    ca: 'on the worker’s machine: the file of certificates that sign that of Redis; it becomes REDIS_CA_FILE there',
    either: 'Say either an address, on the worker’s machine, or --invite NAME, on the bot’s.',
    name: 'A worker’s name has 1 to 30 letters, digits and dashes.',
    form: 'This is no address of Redis: {{forms}}',
    loopback:
      'Another machine does not reach {{place}}: say with --at how it reaches this Redis (REDIS_BIND lets the set-up’s Redis listen there).',
    foreign:
      'This machine has {{names}} in its settings, which a worker’s machine must not have: take them out of .env.',
    there: 'Type this on the worker’s machine, in a checkout with the same lessons:',
    keep: 'Redis forgets users when it restarts, unless they are in its configuration. Put this line there (the set-up’s Redis: into {{file}}):',
    copy: 'Copy {{file}} to that machine first: its certificates sign that of Redis (REDIS_CA_FILE). --ca says where it lies there.',
    plain:
      'Between this machine and {{place}} everything is readable: the password of Redis and students’ files. That is for a private network only; rediss://… is an address with TLS.',
    plainInvite:
      'On the way from there to {{place}} everything is readable: the password of Redis and students’ files. That is for a private network only; a REDIS_URL of rediss://… has TLS.',
    unreadable: '{{file}} cannot be read: say with --ca where the certificates are that sign that of Redis.',
    stale:
      '{{why}}. If the bot’s machine is well, the invitation is over: make another one there with dockhand join --invite NAME.',
    noRedis: '{{why}}. Nobody was invited: correct REDIS_URL, or start Redis.',
    notGranted: 'Redis did not make the user: {{why}}. The user in REDIS_URL needs ACL SETUSER for that.',
    joined: 'This machine works for {{place}}. Start its boxes and its worker: node setup/main.js worker',
  },
});

interface JoinOptions {
  readonly invite?: string;
  readonly at?: string;
  readonly prefix?: string;
  readonly ca?: string;
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
    .option('--ca <file>', say(operatorLocale, 'ca'))
    .action(async (address: string | undefined, options: JoinOptions) => {
      if ((address === undefined) === (options.invite === undefined))
        throw new CommandError(say(operatorLocale, 'either'), 'DOCKHAND_USAGE');
      if (address === undefined) await invite(inForce, options.invite ?? '', options.at);
      else await join(inForce, address, options);
    });
}

async function invite(inForce: SettingsInForce, name: string, at: string | undefined): Promise<void> {
  if (!/^[A-Za-z0-9-]{1,30}$/.test(name))
    throw new CommandError(say(operatorLocale, 'name'), 'DOCKHAND_USAGE');
  const { settings } = inForce.read();
  const [user, password] = [`worker-${name}`, randomBytes(24).toString('base64url')];
  const address = addressFor(settings.REDIS_URL, user, password, at);
  const prefix = keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX);
  await mustAnswer(redisAddress(settings), 'noRedis');
  const redis = connectToAsk(redisAddress(settings));
  redis.on('error', () => undefined);
  try {
    await grantWorker(redis as unknown as Parameters<typeof grantWorker>[0], user, password, prefix);
  } catch (error) {
    const why = whyUnreached(error, settings.REDIS_URL, operatorLocale);
    throw new CommandError(say(operatorLocale, 'notGranted', { why }), 'DOCKHAND_REDIS');
  } finally {
    redis.hangUp();
  }
  warnWithoutTls(address, 'plainInvite');
  const authority = parseRedisAddress(settings.REDIS_URL)?.authority ?? settings.REDIS_CA_FILE;
  if (authority !== undefined) printNote(say(operatorLocale, 'copy', { file: authority }));
  printNote(say(operatorLocale, 'there'));
  const ca = authority === undefined ? '' : ` --ca '${basename(authority)}'`;
  printText(`npx dockhand join '${address}' --prefix ${settings.QUEUE_PREFIX}${ca}`);
  printNote(say(operatorLocale, 'keep', { file: `${settings.DOCKHAND_STATE}/redis/users.conf` }));
  printNote(workerUserLine(user, password, prefix));
}

/** Hosts that refer to the machine itself or to a service on Compose's network. */
const onlyHere = /^(?:localhost$|127\.|::1$|redis$)/;

/** Warns if the connection between a worker and Redis is not encrypted and leaves this machine. */
function warnWithoutTls(address: string, text: 'plain' | 'plainInvite'): void {
  const parsed = parseRedisAddress(address);
  if (parsed === null || parsed.tls || parsed.nodes.every(({ host }) => onlyHere.test(host))) return;
  printNote(say(operatorLocale, text, { place: placeOf(address) }));
}

/**
 * Returns the address of the bot's Redis for another user and from another machine. The query is dropped, because paths of certificates
 * differ between machines.
 */
function addressFor(url: string, user: string, password: string, at: string | undefined): string {
  const [, scheme = '', hosts = '', rest = ''] =
    /^(\w+(?:\+\w+)?:\/\/)(?:[^@/]*@)?([^/?]+)(\/[^?]*)?(?:\?.*)?$/.exec(url) ?? [];
  const address = `${scheme}${user}:${password}@${at ?? hosts}${rest}`;
  const parsed = parseRedisAddress(address);
  if (parsed === null) throw formError();
  const local = parsed.nodes.find(({ host }) => onlyHere.test(host));
  if (local !== undefined)
    throw new CommandError(say(operatorLocale, 'loopback', { place: local.host }), 'DOCKHAND_USAGE');
  return address;
}

async function join(
  inForce: SettingsInForce,
  address: string,
  { prefix, ca }: Pick<JoinOptions, 'prefix' | 'ca'>,
): Promise<void> {
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
  warnWithoutTls(address, 'plain');
  const authority = ca === undefined ? inForce.sources.values.REDIS_CA_FILE : resolve(ca);
  if (authority !== undefined && parsed.tls) await mustBeReadable(authority);
  mustBePrefix(prefix);
  await mustAnswer(redisAddress({ REDIS_URL: address, REDIS_CA_FILE: authority }), 'stale');
  await writeEnv(ownEnvFile(), {
    REDIS_URL: address,
    ...(prefix === undefined ? {} : { QUEUE_PREFIX: prefix }),
    ...(authority === undefined ? {} : { REDIS_CA_FILE: authority }),
  });
  printNote(say(operatorLocale, 'joined', { place: placeOf(address) }));
}

/** Rejects the address of a Redis that does not answer, before anything is written or a worker is invited. */
async function mustAnswer(url: string, text: 'stale' | 'noRedis'): Promise<void> {
  const refuse = (why: string): never => {
    throw new CommandError(say(operatorLocale, text, { why }), 'DOCKHAND_REDIS');
  };
  try {
    const { againstDatabase } = await inspectRedis(url);
    if (againstDatabase !== null) refuse(againstDatabase);
  } catch (error) {
    if (!(error instanceof RedisNotReached)) throw error;
    refuse(error.message);
  }
}

/** Validates the prefix as the worker will when it reads `.env`. */
function mustBePrefix(prefix: string | undefined): void {
  const read = settingsByName.QUEUE_PREFIX.schema.safeParse(prefix ?? 'dockhand');
  if (read.success) return;
  const why = read.error.issues[0]?.message ?? '';
  throw new CommandError(`--prefix ${why}.`, 'DOCKHAND_USAGE');
}

async function mustBeReadable(file: string): Promise<void> {
  await readFile(file).catch(() => {
    throw new CommandError(say(operatorLocale, 'unreadable', { file }), 'DOCKHAND_USAGE');
  });
}

const formError = (): CommandError =>
  new CommandError(say(operatorLocale, 'form', { forms: redisAddressForms }), 'DOCKHAND_USAGE');
