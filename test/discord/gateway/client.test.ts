import { describe, expect, test } from '@jest/globals';
import { type Client, GatewayIntentBits } from 'discord.js';
import { Registry } from 'prom-client';
import { openClassroom, textOf } from '../../../classroom/server.ts';
import { botCommands } from '../../../commands/index.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { Bot } from '../../../src/discord/gateway/bot.ts';
import { createClient } from '../../../src/discord/gateway/client.ts';
import { GatewayClients } from '../../../src/discord/gateway/gateway-clients.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { DiscordMetrics } from '../../../src/web/metrics/discord-metrics.ts';
import { checkWithOneWrongTodo, messageOf, openClassServer } from '../../support/class-server.ts';
import { readAtOnce } from '../../support/reading.ts';
import { silent } from '../../support/redis.ts';
import { stillDesk } from '../stand-ins.ts';

const start = async (token: string, api: string, watch: (client: Client) => void = () => {}) => {
  const records = await openRecords(':memory:');
  const settings = readSettings({ DISCORD_TOKEN: token, DISCORD_API_URL: api });
  try {
    return await Bot.open({
      settings,
      records,
      desk: stillDesk(),
      lesson: () => null,
      usualLesson: 'none',
      reading: readAtOnce(checkWithOneWrongTodo),
      commands: botCommands,
      log: silent,
      watch,
    });
  } finally {
    await records.close();
  }
};

describe('the gateway connections', () => {
  const settings = readSettings({ DISCORD_TOKEN: 'x', DISCORD_API_URL: 'http://127.0.0.1:9' });

  test('a gateway is not ready before its first connection has logged in, unless it should have none', async () => {
    const gateway = new GatewayClients({ settings });
    expect(gateway.areReady(1)).toBe(false);
    expect(gateway.areReady(0)).toBe(true);
    await gateway.closeAll();
  });

  test.each([
    ['auto', 'auto', undefined],
    ['3', [0, 1, 2], 3],
  ])('a gateway opens as many shards as DISCORD_SHARDS=%s says', async (count, shards, shardCount) => {
    const client = createClient(readSettings({ DISCORD_TOKEN: 'x', DISCORD_SHARDS: count }));
    expect(client.options.shards).toEqual(shards);
    if (shardCount !== undefined) expect(client.options.shardCount).toBe(shardCount);
    await client.destroy();
  });

  test('a gateway is not measured as up before its first connection has logged in, unless it should have none', async () => {
    const up = async (expected: number): Promise<unknown> => {
      const registry = new Registry();
      new DiscordMetrics(registry, () => expected);
      const metric = await registry.getSingleMetric('dockhand_gateway_up')?.get();
      return metric?.values[0]?.value;
    };
    expect(await up(1)).toBe(0);
    expect(await up(0)).toBe(1);
  });
});

describe('starting the bot', () => {
  test('fails with one clear line when Discord rejects the token', async () => {
    const classroom = await openClassroom();
    await expect(start('wrong-token', classroom.api)).rejects.toThrow(
      /^Discord does not accept DISCORD_TOKEN\.[^\n]*$/,
    );
    await classroom.close();
  });

  test('says what to do when Discord disallows the intents', async () => {
    const classroom = await openClassroom();
    const started = start(classroom.token, classroom.api, (client) => {
      // The intents of a bot that reads messages in servers, which a new application may not use.
      client.options.intents = client.options.intents.add(GatewayIntentBits.MessageContent);
    });
    await expect(started).rejects.toThrow(
      /^Discord refuses the intents [^\n]*4014[^\n]*Developer Portal[^\n]*$/,
    );
    await classroom.close();
  });

  test('names the address when Discord cannot be reached', async () => {
    await expect(start('t', 'http://127.0.0.1:9/api')).rejects.toThrow(
      /^Cannot log in to http:\/\/127\.0\.0\.1:9\/api: [^\n]*$/,
    );
  });
});

describe('a running bot', () => {
  test('registers its commands once and not again while they are the same', async () => {
    const classServer = await openClassServer();
    const writes = () => classServer.classroom.requests.filter(({ method }) => method === 'PUT').length;
    expect(writes()).toBe(1);
    await classServer.restart();
    expect(writes()).toBe(1);
    await classServer.close();
  });

  test('survives a broken connection and stops when Discord closes it for good', async () => {
    const classServer = await openClassServer();
    classServer.classroom.gateway.drop({ resumable: true });
    const sent = classServer.ada.dm('```\nFROM a\nRUN b\n```');
    expect(textOf(await classServer.ada.waitForReply(sent, { ms: 10_000 }))).toContain('5 of 6');
    classServer.classroom.gateway.drop({ resumable: false, code: 4004 });
    expect((await classServer.bot.lost).message).toContain('code 4004');
    await classServer.close();
  });

  test('answers buttons of an older version, and its own after a restart', async () => {
    const classServer = await openClassServer();
    const hint = await classServer.ada.slash('/hint 3');
    await classServer.restart();
    const next = await classServer.ada.press(messageOf(hint), 'TODO 4');
    expect(next.text).toContain('TODO 4');
    const row = messageOf(hint).components?.at(-1) as unknown as { components: { custom_id: string }[] };
    const old = row.components[0];
    if (old !== undefined) old.custom_id = 'v0:hint:3';
    const answer = await classServer.ada.press(messageOf(hint), 'v0:hint:3');
    expect(answer.text).toContain('an older version of me');
    await classServer.close();
  });

  test('answers an internal error with a reference that is in the log', async () => {
    const classServer = await openClassServer({
      check: () => {
        throw new Error('broken inside');
      },
    });
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: 'FROM a\nRUN b\n' }).submit();
    expect(answer.text).toContain('Something went wrong on my side');
    const reference = /`([a-z2-9]{6})`/.exec(answer.text)?.[1] ?? 'none';
    expect(classServer.logged()).toContain(reference);
    expect(classServer.logged()).toContain('broken inside');
    await classServer.close();
  });

  test('answers a command that takes longer than Discord waits', async () => {
    const classServer = await openClassServer();
    const slow = classServer.records.progress.hintsTaken;
    Object.assign(classServer.records, {
      hintsTaken: async (...of: Parameters<typeof slow>) => {
        await new Promise((resolve) => setTimeout(resolve, 3_500));
        return slow(...of);
      },
    });
    const answer = await classServer.ada.slash('/status');
    expect(answer.failed).toBe(false);
    expect(answer.ephemeral).toBe(true);
    await answer.untilFilled();
    expect(answer.text).toContain('Where you stand');
    await classServer.close();
  });

  test('serves a server that it did not know with the default lesson', async () => {
    const classServer = await openClassServer();
    const other = classServer.classroom.addGuild({ name: 'New class' });
    const channel = classServer.classroom.addChannel(other, { name: 'general' });
    const eve = classServer.classroom.join({ name: 'Eve', guild: other, home: channel });
    expect((await eve.slash('/hint 1')).text).toContain('TODO 1');
    expect(await classServer.records.guilds.get(other.id)).toMatchObject({
      lesson: 'backend-docker',
      taRole: null,
    });
    await classServer.close();
  });
});
