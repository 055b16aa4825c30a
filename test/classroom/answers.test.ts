import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { complaintsAbout, specified } from '../../classroom/rest/schema.ts';
import { openClass } from './support.ts';

let room: Awaited<ReturnType<typeof openClass>>;

beforeAll(async () => {
  room = await openClass();
  const role = room.classroom.addRole(room.guild, { name: 'bot', permissions: (1n << 36n) | (1n << 13n) });
  room.classroom.giveBot(room.guild, role);
});

afterAll(() => room.classroom.close());

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${room.classroom.api}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${room.classroom.token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBeLessThan(300);
  return JSON.parse(await response.text(), (_key, value: unknown) =>
    // The generated schemas accept only times with a Z; Discord sends an offset, and so does the classroom.
    typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+00:00$/, '$1Z') : value,
  );
}

const button = { type: 2, style: 1, label: 'x', custom_id: 'a' };
const v2 = {
  flags: 32768,
  components: [
    {
      type: 17,
      components: [
        { type: 10, content: 'x' },
        { type: 14 },
        { type: 9, components: [{ type: 10, content: 'x' }], accessory: button },
        { type: 12, items: [{ media: { url: 'https://example.org/x.png' } }] },
      ],
    },
  ],
};

type Ask = () => Promise<unknown>;
const answers: [schema: string, ask: Ask][] = [
  ['GatewayResponse', () => ask('GET', '/gateway')],
  ['GatewayBotResponse', () => ask('GET', '/gateway/bot')],
  ['UserPIIResponse', () => ask('GET', '/users/@me')],
  ['UserResponse', () => ask('GET', `/users/${room.ada.id}`)],
  ['PrivateChannelResponse', () => ask('POST', '/users/@me/channels', { recipient_id: room.ada.id })],
  ['GuildWithCountsResponse', () => ask('GET', `/guilds/${room.guild.id}`)],
  ['GuildChannelResponse', () => ask('GET', `/channels/${room.channel.id}`)],
  ['GuildMemberResponse', () => ask('GET', `/guilds/${room.guild.id}/members/${room.ada.id}`)],
  ['GuildRoleResponse', () => ask('GET', `/guilds/${room.guild.id}/roles/${room.ta.id}`)],
  ['ThreadResponse', () => ask('POST', `/channels/${room.channel.id}/threads`, { name: 't', type: 12 })],
  [
    'MessageResponse',
    () =>
      ask('POST', `/channels/${room.channel.id}/messages`, {
        content: `x <@${room.ada.id}>`,
        embeds: [{ title: 'x', fields: [{ name: 'a', value: 'b' }] }],
        components: [{ type: 1, components: [button] }],
      }),
  ],
  ['MessageResponse', () => ask('POST', `/channels/${room.channel.id}/messages`, v2)],
  [
    'ApplicationCommandResponse',
    () =>
      ask('POST', `/applications/${room.classroom.applicationId}/commands`, {
        name: 'x',
        description: 'y',
        options: [{ type: 4, name: 'n', description: 'd' }],
      }),
  ],
];

test.each(answers)('answers in the shape of %s in Discord’s API description', async (schema, get) => {
  expect(complaintsAbout(specified(schema), await get())).toEqual([]);
});
