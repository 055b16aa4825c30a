import { constants, createInflate } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, Events, GatewayIntentBits } from 'discord.js';
import WebSocket from 'ws';
import { openClassroom } from '../../classroom/server.ts';
import { logIn, newClient, openClass } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;

beforeEach(async () => {
  room = await openClass();
});

afterEach(async () => {
  await room.classroom.close();
});

describe('logging in', () => {
  test('refuses a wrong token', async () => {
    const client = newClient(room.classroom);
    await expect(client.login('wrong.token.here')).rejects.toThrow(/token/i);
    await client.destroy();
  });

  test('refuses a privileged intent that is not switched on', async () => {
    const client = newClient(room.classroom, [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent]);
    await expect(client.login(room.classroom.token)).rejects.toThrow(/disallowed intents/i);
    await client.destroy();
  });

  test('delivers message content with a privileged intent that is switched on', async () => {
    const other = await openClassroom({ privilegedIntents: [GatewayIntentBits.MessageContent] });
    const guild = other.addGuild({ name: 'Open' });
    const channel = other.addChannel(guild, { name: 'class' });
    const ada = other.join({ name: 'Ada', guild });
    const client = await logIn(other, [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
    ]);
    const heard = new Promise<string>((resolve) =>
      client.on(Events.MessageCreate, (message) => resolve(message.content)),
    );
    ada.say(channel, 'open words');
    expect(await heard).toBe('open words');
    await client.destroy();
    await other.close();
  });

  test('closes with 4004 for a token, 4014 and 4013 for intents, and 4003 before identifying', async () => {
    const code = (payload: object): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${room.classroom.url.replace('http', 'ws')}/?v=10&encoding=json`);
        socket.on('open', () => socket.send(JSON.stringify(payload)));
        socket.on('close', resolve);
      });
    const identify = (token: string, intents: number) => ({ op: 2, d: { token, intents, properties: {} } });
    expect(await code(identify('nope', 0))).toBe(4004);
    expect(await code(identify(room.classroom.token, 1 << 15))).toBe(4014);
    expect(await code(identify(room.classroom.token, 1 << 30))).toBe(4013);
    expect(await code({ op: 3, d: {} })).toBe(4003);
    expect(await code({ op: 99, d: {} })).toBe(4001);
  });
});

test('compresses as a zlib stream for libraries that ask for it', async () => {
  const url = `${room.classroom.url.replace('http', 'ws')}/?v=10&encoding=json&compress=zlib-stream`;
  const socket = new WebSocket(url);
  const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
  let read = '';
  inflate.on('data', (part: Buffer) => {
    read += part.toString();
  });
  socket.on('message', (part: Buffer) => {
    expect(part.subarray(-4)).toEqual(Buffer.from([0, 0, 255, 255]));
    inflate.write(part);
  });
  await new Promise((resolve) => socket.on('open', resolve));
  const d = { token: room.classroom.token, intents: 1, properties: {} };
  socket.send(JSON.stringify({ op: 2, d }));
  while (!read.includes('GUILD_CREATE')) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(read).toMatch(/^\{"op":10.*"READY"/);
  socket.close();
});

describe('a gateway session whose connection is lost', () => {
  test('resumes and receives what it missed, in order and once', async () => {
    const client = await logIn(room.classroom);
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => {
      heard.push(message.content);
    });
    const resumed = new Promise<void>((resolve) => client.once(Events.ShardResume, () => resolve()));
    room.classroom.gateway.drop({ resumable: true });
    room.ada.dm('one');
    room.ada.dm('two');
    await resumed;
    room.ada.dm('three');
    while (heard.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).toEqual(['one', 'two', 'three']);
    expect(room.classroom.events.filter((one) => one.name === 'Identify')).toHaveLength(1);
    await client.destroy();
  });

  test('starts a new session when the old one is gone', async () => {
    const client = await logIn(room.classroom);
    const again = new Promise<void>((resolve) => client.once(Events.ShardReady, () => resolve()));
    room.classroom.gateway.drop({ resumable: false });
    await again;
    expect(room.classroom.events.filter((one) => one.name === 'Identify')).toHaveLength(2);
    await client.destroy();
  }, 30_000);

  test('reconnects when asked to', async () => {
    const client = await logIn(room.classroom);
    const resumed = new Promise<void>((resolve) => client.once(Events.ShardResume, () => resolve()));
    room.classroom.gateway.askToReconnect();
    await resumed;
    await client.destroy();
  });
});

describe('shards', () => {
  const shardOf = (guild: { readonly id: string }): number => Number((BigInt(guild.id) >> 22n) % 2n);

  test('sends what happens in a server to its shard alone, and direct messages to the first', async () => {
    const other = await openClassroom({ shards: 2 });
    const guilds = [other.addGuild({ name: 'First' })];
    while (!guilds.some((guild) => shardOf(guild) !== shardOf(guilds[0] ?? guild)))
      guilds.push(other.addGuild({ name: 'Another' }));
    const channels = guilds.map((guild) => other.addChannel(guild, { name: `class-${shardOf(guild)}` }));
    const clients = await Promise.all(
      [0, 1].map(async (shard) => {
        const client = newClient(other);
        client.options.shards = [shard];
        client.options.shardCount = 2;
        const heard: string[] = [];
        client.on(Events.MessageCreate, ({ channel, guildId }) => {
          heard.push(guildId === null || channel.isDMBased() ? 'dm' : channel.name);
        });
        const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
        await client.login(other.token);
        await ready;
        return { client, heard, guilds: [...client.guilds.cache.keys()] };
      }),
    );
    for (const [n, guild] of guilds.entries()) {
      const ada = other.join({ name: `Ada ${n}`, guild });
      ada.say(channels[n] ?? ({} as never), 'hello');
      if (n === 0) ada.dm('hello');
    }
    while (clients.reduce((sum, { heard }) => sum + heard.length, 0) < guilds.length + 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const count = (shard: number): number => guilds.filter((guild) => shardOf(guild) === shard).length;
    for (const [shard, { heard, guilds: seen }] of clients.entries()) {
      expect(seen.sort()).toEqual(
        guilds
          .filter((guild) => shardOf(guild) === shard)
          .map(({ id }) => id)
          .sort(),
      );
      expect(heard.filter((place) => place === `class-${shard}`)).toHaveLength(count(shard));
      expect(heard).toHaveLength(count(shard) + (shard === 0 ? 1 : 0));
    }
    for (const { client } of clients) await client.destroy();
    await other.close();
  });

  test('closes with 4010 for an impossible shard', async () => {
    for (const shard of [[1, 1], [-1, 2], [0.5, 2], ['0', 2], [0], [0, 0], 'first']) {
      const socket = new WebSocket(`${room.classroom.url.replace('http', 'ws')}/?v=10&encoding=json`);
      const d = { token: room.classroom.token, intents: 0, properties: {}, shard };
      socket.on('open', () => socket.send(JSON.stringify({ op: 2, d })));
      expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4010);
    }
  });

  test('lets one session start every five seconds, with the rate limits of Discord', async () => {
    const other = await openClassroom({ rateLimits: 'discord' });
    const first = async (): Promise<unknown> => {
      const socket = new WebSocket(`${other.url.replace('http', 'ws')}/?v=10&encoding=json`);
      const d = { token: other.token, intents: 0, properties: {} };
      socket.on('open', () => socket.send(JSON.stringify({ op: 2, d })));
      const answer = new Promise<unknown>((resolve) =>
        socket.on('message', (raw) => {
          const { op, t } = JSON.parse(String(raw));
          if (op !== 10) resolve(t ?? op);
        }),
      );
      return answer.finally(() => socket.close());
    };
    expect(await Promise.all([first(), first()])).toEqual(expect.arrayContaining(['READY', 9]));
    await other.close();
  });
});

test('sends member events only to a bot with the members intent', async () => {
  const other = await openClassroom({ privilegedIntents: [GatewayIntentBits.GuildMembers] });
  const guild = other.addGuild({ name: 'Members' });
  const client = await logIn(other, [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers]);
  const plain: Client = await logIn(room.classroom);
  const heard: string[] = [];
  for (const one of [client, plain]) {
    one.on(Events.GuildMemberAdd, (member) => void heard.push(`${member.user.username} came`));
    one.on(Events.GuildMemberRemove, (member) => void heard.push(`${member.user.username} went`));
  }
  const bob = other.join({ name: 'Bob', guild });
  bob.leaveGuild(guild);
  room.classroom.join({ name: 'Carl', guild: room.guild });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toEqual(['bob came', 'bob went']);
  const found = await room.classroom.world.guilds.get(room.guild.id)?.members.size;
  expect((await plain.guilds.cache.first()?.members.fetch({ user: [room.ada.id] }))?.size).toBe(1);
  expect(found).toBe(5);
  await client.destroy();
  await plain.destroy();
  await other.close();
});
