import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  Events,
  FileBuilder,
  FileUploadBuilder,
  InteractionContextType,
  LabelBuilder,
  type Message,
  MessageFlags,
  MessageType,
  ModalBuilder,
  PermissionFlagsBits,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { textOf } from '../../classroom/server.ts';
import { logIn, onInteraction, openClass } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;
let client: Client<true>;

beforeEach(async () => {
  room = await openClass();
  client = await logIn(room.classroom);
});

afterEach(async () => {
  await client.destroy();
  await room.classroom.close();
});

const hint = new SlashCommandBuilder()
  .setName('hint')
  .setDescription('A hint for a TODO')
  .addIntegerOption((option) =>
    option.setName('todo').setDescription('Which').setRequired(true).setAutocomplete(true),
  )
  .toJSON();

describe('a discord.js bot that starts', () => {
  test('logs in, knows its guild, its channels and itself', () => {
    expect(client.user.username).toBe('Dockhand');
    const guild = client.guilds.cache.get(room.guild.id);
    expect(guild?.channels.cache.map((one) => one.name).sort()).toEqual(['class', 'staff']);
    expect(guild?.roles.cache.map((one) => one.name).sort()).toEqual(['@everyone', 'TA']);
    expect(guild?.members.me?.id).toBe(client.user.id);
  });

  test('registers commands globally and for a guild, and keeps their ids', async () => {
    const first = await client.application.commands.set([hint]);
    const again = await client.application.commands.set([{ ...hint, description: 'Another' }]);
    expect(again.first()?.id).toBe(first.first()?.id);
    expect((await client.application.commands.fetch()).first()?.description).toBe('Another');
    const guild = await client.guilds.fetch(room.guild.id);
    const own = await guild.commands.create({ name: 'queue', description: 'The queue' });
    await own.edit({ description: 'What waits' });
    expect((await guild.commands.fetch()).map((one) => one.description)).toEqual(['What waits']);
    await own.delete();
    expect((await guild.commands.fetch()).size).toBe(0);
  });
});

