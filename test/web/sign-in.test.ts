import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStaffRoom, type StaffRoom, token, Visitor } from './support.ts';

jest.setTimeout(60_000);

describe('signing in', () => {
  let room: StaffRoom;
  beforeAll(async () => {
    room = await openStaffRoom();
  });
  afterAll(() => room.close());

  const board = (): string => `/s/${room.guild.id}`;

  test('sends visitors to the sign-in page and refuses streams and forms without it', async () => {
    const visitor = new Visitor(room);
    for (const path of ['/', board(), `${board()}/class`, `${board()}/student/${room.ada.id}`]) {
      const answer = await visitor.go(path);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
    }
    const stream = await visitor.go(`${board()}/live`, { headers: { accept: 'text/event-stream' } });
    expect(stream.status).toBe(401);
    expect((await visitor.post(`${board()}/act`, { do: 'pause' })).status).toBeGreaterThanOrEqual(401);
    expect((await visitor.go('/jobs')).status).toBe(404);
  });

  test('returns teaching assistants to the page they wanted after signing in with Discord', async () => {
    const visitor = new Visitor(room);
    const answer = await visitor.signInAs(room.tess, `${board()}/class`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${board()}/class`);
    const page = await visitor.go(board());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Docker class');
  });

  test('tells a student that they lack the TA role, and refuses access', async () => {
    const visitor = new Visitor(room);
    const answer = await visitor.signInAs(room.ada);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('You do not have the TA role');
    expect((await visitor.go(board())).status).toBe(303);
  });

  test('hides a server’s existence from teaching assistants of another', async () => {
    const visitor = new Visitor(room);
    await visitor.signInAs(room.tom);
    expect((await visitor.go(`/s/${room.other.id}`)).status).toBe(200);
    for (const path of ['', '/class', `/student/${room.ada.id}`, '/act?do=pause', '/live'])
      expect((await visitor.go(`${board()}${path}`)).status).toBe(404);
    expect((await visitor.go('/s/100000000000000000')).status).toBe(404);
    expect((await visitor.go('/jobs')).status).toBe(404);
  });

  test('closes the pages to whoever loses the TA role, signed in or not', async () => {
    const tina = room.classroom.join({ name: 'Tina', guild: room.guild, roles: [room.taRole] });
    const visitor = new Visitor(room);
    await visitor.signInAs(tina);
    expect((await visitor.go(board())).status).toBe(200);
    const member = room.guild.members.get(tina.id);
    if (member === undefined) throw new Error('Tina is no member');
    room.guild.members.set(tina.id, { ...member, roles: [] });
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    try {
      expect((await visitor.go(board())).status).toBe(404);
    } finally {
      jest.restoreAllMocks();
    }
  });

  test('lets the operator sign in with the token and see every server and the jobs', async () => {
    const visitor = new Visitor(room);
    expect((await visitor.signIn()).headers.get('location')).toBe('/');
    const servers = await (await visitor.go('/')).text();
    expect(servers).toContain('Docker class');
    expect(servers).toContain('Another class');
    expect((await visitor.go('/jobs')).status).toBe(200);
  });

  test('refuses a wrong token without showing or logging any secret', async () => {
    const visitor = new Visitor(room);
    const answer = await visitor.signIn(`${token}!`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain(token);
    expect((await visitor.go('/')).status).toBe(303);
    const logged = room.logged();
    for (const secret of [token, room.classroom.token, room.classroom.clientSecret])
      expect(logged).not.toContain(secret);
  });

  test('ends the session on signing out, even for a copied cookie', async () => {
    const visitor = new Visitor(room);
    await visitor.signInAs(room.tess);
    const kept = new Map(visitor.cookies);
    expect((await visitor.post('/sign-out', { _csrf: await visitor.csrfOf(board()) })).status).toBe(303);
    expect((await visitor.go(board())).status).toBe(303);
    const thief = new Visitor(room);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect((await thief.go(board())).status).toBe(303);
  });

  test('keeps a signed-out session ended after a restart', async () => {
    const [visitor, other] = [new Visitor(room), new Visitor(room)];
    await visitor.signInAs(room.tess);
    await other.signInAs(room.tess);
    const kept = new Map(visitor.cookies);
    await visitor.post('/sign-out', { _csrf: await visitor.csrfOf(board()) });
    await room.restartPages();
    const thief = new Visitor(room);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect((await thief.go(board())).status).toBe(303);
    // The control: a person who did not sign out is still signed in.
    expect((await other.go(board())).status).toBe(200);
  });
});
