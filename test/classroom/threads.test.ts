import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  PermissionFlagsBits as Bits,
  ChannelType,
  type Client,
  Events,
  GatewayIntentBits,
  MessageType,
  type TextChannel,
  type ThreadChannel,
} from 'discord.js';
import { textOf } from '../../classroom/server.ts';
import { INTENTS, logIn, openClass, refusal } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;
let client: Client<true>;
let channel: TextChannel;

beforeEach(async () => {
  room = await openClass({ privilegedIntents: [GatewayIntentBits.GuildMembers] });
  const role = room.classroom.addRole(room.guild, {
    name: 'bots',
    permissions: Bits.CreatePrivateThreads | Bits.CreatePublicThreads | Bits.ManageThreads,
  });
  room.classroom.giveBot(room.guild, role);
  client = await logIn(room.classroom, [...INTENTS, GatewayIntentBits.GuildMembers]);
  channel = (await client.channels.fetch(room.channel.id)) as TextChannel;
});

afterEach(async () => {
  await client.destroy();
  await room.classroom.close();
});

const privately = (): Promise<ThreadChannel> =>
  channel.threads.create({ name: 'Ada asks', type: ChannelType.PrivateThread, invitable: false });

const words = (who: 'ada' | 'tess', thread: ThreadChannel): string[] =>
  room[who].sees(threadOf(thread)).flatMap((one) => (one.type === MessageType.Default ? [textOf(one)] : []));

const threadOf = (thread: ThreadChannel) => {
  const found = room.classroom.world.channels.get(thread.id);
  if (!found) throw new Error('no such thread');
  return found;
};

test('shows a private thread to those added, and adds a whole role by a mention', async () => {
  const heard: string[] = [];
  client.on(Events.ThreadMembersUpdate, (added, removed) =>
    heard.push(`+${[...added.keys()].join()} -${[...removed.keys()].join()}`),
  );
  const thread = await privately();
  expect(thread.invitable).toBe(false);
  await thread.send('a secret');
  expect([words('ada', thread), words('tess', thread)]).toEqual([[], []]);
  await thread.members.add(room.ada.id);
  expect([words('ada', thread), words('tess', thread)]).toEqual([['a secret'], []]);
  await thread.send({ content: `<@&${room.ta.id}> can you help?`, allowedMentions: { parse: ['roles'] } });
  expect(words('tess', thread)).toHaveLength(2);
  expect([...(await thread.members.fetch()).keys()].sort()).toEqual(
    [client.user.id, room.ada.id, room.tess.id].sort(),
  );
  await thread.members.remove(room.ada.id);
  expect(words('ada', thread)).toEqual([]);
  expect(heard).toEqual([`+${room.ada.id} -`, `+${room.tess.id} -`, `+ -${room.ada.id}`]);
  expect(room.classroom.refused).toEqual([]);
});

test('sends no thread member events without the members intent', async () => {
  const other = await logIn(room.classroom);
  const heard: unknown[] = [];
  other.on(Events.ThreadMembersUpdate, (added) => heard.push(added));
  const thread = await privately();
  await thread.members.add(room.ada.id);
  const told = new Promise((resolve) => other.once(Events.MessageCreate, resolve));
  await thread.send('x');
  await told;
  expect(heard).toEqual([]);
  await other.destroy();
});

test('locks an archived thread until somebody writes in it', async () => {
  const thread = await privately();
  await thread.members.add(room.ada.id);
  const sent = await thread.send('one');
  await thread.setArchived(true);
  expect((await refusal(sent.edit('two'))).code).toBe(50083);
  expect((await refusal(thread.members.add(room.tess.id))).code).toBe(50083);
  const opened = new Promise<boolean | null>((resolve) =>
    client.once(Events.ThreadUpdate, (_before, after) => resolve(after.archived)),
  );
  room.ada.say(threadOf(thread), 'still stuck');
  expect(await opened).toBe(false);
  await sent.edit('two');
});

test('lists active and archived threads separately', async () => {
  const [one, two] = [await privately(), await channel.threads.create({ name: 'All' })];
  await one.setArchived(true);
  expect([...(await channel.threads.fetchActive()).threads.keys()]).toEqual([two.id]);
  const archived = await channel.threads.fetchArchived({ type: 'private', fetchAll: true });
  expect([...archived.threads.keys()]).toEqual([one.id]);
  expect((await channel.threads.fetchArchived({ type: 'public' })).threads.size).toBe(0);
});

test('starts one thread per message and announces public ones in their channel', async () => {
  const message = await channel.send('Questions?');
  const thread = await message.startThread({ name: 'Questions' });
  expect(thread.id).toBe(message.id);
  expect((await refusal(message.startThread({ name: 'Again' }))).code).toBe(160004);
  await channel.threads.create({ name: 'Everybody' });
  const announced = room.ada.sees(room.channel).at(-1);
  expect([announced?.type, announced?.content]).toEqual([MessageType.ThreadCreated, 'Everybody']);
});

test('refuses unknown thread settings', async () => {
  const thread = await privately();
  await thread.setLocked(true);
  expect(threadOf(thread).locked).toBe(true);
  expect((await refusal(thread.setRateLimitPerUser(5))).text).toContain('CLASSROOM_UNKNOWN_FIELD');
});