describe('a discord.js bot that is asked by an interaction', () => {
  test('answers a slash command privately, so that only the asker sees it', async () => {
    await client.application.commands.set([hint]);
    const errors = onInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const container = new ContainerBuilder()
        .setSpoiler(true)
        .setAccentColor(0x2496ed)
        .addTextDisplayComponents(
          new TextDisplayBuilder().setContent(`Answer ${interaction.options.getInteger('todo')}`),
        );
      const response = await interaction.reply({
        flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
        components: [container],
        withResponse: true,
      });
      expect(response.resource?.message?.id).toBeDefined();
    });
    const answer = await room.ada.slash('/hint 3');
    expect(answer.state).toBe('replied');
    expect(answer.text).toBe('Answer 3');
    expect(answer.ephemeral).toBe(true);
    expect(room.ada.sees().map(textOf)).toEqual(['Answer 3']);
    expect(room.tess.sees()).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('offers choices while an option is typed', async () => {
    await client.application.commands.set([hint]);
    onInteraction(client, async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `TODO ${typed}`, value: Number(typed) }]);
    });
    expect(await room.ada.autocomplete('hint', 'todo', '4')).toEqual([{ name: 'TODO 4', value: 4 }]);
  });

  test('opens a form with a text and a file, defers, then fills the answer in with a file', async () => {
    await client.application.commands.set([{ name: 'check', description: 'Check files' }]);
    const errors = onInteraction(client, async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const modal = new ModalBuilder()
          .setCustomId('check:1')
          .setTitle('Check my files')
          .addLabelComponents(
            new LabelBuilder()
              .setLabel('Dockerfile')
              .setTextInputComponent(
                new TextInputBuilder().setCustomId('paste').setStyle(TextInputStyle.Paragraph),
              ),
            new LabelBuilder()
              .setLabel('Files')
              .setFileUploadComponent(
                new FileUploadBuilder().setCustomId('files').setRequired(false).setMaxValues(3),
              ),
          );
        await interaction.showModal(modal);
      } else if (interaction.isModalSubmit()) {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const file = interaction.fields.getUploadedFiles('files')?.first();
        const bytes = await (await fetch(file?.url ?? '')).text();
        await interaction.editReply({
          content: `${interaction.fields.getTextInputValue('paste')} and ${bytes}`,
          files: [{ attachment: Buffer.from('report'), name: 'report.txt' }],
        });
      }
    });
    const opened = await room.ada.command('check');
    expect(opened.modal.title).toBe('Check my files');
    expect(() => opened.modal.submit()).toThrow('Dockerfile');
    const sent = await opened.modal
      .fill({ paste: 'FROM python', Files: [{ name: '.dockerignore', bytes: Buffer.from('*.pyc') }] })
      .submit();
    await sent.untilFilled();
    expect(sent.text).toBe('FROM python and *.pyc\nreport.txt');
    expect(sent.message?.edited_timestamp).toBeNull();
    expect(errors).toEqual([]);
  });

  test('updates messages by buttons, receives select values, and sends follow-ups', async () => {
    await client.application.commands.set([{ name: 'menu', description: 'A menu' }]);
    const errors = onInteraction(client, async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: 'Choose',
          components: [
            new ActionRowBuilder<ButtonBuilder>().addComponents(
              new ButtonBuilder().setCustomId('next:1').setLabel('Next').setStyle(ButtonStyle.Primary),
              new ButtonBuilder()
                .setCustomId('off')
                .setLabel('Off')
                .setStyle(ButtonStyle.Secondary)
                .setDisabled(true),
            ),
            new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
              new StringSelectMenuBuilder()
                .setCustomId('pick')
                .addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' }),
            ),
          ],
        });
      else if (interaction.isButton()) {
        await interaction.update({ content: 'Next one' });
        await interaction.followUp({ content: 'For you alone', flags: MessageFlags.Ephemeral });
      } else if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.editReply({ content: `Picked ${interaction.values.join()}`, components: [] });
      }
    });
    const menu = (await room.ada.command('menu')).message;
    if (!menu) throw new Error('no menu');
    expect(() => room.ada.press(menu, 'Off')).toThrow('disabled');
    const pressed = await room.ada.press(menu, 'Next');
    expect(pressed.text).toContain('Next one');
    expect(textOf(await pressed.untilFollowUp())).toBe('For you alone');
    expect(room.tess.sees().map(textOf).join()).not.toContain('alone');
    const picked = await room.ada.select(menu, 'pick', ['2']);
    await picked.until((one) => one.text === 'Picked 2');
    expect(errors).toEqual([]);
  });

  test('receives the whole message of a message command without the content intent', async () => {
    const command = new ContextMenuCommandBuilder()
      .setName('Check this Dockerfile')
      .setType(ApplicationCommandType.Message);
    await client.application.commands.set([command.toJSON()]);
    onInteraction(client, async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) return;
      const { targetMessage } = interaction;
      await interaction.reply({
        content: `${targetMessage.content} ${targetMessage.attachments.first()?.name}`,
        flags: MessageFlags.Ephemeral,
      });
    });
    const message = room.ada.say(room.channel, 'FROM alpine', [
      { name: 'Dockerfile', bytes: Buffer.from('x') },
    ]);
    const answer = await room.tess.messageCommand('Check this Dockerfile', message);
    expect(answer.text).toBe('FROM alpine Dockerfile');
  });
});

