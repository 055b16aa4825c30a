import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, DiscordAPIError, Routes } from 'discord.js';
import { logIn, newClient, openClass, refusal } from './support.ts';

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

  test('refuses a body that is not JSON with 50109', async () => {
    const response = await fetch(`${room.classroom.api}/v10/users/@me/channels`, {
      method: 'POST',
      headers: { authorization: `Bot ${room.classroom.token}`, 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50109 });
  });

  test('accepts as many requests as Discord does, then answers 429 with the time to wait', async () => {
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
