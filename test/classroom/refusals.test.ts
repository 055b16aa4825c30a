import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, MessageFlags, Routes } from 'discord.js';
import { logIn, openClass, refusal } from './support.ts';

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

/** Each invalid message with its error code and a part of the error. */
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

/** Each invalid command with a part of its error. */
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
  test.each(messages)('answers %s with an error', async (_name, body, code, complaint) => {
    const refused = await refusal(client.rest.post(Routes.channelMessages(room.channel.id), { body }));
    expect(refused.code).toBe(code);
    expect(refused.text).toContain(complaint);
    expect(room.ada.sees()).toEqual([]);
    expect(room.classroom.refused).toHaveLength(1);
  });
});

describe('refuses a wrong command as Discord does', () => {
  test.each(commands)('answers %s with an error', async (_name, body, complaint) => {
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
