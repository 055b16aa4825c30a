import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { safeRedirect } from '../../src/web/sign-in/safe-redirect.ts';
import { verdictOf } from '../support/verdicts.ts';
import { openStaffRoom, type StaffRoom, Visitor } from './support.ts';

jest.setTimeout(60_000);

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>" onfocus="alert(1)';

describe('attacks on the staff pages', () => {
  let room: StaffRoom;
  beforeAll(async () => {
    room = await openStaffRoom();
  });
  afterAll(() => room.close());

  const board = (): string => `/s/${room.guild.id}`;
  const paused = async (): Promise<boolean> =>
    (await room.desk.overview(room.guild.id)).queue?.paused ?? false;
  const signedIn = async (): Promise<Visitor> => {
    const visitor = new Visitor(room);
    await visitor.signInAs(room.tess);
    return visitor;
  };

  test('ignores forms with no CSRF token, a wrong one, or somebody else’s', async () => {
    const tess = await signedIn();
    const other = new Visitor(room);
    for (const csrf of [undefined, '', 'made-up', await other.csrfOf('/sign-in')]) {
      const answer = await tess.post(`${board()}/act`, {
        do: 'pause',
        ...(csrf === undefined ? {} : { _csrf: csrf }),
      });
      expect(answer.status).toBe(403);
    }
    expect(await paused()).toBe(false);
    // And a link, which needs no token, never has an effect.
    await tess.go(`${board()}/act?do=pause`);
    expect(await paused()).toBe(false);
    const csrf = await tess.csrfOf(`${board()}/act?do=pause`);
    expect((await tess.post(`${board()}/act`, { do: 'pause', _csrf: csrf, back: board() })).status).toBe(303);
    expect(await paused()).toBe(true);
    await room.desk.resume();
  });

  test('requires a CSRF token for signing in and out', async () => {
    const visitor = new Visitor(room);
    expect((await visitor.post('/sign-in', { token: 'a token for the operator' })).status).toBe(403);
    const tess = await signedIn();
    expect((await tess.post('/sign-out', {})).status).toBe(403);
    expect((await tess.go(board())).status).toBe(200);
  });

  test('ignores an OAuth answer that this browser did not request', async () => {
    const attacker = new Visitor(room);
    const away = await attacker.go('/sign-in/discord');
    const to = new URL(away.headers.get('location') ?? '');
    to.searchParams.set('as', room.tess.id);
    const back = (await fetch(to, { redirect: 'manual' })).headers.get('location') ?? '';
    const victim = new Visitor(room);
    expect((await victim.go(back)).status).toBe(403);
    expect((await victim.go(board())).status).toBe(303);
    await victim.go('/sign-in/discord');
    expect((await victim.go(back)).status).toBe(403);
  });

  test('ignores forged and changed cookies', async () => {
    const tess = await signedIn();
    const [name, value] = [...tess.cookies].find(([, text]) => decodeURIComponent(text).includes(';')) ?? [
      '',
      '',
    ];
    const [sealed = '', nonce = ''] = decodeURIComponent(value).split(';');
    const bytes = Buffer.from(sealed, 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const claim = Buffer.from(JSON.stringify({ signedIn: { kind: 'operator' } })).toString('base64');
    for (const forged of [
      `${bytes.toString('base64')};${nonce}`,
      `${claim};${nonce}`,
      claim,
      'operator',
      `${sealed};`,
      '',
      '%',
    ]) {
      const visitor = new Visitor(room);
      visitor.cookies.set(name, encodeURIComponent(forged));
      expect((await visitor.go(board())).status).toBe(303);
    }
    expect((await tess.go(board())).status).toBe(200);
  });

  test('keeps the cookie from scripts and from other sites’ forms', async () => {
    const visitor = new Visitor(room);
    const answer = await visitor.go('/sign-in');
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Lax/);
    }
  });

  test('redirects nobody to another site, before or after signing in', async () => {
    const elsewhere = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/s/..//evil.example',
      '/s//evil.example',
      'javascript:alert(1)',
      '/s/1\r\nset-cookie: a=b',
      '/%2f%2fevil.example',
      'http:evil.example',
      ' /s/1',
      '/jobs.evil.example',
    ];
    for (const next of elsewhere) expect(safeRedirect(next)).toBe('/');
    expect(safeRedirect('/s/123/student/456')).toBe('/s/123/student/456');
    const visitor = new Visitor(room);
    expect((await visitor.signInAs(room.tess, '//evil.example')).headers.get('location')).toBe('/');
    const csrf = await visitor.csrfOf(board());
    for (const back of elsewhere.slice(0, 3)) {
      const answer = await visitor.post(`${board()}/act`, { do: 'resume', _csrf: csrf, back });
      expect(answer.headers.get('location')).toBe('/');
    }
  });

  test('escapes everything that students write, in files, names, logs, questions and confirmations', async () => {
    const mallory = room.classroom.join({ name: script, guild: room.guild });
    const submission = await room.handIn(mallory, {
      Dockerfile: `FROM ${script}\n`,
      [`${script}.sh`]: script,
    });
    await room.judge(submission, {
      ...verdictOf('failed'),
      explanation: { page: 'verdict-reason', key: 'build-failed', values: { instruction: script } },
      excerpt: [script],
    });
    const tess = await signedIn();
    const pages = [
      board(),
      `${board()}/class`,
      `${board()}/student/${mallory.id}`,
      `${board()}/act?do=retry&what=${submission.id}&back=${encodeURIComponent(script)}`,
      `${board()}/act?do=drain&what=${encodeURIComponent(script)}`,
      `/sign-in?next=${encodeURIComponent(script)}`,
    ];
    for (const path of pages) {
      const answer = await tess.go(path);
      const text = await answer.text();
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
      expect(text).not.toMatch(/ onfocus="alert/);
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    expect(await (await tess.go(`${board()}/student/${mallory.id}`)).text()).toContain(
      '&lt;script&gt;alert(1)',
    );
  });

  test('sends the security headers with every response', async () => {
    const answer = await (await signedIn()).go(board());
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  test('cannot act on a verification of another class, whatever the form says', async () => {
    const theirs = await room.handIn(room.tom, { Dockerfile: 'FROM scratch\n' }, room.other);
    const tess = await signedIn();
    const csrf = await tess.csrfOf(board());
    for (const act of ['cancel', 'promote', 'retry']) {
      const answer = await tess.post(`${board()}/act`, { do: act, what: theirs.id, _csrf: csrf });
      expect(answer.status).toBe(404);
      expect(
        (await tess.post(`/s/${room.other.id}/act`, { do: act, what: theirs.id, _csrf: csrf })).status,
      ).toBe(404);
      expect((await tess.go(`${board()}/act?do=${act}&what=${theirs.id}`)).status).toBe(404);
    }
    expect((await room.records.submissions.get(theirs.id))?.verdict).toBeNull();
    const html = await (await tess.go(board())).text();
    expect(html).toContain('another class');
    expect(html).not.toContain(room.tom.id);
    expect(html).not.toContain(theirs.id);
    expect((await tess.go(`${board()}/student/${room.tom.id}`)).status).toBe(404);
  });

  test('shows the jobs page read-only and to the operator alone', async () => {
    await room.handIn(room.ada);
    const operator = new Visitor(room);
    await operator.signIn();
    const queues = (await (await operator.go('/jobs/api/queues')).json()) as {
      queues: { name: string; readOnlyMode: boolean; counts: Record<string, number> }[];
    };
    expect(queues.queues.map((queue) => [queue.name, queue.readOnlyMode])).toEqual([
      ['verify', true],
      ['verdicts', true],
    ]);
    for (const [method, path] of [
      ['PUT', 'pause'],
      ['PUT', 'verify/pause'],
      ['PUT', 'verify/empty'],
      ['PUT', 'verify/obliterate'],
      ['POST', 'verify/add'],
      ['PATCH', 'verify/some-job/update-data'],
    ] as const)
      expect((await operator.go(`/jobs/api/queues/${path}`, { method })).status).toBe(405);
    expect(await paused()).toBe(false);
    const tess = await signedIn();
    expect((await tess.go('/jobs')).status).toBe(404);
    expect((await tess.go('/jobs/api/queues')).status).toBe(404);
    expect((await tess.go('/jobs/static/js/main.js')).status).toBe(404);
  });

  // Last, because it uses up this address's attempts.
  test('slows down guessing of the operator’s token', async () => {
    const visitor = new Visitor(room);
    const csrf = await visitor.csrfOf('/sign-in');
    const answers = [];
    for (let i = 0; i < 14; i += 1)
      answers.push((await visitor.post('/sign-in', { _csrf: csrf, token: `guess number ${i}` })).status);
    expect(answers.slice(0, 3)).toEqual([403, 403, 403]);
    expect(answers.at(-1)).toBe(429);
    // Even the right token does not help until the minute is over.
    expect((await visitor.post('/sign-in', { _csrf: csrf, token: 'a token for the operator' })).status).toBe(
      429,
    );
  });
});