describe('a discord.js bot among messages', () => {
  test('receives DMs and their edits, answers them, uploads files, deletes', async () => {
    const heard: string[] = [];
    client.on(Events.MessageCreate, async (message: Message) => {
      if (message.author.bot) return;
      heard.push(message.content);
      const typing = message.channel.isSendable() ? message.channel.sendTyping() : null;
      await typing;
      await message.reply({
        flags: MessageFlags.IsComponentsV2,
        components: [
          new TextDisplayBuilder().setContent('Here'),
          new FileBuilder().setURL('attachment://notes.txt'),
        ],
        files: [{ attachment: Buffer.from('n'), name: 'notes.txt' }],
      });
    });
    client.on(Events.MessageUpdate, (_before, after) => {
      if (!after.author.bot) heard.push(`now ${after.content}`);
    });
    const message = room.ada.dm('FROM python', [{ name: 'entrypoint.sh', bytes: Buffer.from('#!') }]);
    const reply = await room.ada.waitForReply(message);
    expect(textOf(reply)).toBe('Here\nnotes.txt');
    expect(reply.attachments).toEqual([]);
    room.ada.edit(message, 'FROM alpine');
    const user = await client.users.fetch(room.ada.id);
    const sent = await user.send('A message of its own');
    await sent.edit('changed');
    await room.ada.waitFor((one) => one.content === 'changed');
    await sent.delete();
    expect(room.ada.sees('dm').some((one) => one.id === sent.id)).toBe(false);
    expect(heard).toEqual(['FROM python', 'now FROM alpine']);
  });

  test('withholds message content in a guild unless the bot is mentioned', async () => {
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => {
      heard.push(message.content);
    });
    room.ada.say(room.channel, 'secret');
    room.ada.say(room.channel, `<@${client.user.id}> help`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual(['', `<@${client.user.id}> help`]);
  });

  test('returns the first message for a repeated nonce', async () => {
    const channel = await client.channels.fetch(room.channel.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    const one = await channel.send({ content: 'done', nonce: 'run1', enforceNonce: true });
    const two = await channel.send({ content: 'done', nonce: 'run1', enforceNonce: true });
    expect(two.id).toBe(one.id);
    expect(room.ada.sees()).toHaveLength(1);
    room.classroom.clock.advance(10 * 60_000);
    const three = await channel.send({ content: 'done', nonce: 'run1', enforceNonce: true });
    expect(three.id).not.toBe(one.id);
  });

  test('handles private threads, reactions, pins, members and message lists', async () => {
    const bits = PermissionFlagsBits;
    const role = room.classroom.addRole(room.guild, {
      name: 'bots',
      permissions: bits.CreatePrivateThreads | bits.ManageMessages | bits.ManageThreads | bits.ManageRoles,
    });
    room.classroom.giveBot(room.guild, role);
    const channel = await client.channels.fetch(room.channel.id);
    if (!channel?.isTextBased() || !('threads' in channel)) throw new Error('no channel');
    const thread = await channel.threads.create({ name: 'help', type: 12, autoArchiveDuration: 60 } as never);
    await thread.members.add(room.ada.id);
    await thread.send('Just us');
    expect(room.ada.seesEverywhere().map((one) => [one.type, textOf(one)])).toEqual([
      [MessageType.RecipientAdd, ''],
      [MessageType.Default, 'Just us'],
    ]);
    expect(room.classroom.join({ name: 'Bob', guild: room.guild }).seesEverywhere()).toEqual([]);
    const sent = await channel.send('one');
    await sent.react('👍');
    await sent.pin();
    expect((await channel.messages.fetch({ limit: 10 })).size).toBe(1);
    const guild = await client.guilds.fetch(room.guild.id);
    const member = await guild.members.fetch(room.ada.id);
    await member.roles.add(room.ta.id);
    expect(room.staff && room.ada.sees(room.staff)).toEqual([]);
    expect(room.guild.members.get(room.ada.id)?.roles).toEqual([room.ta.id]);
    await thread.setArchived(true);
  });
});

describe('a discord.js bot with commands that not everybody may use', () => {
  test('offers commands by permission and place, and lets an attacker send them anyway', async () => {
    await client.application.commands.set([
      new SlashCommandBuilder()
        .setName('queue')
        .setDescription('The queue')
        .setDefaultMemberPermissions(PermissionFlagsBits.ManageMessages)
        .setContexts(InteractionContextType.Guild)
        .toJSON(),
      new SlashCommandBuilder().setName('locked').setDescription('x').setDefaultMemberPermissions(0).toJSON(),
      hint,
    ]);
    onInteraction(client, async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: 'For TAs', flags: MessageFlags.Ephemeral });
    });
    expect(room.ada.offered()).toEqual(['hint']);
    expect(room.tess.offered()).toEqual(['queue', 'hint']);
    expect(room.tess.offered('dm')).toEqual(['locked', 'hint']);
    expect(() => room.ada.command('queue')).toThrow('not offered');
    expect((await room.ada.command('queue', {}, { force: true })).text).toBe('For TAs');
    expect(() => room.ada.slash('/hint')).toThrow('needs');
    expect(() => room.ada.slash('/hint three')).toThrow('number');
  });
});
