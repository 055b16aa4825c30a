import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../src/config/settings.ts';
import { servedGuilds } from '../../../src/discord/rest/served-guilds.ts';
import { openClassServer } from '../../support/class-server.ts';

const [first, second, third] = ['100000000000000001', '100000000000000002', '100000000000000003'] as const;

describe('DISCORD_SERVERS', () => {
  const serves = (environment: Readonly<Record<string, string>>) =>
    [first, second, third].filter(servedGuilds(readSettings(environment)));
  test.each([
    [{}, []],
    [{ DISCORD_GUILD_ID: first }, [first]],
    [{ DISCORD_SERVERS: `${second}` }, [second]],
    [{ DISCORD_GUILD_ID: first, DISCORD_SERVERS: ` ${second},\n${third} ` }, [first, second, third]],
    [{ DISCORD_SERVERS: 'any' }, [first, second, third]],
  ])('serves the right servers with %j', (environment, expected) =>
    expect(serves(environment)).toEqual(expected),
  );

  test.each(['all', 'my server', `${first};${second}`, '12'])('refuses %j as a list of servers', (value) =>
    expect(() => readSettings({ DISCORD_SERVERS: value })).toThrow(/DISCORD_SERVERS has to be/),
  );
});

describe('a server that is not in DISCORD_SERVERS', () => {
  test('gets one sentence, is not recorded, and makes nobody a student', async () => {
    const classServer = await openClassServer({ servers: '' });
    const strangers = classServer.classroom.addGuild({ name: 'Strangers' });
    const channel = classServer.classroom.addChannel(strangers, { name: 'general' });
    const eve = classServer.classroom.join({ name: 'Eve', guild: strangers, home: channel });
    for (const command of ['/hint 1', '/verify', '/check', '/status', '/help']) {
      const answer = await eve.slash(command);
      expect(answer.text).toContain('not set up for this server');
      expect(answer.ephemeral).toBe(true);
    }
    expect(await classServer.records.guilds.get(strangers.id)).toBeNull();
    expect((await classServer.records.guilds.all()).map(({ id }) => id)).toHaveLength(1);
    expect(classServer.logged()).toContain('it is not served');
    // The class goes on.
    expect((await classServer.ada.slash('/hint 1')).text).toContain('TODO 1');
    await classServer.close();
  }, 60_000);
});
