import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Events, type Message } from 'discord.js';
import { type APIMessage, MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import { logIn, openClass } from './support.ts';

let school: Awaited<ReturnType<typeof openClass>>;
beforeEach(async () => {
  school = await openClass();
});
afterEach(() => school.classroom.close());

/** The next message in a DM as discord.js sees it. */
async function next(send: () => APIMessage): Promise<Message> {
  const client = await logIn(school.classroom);
  try {
    const arrived = new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve));
    send();
    return await arrived;
  } finally {
    await client.destroy();
  }
}

test('forwards a copy of text and files without the author', async () => {
  const { ada, tess, channel } = school;
  const file = { name: 'Dockerfile', bytes: Buffer.from('FROM a\n') };
  const said = tess.say(channel, 'look at this', [file]);
  const seen = await next(() => ada.forward(said));
  expect(seen.content).toBe('');
  expect(seen.author.id).toBe(ada.id);
  expect(seen.reference).toMatchObject({ type: MessageReferenceType.Forward, messageId: said.id });
  expect(seen.flags.has(MessageFlags.HasSnapshot)).toBe(true);
  const [copy] = [...seen.messageSnapshots.values()];
  expect(copy?.content).toBe('look at this');
  expect([...(copy?.attachments.values() ?? [])].map(({ name }) => name)).toEqual(['Dockerfile']);
  expect(JSON.stringify(copy)).not.toContain(tess.id);
});

test('sends a paste beyond 2000 characters as message.txt', async () => {
  const text = 'x'.repeat(2_001);
  const seen = await next(() => school.ada.dm(text));
  expect(seen.content).toBe('');
  const [file] = [...seen.attachments.values()];
  expect(file?.name).toBe('message.txt');
  expect(await (await fetch(file?.url ?? '')).text()).toBe(text);
});
