import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ChatInputCommandInteraction,
  type Client,
  ComponentType,
  DiscordAPIError,
  MessageFlags,
  Routes,
} from 'discord.js';
import { logIn, newClient, onInteraction, openClass, refusal } from './support.ts';

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

const button = (customId: string | undefined, more: object = {}) => ({
  type: 2,
  style: 1,
  label: 'x',
  ...(customId ? { custom_id: customId } : {}),
  ...more,
});
const row = (...components: object[]) => ({ type: 1, components });
const text = (content: string) => ({ type: 10, content });
const V2 = MessageFlags.IsComponentsV2;

/** Each wrong message with the number and a part of the complaint that it gets. */
const messages: [name: string, body: object, code: number, complaint: string][] = [
  ['nothing in it', {}, 50006, 'empty'],
  ['only spaces', { content: '  ' }, 50006, 'empty'],
  ['content over 2000', { content: 'x'.repeat(2001) }, 50035, 'content[BASE_TYPE_MAX_LENGTH]'],
  ['an unknown field', { content: 'x', colour: 1 }, 50035, 'colour[CLASSROOM_UNKNOWN_FIELD]'],
  [
    'an unknown field deep inside',
    { components: [row(button('a', { colour: 1 }))] },
    50035,
    'components[0].components[0].colour[CLASSROOM_UNKNOWN_FIELD]',
  ],
  [
    'V2 components without the flag',
    { components: [text('x')] },
    50035,
    'components[0].type[UNION_TYPE_CHOICES]',
  ],
  [
    'V2 with content',
    { flags: V2, content: 'x', components: [text('x')] },
    50035,
    'content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
  ],
  [
    'V2 with embeds',
    { flags: V2, embeds: [{ title: 'x' }], components: [text('x')] },
    50035,
    'embeds[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
  ],
  [
    'over 40 components, nested ones counted',
    { flags: V2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text('x')) }] },
    50035,
    'components[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'over 4000 characters of V2 text',
    { flags: V2, components: [text('x'.repeat(3000)), { type: 17, components: [text('y'.repeat(1001))] }] },
    50035,
    'components[COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED]',
  ],
  [
    'a duplicate custom_id',
    { components: [row(button('a')), row(button('a'))] },
    50035,
    'components[1].components[0].custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
  ],
  [
    'a button without custom_id',
    { components: [row(button(undefined))] },
    50035,
    'components[0].components[0].custom_id[BASE_TYPE_REQUIRED]',
  ],
  [
    'a link with a custom_id',
    { components: [row(button('a', { style: 5, url: 'https://example.org' }))] },
    50035,
    'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
  ],
  [
    'more than 5 rows',
    { components: Array.from({ length: 6 }, (_, i) => row(button(`b${i}`))) },
    50035,
    'components[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'more than 5 buttons in a row',
    { components: [row(...Array.from({ length: 6 }, (_, i) => button(`b${i}`)))] },
    50035,
    'components[0].components[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a custom_id over 100',
    { components: [row(button('x'.repeat(101)))] },
    50035,
    'components[0].components[0].custom_id[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a select beside a button',
    { components: [row(button('a'), { type: 3, custom_id: 's', options: [{ label: 'x', value: 'x' }] })] },
    50035,
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  [
    'a file that does not come along',
    { flags: V2, components: [{ type: 13, file: { url: 'attachment://gone.txt' } }] },
    50035,
    'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
  ],
  [
    'an attachment that does not come along',
    { content: 'x', attachments: [{ id: '0' }] },
    50035,
    'ATTACHMENT_NOT_FOUND',
  ],
  [
    'an attachment that is named by a number',
    { content: 'x', attachments: [{ id: 0 }] },
    50035,
    'Expected string',
  ],
  [
    'mentions both listed and parsed',
    { content: 'x', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
    50035,
    'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  ],
  ['a nonce over 25', { content: 'x', nonce: 'x'.repeat(26) }, 50035, 'nonce'],
  ['an ephemeral channel message', { content: 'x', flags: MessageFlags.Ephemeral }, 50035, 'CLASSROOM_FLAGS'],
  [
    'an embed over 6000',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
    50035,
    'MAX_EMBED_SIZE_EXCEEDED',
  ],
];

/** Each wrong command with a part of its complaint. */
const commands: [name: string, body: object, complaint: string][] = [
  ['a name with capitals', { name: 'Hint', description: 'x' }, 'APPLICATION_COMMAND_INVALID_NAME'],
  ['a name with a space', { name: 'a b', description: 'x' }, 'APPLICATION_COMMAND_INVALID_NAME'],
  ['no description', { name: 'hint' }, 'description[BASE_TYPE_REQUIRED]'],
  [
    'a description over 100',
    { name: 'hint', description: 'x'.repeat(101) },
    'description[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'required after optional',
    {
      name: 'hint',
      description: 'x',
      options: [
        { type: 3, name: 'a', description: 'x' },
        { type: 3, name: 'b', description: 'x', required: true },
      ],
    },
    'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  ],
  [
    'over 25 options',
    {
      name: 'hint',
      description: 'x',
      options: Array.from({ length: 26 }, (_, i) => ({ type: 3, name: `o${i}`, description: 'x' })),
    },
    'options[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'over 8000 characters',
    {
      name: 'hint',
      description: 'x',
      options: Array.from({ length: 25 }, (_, i) => ({
        type: 3,
        name: `o${i}`,
        description: 'x'.repeat(100),
        choices: Array.from({ length: 4 }, (_, j) => ({ name: `c${j}`, value: 'v'.repeat(80) })),
      })),
    },
    'APPLICATION_COMMAND_TOO_LARGE',
  ],
];

describe('refuses a wrong message as Discord does', () => {
  test.each(messages)('%s', async (_name, body, code, complaint) => {
    const refused = await refusal(client.rest.post(Routes.channelMessages(room.channel.id), { body }));
    expect(refused.code).toBe(code);
    expect(refused.text).toContain(complaint);
    expect(room.ada.sees()).toEqual([]);
    expect(room.classroom.refused).toHaveLength(1);
  });
});

describe('refuses a wrong command as Discord does', () => {
  test.each(commands)('%s', async (_name, body, complaint) => {
    const route = Routes.applicationCommands(client.application.id);
    const refused = await refusal(client.rest.post(route, { body }));
    expect(refused).toMatchObject({ code: 50035, status: 400 });
    expect(refused.text).toContain(complaint);
  });

  test('refuses a guild command with contexts and a duplicate name', async () => {
    const own = Routes.applicationGuildCommands(client.application.id, room.guild.id);
    const body = { name: 'hint', description: 'x', contexts: [0] };
    expect((await refusal(client.rest.post(own, { body }))).text).toContain('contexts');
    const twice = [
      { name: 'hint', description: 'x' },
      { name: 'hint', description: 'y' },
    ];
    const route = Routes.applicationCommands(client.application.id);
    expect((await refusal(client.rest.put(route, { body: twice }))).text).toContain('DUPLICATE_NAME');
  });
});

describe('interactions', () => {
  /** Uses a command and lets the bot do one thing with it. */
  async function during<T>(act: (interaction: ChatInputCommandInteraction) => Promise<T>): Promise<T> {
    await client.application.commands.set([{ name: 'try', description: 'x' }]);
    return new Promise((resolve, reject) => {
      onInteraction(client, (interaction) =>
        interaction.isChatInputCommand() ? act(interaction).then(resolve, reject) : Promise.resolve(),
      );
      room.ada.command('try').catch(reject);
    });
  }
  const callback = (interaction: ChatInputCommandInteraction, body: object) =>
    client.rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });

  test('refuses a second answer with 40060', async () => {
    const refused = await during(async (interaction) => {
      await callback(interaction, { type: 4, data: { content: 'one' } });
      return refusal(callback(interaction, { type: 4, data: { content: 'two' } }));
    });
    expect(refused).toMatchObject({ code: 40060, status: 400 });
  });

  test('refuses an answer after 3 s with 10062 and shows the failure', async () => {
    await client.application.commands.set([{ name: 'try', description: 'x' }]);
    let late: Promise<{ code: number }> | null = null;
    onInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      room.classroom.clock.advance(3_000);
      late = refusal(interaction.reply('too late'));
    });
    const answer = await room.ada.command('try');
    expect(answer.failed).toBe(true);
    expect(await late).toMatchObject({ code: 10062, status: 404 });
  });

  test('refuses an edit after 15 minutes with 50027', async () => {
    const refused = await during(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      room.classroom.clock.advance(15 * 60_000);
      return refusal(interaction.editReply('done'));
    });
    expect(refused).toMatchObject({ code: 50027, status: 401 });
  });

  test('refuses an edit before the first answer with 10015', async () => {
    const route = (token: string) => Routes.webhookMessage(client.application.id, token);
    const refused = await during((interaction) =>
      refusal(client.rest.patch(route(interaction.token), { body: { content: 'x' }, auth: false })),
    );
    expect(refused).toMatchObject({ code: 10015, status: 404 });
  });

  test('refuses a deferred answer with more flags than EPHEMERAL', async () => {
    const flags = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2;
    const refused = await during((interaction) =>
      refusal(callback(interaction, { type: 5, data: { flags } })),
    );
    expect(refused.text).toContain('data.flags[CLASSROOM_DEFERRED_ANSWER]');
  });

  test('refuses a modal with six fields or a duplicate field', async () => {
    const field = (customId: string) => ({
      type: ComponentType.Label,
      label: 'x',
      component: { type: ComponentType.TextInput, style: 1, custom_id: customId },
    });
    const modal = (...ids: string[]) => ({
      type: 9,
      data: { custom_id: 'm', title: 'x', components: ids.map(field) },
    });
    const refused = await during(async (interaction) => [
      await refusal(callback(interaction, modal('a', 'b', 'c', 'd', 'e', 'f'))),
      await refusal(callback(interaction, modal('a', 'a'))),
    ]);
    expect(refused[0]?.text).toContain('data.components[BASE_TYPE_BAD_LENGTH]');
    expect(refused[1]?.text).toContain('COMPONENT_CUSTOM_ID_DUPLICATED');
  });

  test('refuses a modal in answer to a modal', async () => {
    await client.application.commands.set([{ name: 'try', description: 'x' }]);
    const modal = {
      type: 9,
      data: {
        custom_id: 'm',
        title: 'x',
        components: [{ type: 18, label: 'x', component: { type: 4, style: 1, custom_id: 'a' } }],
      },
    };
    let refused: Promise<{ text: string }> | null = null;
    onInteraction(client, async (interaction) => {
      const answer = callback(interaction as ChatInputCommandInteraction, modal);
      if (interaction.isModalSubmit()) refused = refusal(answer);
      else await answer;
    });
    const opened = await room.ada.command('try');
    void opened.modal.fill({ a: 'x' }).submit();
    await room.classroom.clock.advance(0);
    while (!refused) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await (refused as Promise<{ text: string }>)).text).toContain('type[BASE_TYPE_CHOICES]');
    room.classroom.clock.advance(3_000);
  });

  test('refuses more than 25 choices', async () => {
    await client.application.commands.set([
      {
        name: 'try',
        description: 'x',
        options: [{ type: 3, name: 'a', description: 'x', autocomplete: true }],
      },
    ]);
    let refused: Promise<{ text: string }> | null = null;
    onInteraction(client, async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const choices = Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` }));
      const route = Routes.interactionCallback(interaction.id, interaction.token);
      refused = refusal(client.rest.post(route, { body: { type: 8, data: { choices } }, auth: false }));
      await refused;
      room.classroom.clock.advance(3_000);
    });
    await expect(room.ada.autocomplete('try', 'a', 'x')).rejects.toThrow('Loading options failed');
    expect((await (refused as unknown as Promise<{ text: string }>)).text).toContain(
      'choices[BASE_TYPE_MAX_LENGTH]',
    );
  });

  test('refuses to edit an ephemeral answer with the bot’s token', async () => {
    const refused = await during(async (interaction) => {
      const { resource } = await interaction.reply({
        content: 'x',
        flags: MessageFlags.Ephemeral,
        withResponse: true,
      });
      const route = Routes.channelMessage(room.channel.id, resource?.message?.id ?? '');
      return refusal(client.rest.patch(route, { body: { content: 'y' } }));
    });
    expect(refused.code).toBe(10008);
  });
});

describe('other requests', () => {
  test('refuses DMs to closed inboxes and to strangers with 50007', async () => {
    room.ada.closeDms();
    const stranger = room.classroom.join({ name: 'Stranger' });
    for (const id of [room.ada.id, stranger.id])
      expect(await refusal(client.users.send(id, 'hello'))).toMatchObject({ code: 50007, status: 403 });
    room.ada.openDms();
    await client.users.send(room.ada.id, 'hello');
  });

  test('refuses hidden and read-only channels, and editing others’ messages', async () => {
    const hidden = room.classroom.addChannel(room.guild, { name: 'x', onlyRoles: [], withoutBot: true });
    const send = (id: string) =>
      refusal(client.rest.post(Routes.channelMessages(id), { body: { content: 'x' } }));
    expect((await send(hidden.id)).code).toBe(50001);
    expect((await send('123456789012345678')).code).toBe(10003);
    const message = room.ada.say(room.channel, 'mine');
    const route = Routes.channelMessage(room.channel.id, message.id);
    expect((await refusal(client.rest.patch(route, { body: { content: 'y' } }))).code).toBe(50005);
    expect((await refusal(client.rest.delete(route))).code).toBe(50013);
  });

  test('refuses an unknown route loudly', async () => {
    expect(await refusal(client.rest.get('/guilds/1/audit-logs'))).toMatchObject({ code: 0, status: 404 });
    expect(room.classroom.refused.map((one) => one.path)).toEqual(['/api/v10/guilds/1/audit-logs']);
  });

  test('refuses a file over 10 MiB with 40005', async () => {
    const channel = await client.channels.fetch(room.channel.id);
    const attachment = Buffer.alloc(10 * 1024 * 1024 + 1);
    if (!channel?.isSendable()) throw new Error('no channel');
    expect(await refusal(channel.send({ files: [{ attachment, name: 'big.bin' }] }))).toMatchObject({
      code: 40005,
      status: 413,
    });
  });

  test('refuses a wrong token with 401', async () => {
    const other = newClient(room.classroom);
    other.rest.setToken('wrong');
    await expect(other.rest.get(Routes.user())).rejects.toThrow(DiscordAPIError);
    expect(room.classroom.refused.at(-1)?.status).toBe(401);
  });

  test('refuses a body that is no JSON with 50109', async () => {
    const response = await fetch(`${room.classroom.api}/v10/users/@me/channels`, {
      method: 'POST',
      headers: { authorization: `Bot ${room.classroom.token}`, 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50109 });
  });

  test('takes as many requests as Discord does, then answers 429 with the time to wait', async () => {
    const strict = await openClass({ rateLimits: 'discord' });
    const post = () =>
      fetch(`${strict.classroom.api}/v10/channels/${strict.channel.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${strict.classroom.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'x' }),
      });
    const answers = [await post(), await post(), await post(), await post(), await post(), await post()];
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map((one) => one.headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
    ]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(3);
    expect(await answers[5]?.json()).toMatchObject({ global: false, message: expect.any(String) });
    strict.classroom.clock.advance(5_000);
    expect((await post()).status).toBe(200);
    await strict.classroom.close();
  });

  test('injects a 429 that the client waits out and a 500 that it retries', async () => {
    const channel = await client.channels.fetch(room.channel.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    room.classroom.faults.add({ status: 429, retryAfter: 0.05, where: /^POST .*messages/ });
    room.classroom.faults.add({ status: 500, where: /^POST .*messages/ });
    await channel.send('through');
    expect(room.classroom.requests.filter((one) => one.method === 'POST').map((one) => one.status)).toEqual([
      429, 500, 200,
    ]);
  });
});
