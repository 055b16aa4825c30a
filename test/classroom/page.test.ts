import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  ButtonStyle,
  type Client,
  ComponentType,
  Events,
  Locale,
  MessageFlags,
  SlashCommandBuilder,
} from 'discord.js';
import type { Page } from 'playwright-core';
import WebSocket from 'ws';
import { inBrowser, serious, useBrowser } from './browser.ts';
import { logIn, onInteraction, openClass } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;
let client: Client<true>;

inBrowser('the page, in Chromium', () => {
  const { problems, look: lookAt } = useBrowser();
  const look = (as: string, place = '') => lookAt(room, as, place);

  beforeEach(async () => {
    room = await openClass();
    client = await logIn(room.classroom);
    await client.application.commands.set([
      new SlashCommandBuilder()
        .setName('hint')
        .setDescription('Get a hint')
        .addIntegerOption((one) =>
          one.setName('todo').setDescription('Which').setRequired(true).setAutocomplete(true),
        )
        .toJSON(),
      { name: 'check', description: 'Check files' },
      { name: 'Check this Dockerfile', type: 3 },
    ]);
  });

  afterEach(async () => {
    await client.destroy();
    await room.classroom.close();
  });

  /** A bot with an example of everything that Dockhand uses. */
  function answerAll(): unknown[] {
    return onInteraction(client, async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: 'TODO 3: uv', value: 3 }]);
      else if (interaction.isMessageContextMenuCommand())
        await interaction.reply({
          content: `Checked: ${interaction.targetMessage.content}`,
          flags: MessageFlags.Ephemeral,
        });
      else if (interaction.isChatInputCommand() && interaction.commandName === 'hint')
        await interaction.reply({
          flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
          components: [
            {
              type: ComponentType.TextDisplay,
              content: `### Nudge ${interaction.options.getInteger('todo')}`,
            },
            {
              type: ComponentType.Container,
              spoiler: true,
              components: [{ type: ComponentType.TextDisplay, content: 'The answer itself' }],
            },
            {
              type: ComponentType.ActionRow,
              components: [
                {
                  type: ComponentType.Button,
                  style: ButtonStyle.Primary,
                  label: 'Next TODO',
                  custom_id: 'next',
                },
              ],
            },
          ],
        });
      else if (interaction.isChatInputCommand())
        await interaction.showModal({
          customId: 'check',
          title: 'Check my files',
          components: [
            {
              type: ComponentType.Label,
              label: 'Dockerfile',
              component: { type: ComponentType.TextInput, style: 2, customId: 'paste', required: false },
            },
            {
              type: ComponentType.Label,
              label: 'Files',
              component: { type: ComponentType.FileUpload, customId: 'files', required: false, maxValues: 3 },
            },
          ],
        } as never);
      else if (interaction.isModalSubmit()) {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const files = [...(interaction.fields.getUploadedFiles('files')?.values() ?? [])];
        await interaction.editReply(
          `Got ${interaction.fields.getTextInputValue('paste')} and ${files.map((one) => one.name).join()}`,
        );
      } else if (interaction.isButton())
        await interaction.update({ components: [{ type: ComponentType.TextDisplay, content: 'TODO 4' }] });
    });
  }

  test('shows messages, edits and deletions live, to those whom they concern', async () => {
    const ada = await look('Ada');
    const tess = await look('Tess');
    const channel = await client.channels.fetch(room.channel.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    const sent = await channel.send('Working on it');
    await ada.getByText('Working on it').waitFor();
    await sent.edit('All **done**');
    await ada.locator('strong', { hasText: 'done' }).waitFor();
    await tess.getByText('(edited)').waitFor();
    await sent.delete();
    await ada.getByText('All done').waitFor({ state: 'detached' });
    answerAll();
    await room.ada.slash('/hint 3');
    await ada.getByText('Only you can see this').waitFor();
    expect(await tess.getByText('Nudge 3').count()).toBe(0);
    expect(await ada.getByRole('link', { name: 'staff' }).count()).toBe(0);
    expect(await tess.getByRole('link', { name: 'staff' }).count()).toBe(1);
    expect(problems).toEqual([]);
  });

  test('hides a spoiler until it is opened by mouse or keyboard', async () => {
    answerAll();
    const page = await look('Ada');
    await room.ada.slash('/hint 3');
    const answer = page.getByText('The answer itself');
    await answer.waitFor();
    const hidden = page.locator('.spoiler-content').filter({ hasText: 'The answer itself' });
    expect(await hidden.getAttribute('aria-hidden')).toBe('true');
    await page.getByRole('button', { name: 'Spoiler' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.spoiler-box.open').waitFor();
    room.ada.say(room.channel, 'look: ||well hidden||');
    await page.getByRole('button', { name: 'Spoiler: show' }).click();
    await page.locator('.spoiler.open', { hasText: 'well hidden' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('works by keyboard: command, autocomplete, button, form with a file, message command, edit', async () => {
    const errors = answerAll();
    const page = await look('Ada');
    const box = page.getByRole('combobox', { name: /Message/ });
    await box.fill('/hi');
    await box.press('Enter');
    await page.getByRole('option', { name: 'TODO 3: uv' }).waitFor();
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/hint todo:3 ');
    await box.press('Enter');
    await page.getByRole('heading', { name: 'Nudge 3' }).waitFor();
    await page.getByRole('button', { name: 'Next TODO' }).click();
    await page.getByText('TODO 4').waitFor();
    await box.fill('/check');
    await box.press('Enter');
    await page.getByLabel('Dockerfile', { exact: true }).fill('FROM alpine');
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles({ name: 'entrypoint.sh', mimeType: 'text/plain', buffer: Buffer.from('#!/bin/sh') });
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Got FROM alpine and entrypoint.sh').waitFor();
    await box.fill('FROM debian');
    await box.press('Enter');
    const message = page.getByRole('listitem').filter({ hasText: 'FROM debian' });
    await message.hover();
    await message.getByLabel('More').click();
    await page.getByRole('menuitem', { name: 'Check this Dockerfile' }).click();
    await page.getByText('Checked: FROM debian').waitFor();
    await message.first().hover();
    await message.first().getByLabel('More').click();
    await page.getByRole('menuitem', { name: 'Edit message' }).click();
    await page.getByLabel('Edit message').fill('FROM bookworm');
    await page.keyboard.press('Enter');
    await page.getByText('FROM bookworm').waitFor();
    expect(errors).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('uploads dropped files, shows them in place, and again after a reload', async () => {
    client.on(Events.MessageCreate, async (message) => {
      if (!message.author.bot)
        await message.reply(`Thanks for ${message.attachments.map((one) => one.name)}`);
    });
    const page = await look('Ada', 'dm');
    const data = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['FROM python:3.12\\n'], 'Dockerfile'));
      return transfer;
    })()`);
    await page.dispatchEvent('.composer', 'drop', { dataTransfer: data });
    await page.getByText('17 bytes').waitFor();
    await page.getByRole('combobox', { name: /Message/ }).press('Enter');
    await page.getByText('Thanks for Dockerfile').waitFor();
    await page.reload();
    await page.getByText('Thanks for Dockerfile').waitFor();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.file .hljs-keyword', { hasText: 'FROM' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('reports an unanswered command after three seconds', async () => {
    const page = await look('Ada');
    const box = page.getByRole('combobox', { name: /Message/ });
    await box.fill('/check');
    await box.press('Enter');
    while (room.classroom.world.interactions.size === 0) await page.waitForTimeout(10);
    room.classroom.clock.advance(3_000);
    await page.getByText('The application did not respond').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('did not respond').count()).toBe(0);
  });

  test('shows times in the reader’s language', async () => {
    room.classroom.join({ name: 'Zoé', guild: room.guild, locale: Locale.French });
    room.ada.say(
      room.channel,
      `since <t:1700000000:D>, <t:${Math.round(Date.now() / 1000) - 2 * 86_400 - 60}:R>`,
    );
    const shown = async (as: string) =>
      (await look(as, `&in=${room.channel.id}`)).getByText('since ', { exact: false }).first().textContent();
    expect(await shown('Ada')).toMatch(/since 1[45] November 2023, 2 days ago/);
    expect(await shown('Zoé')).toMatch(/since 1[45] novembre 2023, avant-hier/);
  }, 60_000);

  test('never runs what somebody writes', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const eve = room.classroom.join({ name: `Eve ${evil}`, guild: room.guild });
    const words = [
      evil,
      `**${evil}** ||${evil}|| \`${evil}\``,
      `\`\`\`xml\n${evil}\n\`\`\``,
      `\`\`\`"><script>window.hacked=1</script>\n${evil}\n\`\`\``,
      `[click](javascript:window.hacked=1) [x](data:text/html,${encodeURIComponent(evil)}) <javascript:window.hacked=1>`,
      `# ${evil}\n-# ${evil}\n> ${evil}\n- ${evil}`,
      `<@${eve.id}> <:a:1> <t:99999999999999999:R> ![x](https://example.org/"onerror="window.hacked=1)`,
    ];
    for (const word of words) room.ada.say(room.channel, word);
    eve.say(room.channel, 'a file', [
      {
        name: 'x.svg',
        bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"/>'),
      },
      { name: '"><img src=x onerror=window.hacked=1>.txt', bytes: Buffer.from(evil) },
      { name: 'x.html', bytes: Buffer.from(evil) },
    ]);
    const channel = await client.channels.fetch(room.channel.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    await channel.send({
      embeds: [
        {
          title: evil,
          url: 'https://example.org/?"><script>window.hacked=1</script>',
          description: evil,
          author: { name: evil },
          fields: [{ name: evil, value: evil }],
          footer: { text: evil },
        },
      ],
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.Button, style: 1, label: evil.slice(0, 80), custom_id: evil.slice(0, 100) },
          ],
        },
      ],
    });
    await channel.send({
      flags: MessageFlags.IsComponentsV2,
      components: [{ type: ComponentType.TextDisplay, content: evil }],
    });
    const page = await look('Ada');
    await page.getByText('a file').waitFor();
    const show = page.getByRole('button', { name: 'Show', exact: true });
    // From the last one up: messages that vanish move none of those that remain.
    for (let left = await show.count(); left > 0; left -= 1) await show.nth(left - 1).click();
    const spoiler = page.locator('button.spoiler');
    for (let left = await spoiler.count(); left > 0; left -= 1) await spoiler.nth(left - 1).click();
    await page.waitForTimeout(300);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('script:not([type="importmap"]):not([src])').count()).toBe(0);
    expect(await page.locator('[onerror], [onload], img[src="x"]').count()).toBe(0);
    expect(await page.locator('a[href^="javascript:"], a[href^="data:"]').count()).toBe(0);
    const html = await fetch([...room.classroom.world.files.values()].at(-1)?.attachment.url ?? '');
    expect(html.headers.get('content-disposition')).toContain('attachment');
    expect(html.headers.get('content-type')).toContain('text/plain');
    expect(html.headers.get('content-security-policy')).toContain('sandbox');
  });

  test('refuses actions from other sites and as unknown people', async () => {
    const body = new FormData();
    body.append('what', JSON.stringify({ do: 'say', channel: room.channel.id, text: 'forged' }));
    const url = `${room.classroom.url}/page/act?as=Ada`;
    expect((await fetch(url, { method: 'POST', body })).status).toBe(403);
    const headers = { 'x-classroom': 'page' };
    expect((await fetch(url.replace('Ada', 'Nobody'), { method: 'POST', body, headers })).status).toBe(404);
    expect(room.ada.sees()).toEqual([]);
    const foreign = new WebSocket(`${room.classroom.url.replace('http', 'ws')}/page/live?as=Ada`, {
      origin: 'https://elsewhere.example',
    });
    await new Promise((resolve) => foreign.on('error', resolve));
    const staff = new FormData();
    staff.append('what', JSON.stringify({ do: 'say', channel: room.staff.id, text: 'forged' }));
    expect((await fetch(url, { method: 'POST', body: staff, headers })).status).toBe(400);
  });

  test('serves thirty windows of one browser and refuses an unknown name', async () => {
    const pages: Page[] = [];
    for (let i = 0; i < 30; i += 1) pages.push(await look(i % 2 === 0 ? 'Ada' : 'Tess'));
    room.ada.say(room.channel, 'to everybody');
    for (const page of pages) await page.getByText('to everybody').waitFor();
    const page = await pages[0]?.context().newPage();
    if (!page) throw new Error('no page');
    await page.goto(`${room.classroom.url}/?as=Nobody`);
    await page.getByRole('heading', { name: 'Nobody here' }).waitFor();
  });

  test('puts the channels behind a button on a phone', async () => {
    const page = await look('Ada');
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await page.getByRole('link', { name: 'Dockhand' }).click();
    await page.getByRole('heading', { name: 'Dockhand' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  test.each(['light', 'dark'] as const)(
    'renders an accessible page in the %s theme',
    async (colorScheme) => {
      answerAll();
      room.ada.say(
        room.channel,
        '**bold** `code` ||spoiler|| <@1>\n```dockerfile\nFROM x # y\n```\n- one\n> two\n-# three',
      );
      const channel = await client.channels.fetch(room.channel.id);
      if (!channel?.isSendable()) throw new Error('no channel');
      const button = (style: number) => ({ type: 2, style, label: `Style ${style}`, custom_id: `s${style}` });
      await channel.send({
        embeds: [{ title: 'Title', description: 'Words', footer: { text: 'Footer' } }],
        components: [{ type: 1, components: [1, 2, 3, 4].map(button) }] as never,
        files: [{ attachment: Buffer.from('x'), name: 'notes.txt' }],
      });
      const page = await look('Ada');
      await page.emulateMedia({ colorScheme });
      await room.ada.slash('/hint 3');
      await page.getByText('Only you can see this').waitFor();
      expect(await serious(page)).toEqual([]);
      await room.ada.slash('/check');
      await page.getByRole('dialog').waitFor();
      expect(await serious(page)).toEqual([]);
    },
    40_000,
  );
});
