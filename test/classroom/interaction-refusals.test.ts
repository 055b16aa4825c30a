import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ChatInputCommandInteraction,
  type Client,
  ComponentType,
  MessageFlags,
  Routes,
} from 'discord.js';
import { logIn, onInteraction, openClass, refusal } from './support.ts';

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

describe('interactions', () => {
  /** Uses a command and lets the bot respond with one action. */
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
