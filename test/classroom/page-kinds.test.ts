import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PermissionFlagsBits as Bits, type Client, MessageFlags, type TextChannel } from 'discord.js';
import type { Locator } from 'playwright-core';
import type { TourStep } from '../../classroom/server.ts';
import { boxOf, inBrowser, serious, useBrowser } from './browser.ts';
import { showGallery } from './gallery.ts';
import { logIn, onInteraction, openClass } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;
let client: Client<true>;
let channel: TextChannel;

inBrowser('every kind of message, and long channels, in Chromium', () => {
  const { look, problems } = useBrowser();

  beforeEach(async () => {
    room = await openClass();
    const role = room.classroom.addRole(room.guild, {
      name: 'bots',
      permissions: Bits.CreatePrivateThreads | Bits.CreatePublicThreads | Bits.ManageThreads,
    });
    room.classroom.giveBot(room.guild, role);
    client = await logIn(room.classroom);
    channel = (await client.channels.fetch(room.channel.id)) as TextChannel;
  });
  afterEach(async () => {
    await client.destroy();
    await room.classroom.close();
  });

  test.each(['light', 'dark'] as const)(
    'shows every kind of message accessibly in the %s theme',
    async (scheme) => {
      await showGallery(client, room.channel, room.ada);
      const page = await look(room, 'Ada');
      await page.emulateMedia({ colorScheme: scheme });
      await page.getByText('A reply').waitFor();
      for (const phone of [false, true]) {
        if (phone) await page.setViewportSize({ width: 390, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          phone ? 390 : 1000,
        );
        expect(await serious(page)).toEqual([]);
      }
      expect(await page.getByText('cannot show').count()).toBe(0);
      expect(problems).toEqual([]);
    },
  );

  test('lets select options be chosen by mouse and by keyboard, one at once or several on close', async () => {
    await showGallery(client, room.channel, room.ada);
    const chosen: string[] = [];
    onInteraction(client, async (interaction) => {
      if (!interaction.isAnySelectMenu()) return;
      chosen.push(`${interaction.customId}: ${interaction.values.join()}`);
      await interaction.reply({ content: `Chosen ${chosen.at(-1)}`, flags: MessageFlags.Ephemeral });
    });
    const page = await look(room, 'Ada');
    await page.getByRole('combobox', { name: 'Choose a TODO' }).click();
    await page.getByRole('option', { name: 'Two' }).click();
    await page.getByText('Chosen s: Two').waitFor();
    const several = page.getByRole('combobox', { name: 'Choose some' });
    await several.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'Green' }).hover();
    await page.keyboard.press('Escape');
    // The pointer rests where Green will appear, and does not change the entry that the keyboard selected.
    for (const key of ['ArrowDown', 'Enter', 'b']) await page.keyboard.press(key);
    await page.waitForTimeout(200);
    for (const key of ['Enter', 'Escape']) await page.keyboard.press(key);
    await page.getByText('Chosen m: Red,Blue').waitFor();
    await page.getByRole('combobox', { name: 'A person' }).click();
    expect(await serious(page)).toEqual([]);
    await page.getByRole('option', { name: 'Tess', exact: true }).click();
    await page.getByText(`Chosen u: ${room.tess.id}`).waitFor();
    await page.getByRole('combobox', { name: 'A role' }).click();
    await page.getByRole('option', { name: '@TA', exact: true }).click();
    await page.getByText(`Chosen r: ${room.ta.id}`).waitFor();
    expect(await page.getByRole('combobox', { name: 'A channel' }).isDisabled()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('keeps a menu open beside its box while messages arrive, and closes it when the box is out of sight', async () => {
    await channel.send({
      content: 'Which?',
      components: [
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: 'm',
              placeholder: 'Choose some',
              max_values: 2,
              options: ['Red', 'Green'].map((word) => ({ label: word, value: word })),
            },
          ],
        },
      ],
    });
    const page = await look(room, 'Ada');
    const [box, list] = [page.getByRole('combobox', { name: 'Choose some' }), page.getByRole('listbox')];
    await box.click();
    await page.getByRole('option', { name: 'Red' }).click();
    const gap = async () => (await top(list)) - (await top(box));
    const [place, beside] = [await top(box), await gap()];
    for (let line = 0; (await top(box)) === place; line += 1) {
      expect(line).toBeLessThan(40);
      await channel.send(`Somebody writes line ${line}`);
      await page.getByText(`Somebody writes line ${line}`, { exact: true }).waitFor();
    }
    await page.waitForTimeout(100);
    expect(await gap()).toBeCloseTo(beside);
    for (let line = 0; (await list.count()) > 0; line += 1) {
      expect(line).toBeLessThan(40);
      await channel.send(`And a further line ${line}`);
      await page.getByText(`And a further line ${line}`, { exact: true }).waitFor();
    }
    expect(problems).toEqual([]);
  });

  test('reports an unanswered press under its message', async () => {
    await showGallery(client, room.channel, room.ada);
    const page = await look(room, 'Ada');
    const before = room.classroom.world.interactions.size;
    await page.getByRole('button', { name: 'Primary' }).click();
    while (room.classroom.world.interactions.size === before) await page.waitForTimeout(10);
    room.classroom.clock.advance(3_000);
    await page
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: 'Primary' }) })
      .getByText('This interaction failed')
      .waitFor();
  });

  test('shows a private thread to its members, who can write in it', async () => {
    const [ada, tess] = [await look(room, 'Ada'), await look(room, 'Tess')];
    const thread = await channel.threads.create({ name: 'Ada asks', type: 12 });
    await thread.members.add(room.ada.id);
    await ada.getByRole('link', { name: 'Ada asks' }).click();
    await ada.getByText('added').first().waitFor();
    expect(await tess.getByRole('link', { name: 'Ada asks' }).count()).toBe(0);
    await thread.send(`<@&${room.ta.id}> can you help?`);
    await tess.getByRole('link', { name: 'Ada asks' }).click();
    await boxOf(tess).fill('I can');
    await boxOf(tess).press('Enter');
    await ada.getByText('I can').waitFor();
    await thread.setArchived(true);
    await tess.getByRole('link', { name: 'class', exact: true }).first().click();
    await tess.getByRole('link', { name: 'Ada asks' }).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('never runs a name, label, option, hint or title, wherever it is shown', async () => {
    const evil = '<img src=x onerror=window.hacked=1>';
    const quoted = `"' onmouseover=window.hacked=1 x="${evil}`;
    const option = (label: string) => ({ label, value: label, description: quoted, emoji: { name: '🙂' } });
    const select = (custom_id: string, more: object) => ({
      type: 1,
      components: [{ custom_id, placeholder: quoted, ...more }],
    });
    await client.application.commands.set([
      {
        name: 'evil',
        description: quoted,
        options: [{ type: 3, name: 'what', description: quoted, required: true, autocomplete: true }],
      },
    ]);
    onInteraction(client, async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: evil, value: evil }]);
      else if (interaction.isChatInputCommand() || interaction.isStringSelectMenu())
        await interaction.showModal({
          title: evil,
          custom_id: quoted,
          components: [
            { type: 10, content: evil },
            {
              type: 18,
              label: evil,
              description: quoted,
              component: { type: 4, style: 2, custom_id: evil, placeholder: quoted, value: evil },
            },
            { type: 18, label: evil, component: { type: 3, custom_id: 's', options: [option(evil)] } },
          ],
        } as never);
    });
    const thread = await channel.threads.create({ name: evil, type: 11 });
    await thread.send({ content: evil });
    await thread.setName(quoted.slice(0, 90));
    room.classroom.addChannel(room.guild, { name: evil, topic: quoted });
    room.classroom.addRole(room.guild, { name: evil });
    room.classroom.join({ name: quoted, guild: room.guild });
    await channel.send({
      content: 'Menus',
      components: [
        select('string', { type: 3, options: [option(evil), option(quoted)] }),
        select('user', { type: 5 }),
        select('role', { type: 6 }),
      ] as never,
    });
    await channel.send({
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: 12,
          items: [{ media: { url: 'attachment://a.png' }, description: quoted }],
        },
        {
          type: 9,
          components: [{ type: 10, content: evil }],
          accessory: { type: 2, style: 2, label: evil, custom_id: 'b' },
        },
      ] as never,
      files: [{ attachment: Buffer.from('no picture'), name: 'a.png' }],
    });
    await room.ada.offered();
    const page = await look(room, 'Ada');
    await page.getByText('Menus').waitFor();
    const offered = page.getByRole('option').filter({ visible: true });
    for (const menu of await page.getByRole('combobox', { name: /onmouseover/ }).all()) {
      await menu.click();
      await offered.first().hover();
      await page.keyboard.press('Escape');
    }
    await boxOf(page).fill('/evil');
    await offered.filter({ hasText: '/evil' }).first().waitFor();
    await boxOf(page).fill('/evil what:');
    await offered.filter({ hasText: evil }).first().click();
    await boxOf(page).press('Enter');
    const form = page.getByRole('dialog');
    await form.getByText(evil).first().waitFor();
    await form.getByRole('textbox').first().hover();
    await page.keyboard.press('Escape');
    await page
      .getByRole('link', { name: /onmouseover/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /onmouseover/ }).waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('[onerror], [onmouseover], [onload], img[src="x"]').count()).toBe(0);
    // The broken picture is the only thing that a page may report.
    expect(problems.filter((one) => !/Failed to load resource|a\.png/.test(one))).toEqual([]);
  });

  test('shows who is typing, and edits the last own message on arrow up', async () => {
    const [ada, tess] = [await look(room, 'Ada'), await look(room, 'Tess')];
    await boxOf(tess).pressSequentially('Hello');
    await ada.getByText('Tess is typing').waitFor();
    await boxOf(tess).press('Enter');
    await ada.getByText('Hello', { exact: true }).waitFor();
    await boxOf(tess).press('ArrowUp');
    await tess.getByLabel('Edit message').fill('Good morning');
    await tess.keyboard.press('Enter');
    await ada.getByText('Good morning').waitFor();
    expect(problems).toEqual([]);
  });

  test('draws few of 5,000 messages, reaches all of them, and keeps the reader’s place', async () => {
    for (let i = 0; i < 5_000; i += 1) room.ada.say(room.channel, `message number ${i}.`);
    const page = await look(room, 'Tess');
    await page.getByText('message number 4999.').waitFor();
    let oldest = 4_999;
    while (oldest > 4_000) {
      await page.evaluate("document.querySelector('.timeline').scrollBy(0, -2000)");
      await page.waitForTimeout(20);
      const text = (await page.locator('.message').first().textContent()) ?? '';
      oldest = Number(/number (\d+)\./.exec(text)?.[1] ?? oldest);
      expect(await page.locator('.message').count()).toBeLessThanOrEqual(170);
    }
    const inSight = (): Promise<string> =>
      page.evaluate(`(() => {
        const box = document.querySelector('.timeline').getBoundingClientRect();
        const node = [...document.querySelectorAll('.message')].find((one) => one.getBoundingClientRect().bottom > box.top + 50);
        return node.innerText + Math.round(node.getBoundingClientRect().top);
      })()`);
    await page.waitForTimeout(300);
    const before = await inSight();
    room.ada.say(room.channel, 'The newest of all');
    await page.waitForTimeout(300);
    expect(await inSight()).toBe(before);
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await page.getByText('The newest of all').waitFor();
    expect(problems).toEqual([]);
  });

  test('The bar that leads to the present covers no message, on a phone either', async () => {
    for (let i = 0; i < 200; i += 1) room.ada.say(room.channel, `message number ${i}.`);
    const page = await look(room, 'Tess');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByText('message number 199.').waitFor();
    await page.evaluate("document.querySelector('.timeline').scrollBy(0, -3000)");
    const bar = page.getByRole('button', { name: 'Jump to present' });
    await bar.waitFor();
    const messages = await page.locator('.timeline').boundingBox();
    expect(messages).not.toBeNull();
    expect(await top(bar)).toBeGreaterThanOrEqual((messages?.y ?? 0) + (messages?.height ?? 0));
  });

  test('prepares each step of a guided tour, moves on when it is done, and skips it for good', async () => {
    await client.application.commands.set([{ name: 'hint', description: 'A hint' }]);
    onInteraction(client, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('Here it is');
    });
    await Promise.all([room.ada, room.tess].map((one) => one.offered()));
    const steps: TourStep[] = [
      {
        title: 'Ask',
        text: 'Type `/hint`',
        offer: { label: 'Type it', as: 'Ada', text: '/hint' },
        done: { command: '/hint' },
      },
      {
        title: 'Be the TA',
        text: 'x',
        offer: { label: 'Be Tess', as: 'Tess', in: room.staff.id, text: 'hello' },
      },
      { title: 'The end', text: 'y' },
    ];
    room.classroom.tour = steps;
    const page = await look(room, 'Ada');
    const card = page.getByRole('complementary', { name: 'Guided tour' });
    await card.getByRole('button', { name: 'Type it' }).click();
    await page.getByRole('combobox', { name: /^Message/ }).press('Enter');
    await page.getByText('Here it is').waitFor();
    await card.getByText('Be the TA').waitFor();
    expect(await serious(page)).toEqual([]);
    await card.getByRole('button', { name: 'Be Tess' }).click();
    await page.getByRole('heading', { name: 'staff' }).waitFor();
    await boxOf(page).press('Enter');
    await page.getByRole('log').getByText('hello').waitFor();
    await page.reload();
    await card.getByText('Be the TA').waitFor();
    await card.getByRole('button', { name: 'Skip the tour' }).click();
    await page.reload();
    await boxOf(page).waitFor();
    expect(await card.count()).toBe(0);
    await page.getByRole('button', { name: 'Guided tour' }).click();
    await card.getByText('Ask').waitFor();
    expect(problems).toEqual([]);
  });
});

async function top(shown: Locator): Promise<number> {
  return (await shown.boundingBox())?.y ?? Number.NaN;
}
