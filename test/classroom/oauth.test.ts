import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Classroom, openClassroom, type Person } from '../../classroom/server.ts';

const back = 'http://127.0.0.1:4567/sign-in/discord/back';

describe('sign-in with Discord', () => {
  let classroom: Classroom;
  let ada: Person;

  beforeEach(async () => {
    classroom = await openClassroom();
    const guild = classroom.addGuild({ name: 'Docker class' });
    classroom.addGuild({ name: 'Another class' });
    ada = classroom.join({ name: 'Ada', guild });
    classroom.allowRedirect(back);
  });
  afterEach(() => classroom.close());

  const authorize = (changes: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({
      client_id: classroom.applicationId,
      redirect_uri: back,
      response_type: 'code',
      scope: 'identify guilds',
      state: 'a state',
      as: ada.user.id,
      ...changes,
    });
    return fetch(`${classroom.api}/oauth2/authorize?${query}`, { redirect: 'manual' });
  };
  const token = (code: string, secret = classroom.clientSecret, redirect = back) =>
    fetch(`${classroom.api}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${classroom.applicationId}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect }),
    });
  const codeOf = (answer: Response): string =>
    new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const ask = (path: string, bearer: string) =>
    fetch(`${classroom.api}${path}`, { headers: { authorization: `Bearer ${bearer}` } });

  test('exchanges consent for a code, the code for a token, and the token for an identity', async () => {
    const answer = await authorize();
    expect(answer.status).toBe(302);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('state')).toBe('a state');
    const granted = (await (await token(codeOf(answer))).json()) as { access_token: string; scope: string };
    expect(granted.scope).toBe('identify guilds');
    expect(await (await ask('/users/@me', granted.access_token)).json()).toMatchObject({ id: ada.user.id });
    const guilds = (await (await ask('/users/@me/guilds', granted.access_token)).json()) as {
      name: string;
    }[];
    expect(guilds.map((guild) => guild.name)).toEqual(['Docker class']);
  });

  test('accepts a code once, for its own redirect and with the secret', async () => {
    const code = codeOf(await authorize());
    expect((await token(code, 'not the secret')).status).toBe(401);
    expect((await token(code)).status).toBe(200);
    expect((await token(code)).status).toBe(400);
    expect((await token(codeOf(await authorize()), undefined, `${back}/elsewhere`)).status).toBe(400);
  });

  test('redirects nobody to an unregistered address', async () => {
    for (const change of [
      { redirect_uri: 'http://evil.example/' },
      { client_id: '1' },
      { scope: 'everything' },
      { response_type: 'token' },
    ] as Readonly<Record<string, string>>[])
      expect((await authorize(change)).status).toBe(400);
  });

  test('limits a token to what was granted', async () => {
    const granted = (await (await token(codeOf(await authorize({ scope: 'identify' })))).json()) as {
      access_token: string;
    };
    expect((await ask('/users/@me/guilds', granted.access_token)).status).toBe(401);
    expect((await ask('/gateway/bot', granted.access_token)).status).toBe(401);
    expect((await ask('/users/@me', 'made up')).status).toBe(401);
  });

  test('reports a refused consent', async () => {
    const to = new URL((await authorize({ as: '' })).headers.get('location') ?? '');
    expect(to.searchParams.get('error')).toBe('access_denied');
  });
});
