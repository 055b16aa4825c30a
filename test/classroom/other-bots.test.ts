import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  ApplicationCommandType,
  PermissionFlagsBits as Bits,
  type Client,
  ComponentType,
  EmbedBuilder,
  MessageFlags,
  Routes,
  type TextChannel,
} from 'discord.js';
import { textOf } from '../../classroom/server.ts';
import { logIn, onInteraction, openClass } from './support.ts';

/** Features of discord.js that Dockhand does not use, but other bots may. */

let room: Awaited<ReturnType<typeof openClass>>;
let client: Client<true>;
let channel: TextChannel;

const button = { type: ComponentType.Button, style: 1, label: 'Press', customId: 'press' } as const;
const row = { type: ComponentType.ActionRow, components: [button] } as const;

beforeEach(async () => {
  room = await openClass();
  const permissions = Bits.ManageMessages | Bits.ManageChannels | Bits.ManageRoles;
  room.classroom.giveBot(room.guild, room.classroom.addRole(room.guild, { name: 'bots', permissions }));
  client = await logIn(room.classroom);
  channel = (await client.channels.fetch(room.channel.id)) as TextChannel;
  await client.application.commands.set([
    { name: 'say', description: 'Say something' },
    { name: 'Who is this', type: ApplicationCommandType.User },
  ]);
});

afterEach(async () => {
  expect(room.classroom.refused.map((one) => [one.method, one.path, one.status])).toEqual([]);
  await client.destroy();
  await room.classroom.close();
});

test('supports a collector that waits for a press', async () => {
  const message = await channel.send({ content: 'Press', components: [row] });
  const pressed = message.awaitMessageComponent({ componentType: ComponentType.Button, time: 5_000 });
  const answer = room.tess.press(room.tess.sees().at(-1) ?? (message as never), 'Press');
  const press = await pressed;
  await press.reply(`Thank you, ${press.user.displayName}`);
  expect((await answer).text).toBe('Thank you, Tess');
});

test('supports user commands', async () => {
  const errors = onInteraction(client, async (interaction) => {
    if (interaction.isUserContextMenuCommand())
      await interaction.reply({ content: interaction.targetUser.displayName, flags: MessageFlags.Ephemeral });
  });
  expect((await room.ada.userCommand('Who is this', room.tess)).text).toBe('Tess');
  expect(errors).toEqual([]);
});

test('supports editing, fetching and deleting answers and follow-ups', async () => {
  const done: string[] = [];
  const errors = onInteraction(client, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.reply('one');
    await interaction.editReply('two');
    done.push((await interaction.fetchReply()).content);
    const after = await interaction.followUp('three');
    await interaction.editReply({ message: after, content: 'four' });
    await interaction.deleteReply(after);
    await interaction.deleteReply();
    done.push('deleted');
  });
  await room.ada.command('say');
  while (!done.includes('deleted') && errors.length === 0) await new Promise((wake) => setTimeout(wake, 10));
  expect(errors).toEqual([]);
  expect(done).toEqual(['two', 'deleted']);
  expect(room.ada.sees()).toEqual([]);
});

test('supports embeds with files, and removing a file', async () => {
  const message = await channel.send({
    embeds: [new EmbedBuilder().setTitle('Title').setColor('Blue').addFields({ name: 'a', value: 'b' })],
    files: [
      { attachment: Buffer.from('1'), name: 'one.txt' },
      { attachment: Buffer.from('2'), name: 'two.txt' },
    ],
  });
  const [, two] = [...message.attachments.values()];
  const after = await message.edit({ attachments: two ? [two] : [] });
  expect(after.attachments.map((one) => one.name)).toEqual(['two.txt']);
  expect(after.embeds[0]?.title).toBe('Title');
});

test('supports reading history before, after and around a message', async () => {
  for (const word of ['a', 'b', 'c', 'd', 'e']) await channel.send(word);
  const all = [...(await channel.messages.fetch({ limit: 5 })).values()].reverse();
  const [, b, c] = all;
  const read = async (options: object): Promise<string> =>
    [...(await channel.messages.fetch({ limit: 3, ...options, cache: false })).values()]
      .map((one) => one.content)
      .sort()
      .join('');
  expect(await read({ before: c?.id })).toBe('ab');
  expect(await read({ after: b?.id })).toBe('cde');
  expect(await read({ around: c?.id })).toBe('bcd');
});

test('supports renaming a channel and setting its topic', async () => {
  await channel.setName('classroom');
  await channel.setTopic('Ask here');
  const now = room.classroom.world.channels.get(channel.id);
  expect([now?.name, now?.topic]).toEqual(['classroom', 'Ask here']);
});

test('supports looking up members and changing their roles', async () => {
  const guild = await client.guilds.fetch(room.guild.id);
  const found = await guild.members.search({ query: 'ad', limit: 5 });
  expect(found.map((one) => one.displayName)).toEqual(['Ada']);
  const member = await guild.members.fetch(room.ada.id);
  await member.roles.add(room.ta.id);
  await member.roles.remove(room.ta.id);
  expect(room.guild.members.get(room.ada.id)?.roles).toEqual([]);
});

test('supports deleting others’ messages and pinning', async () => {
  const said = room.ada.say(room.channel, 'spam');
  await (await channel.messages.fetch(said.id)).delete();
  const own = await channel.send('rules');
  await own.pin();
  expect(room.ada.sees().some((one) => one.pinned)).toBe(true);
  await own.unpin();
  expect(room.ada.sees().map((one) => [textOf(one), one.pinned])).toEqual([['rules', false]]);
});

test('supports adding and removing reactions', async () => {
  const message = await channel.send('vote');
  const reaction = await message.react('👍');
  expect(room.ada.sees()[0]?.reactions?.[0]?.count).toBe(1);
  await reaction.users.remove();
  expect(room.ada.sees()[0]?.reactions).toEqual([]);
});

test('supports opening a DM, silent replies and raw API requests', async () => {
  const user = await client.users.fetch(room.ada.id);
  const dm = await user.createDM();
  await dm.send('Hello');
  expect(room.ada.sees('dm').map(textOf)).toEqual(['Hello']);
  const said = room.ada.say(room.channel, `<@${client.user.id}> hi`);
  const message = await channel.messages.fetch(said.id);
  const reply = await message.reply({ content: `<@${room.ada.id}> hi`, allowedMentions: { parse: [] } });
  expect(room.ada.sees().find((one) => one.id === reply.id)?.mentions).toEqual([]);
  expect(await client.rest.get(Routes.user())).toMatchObject({ id: client.user.id });
});
