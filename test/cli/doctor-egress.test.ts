import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { examineEgress } from '../../src/cli/doctor/egress.ts';
import { type ProxyBehaviour, type StandInProxy, standInProxy } from '../support/stand-in-proxy.ts';

/** Whether builds reach as far as they should and no further: asked of a loopback proxy whose behaviour the test determines. */
const metadata = '169.254.169.254';
/** The proxy's time limit here. Milliseconds. */
const patienceMs = 5_000;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function proxy(behaviour: ProxyBehaviour, at?: string): Promise<StandInProxy> {
  const made = await standInProxy(behaviour, at);
  endings.push(() => made.close());
  return made;
}

const guarded: ProxyBehaviour = (host) => (host === metadata ? 403 : 200);

/** The doctor's findings with this proxy as SANDBOX_PROXY: check and status, and the whole output. */
async function found(
  url: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly states: readonly string[]; readonly said: string }> {
  const findings = await examineEgress(
    { DOCKHAND_STATE: '/nowhere', SANDBOX_PROXY: url, ...settings },
    patienceMs,
  );
  for (const { status, todo } of findings) expect(todo === null).toBe(status === 'ok');
  return {
    states: findings.map(({ check, status }) => `${check} ${status}`),
    said: findings.map(({ message, todo }) => `${message} ${todo ?? ''}`).join('\n'),
  };
}
const at = ({ port }: StandInProxy): string => `http://127.0.0.1:${port}`;

describe('the doctor finds an egress proxy', () => {
  test.each([
    [
      'well that allows and refuses as it should',
      guarded,
      ['egress ok', 'egress.refused ok'],
      /example\.com/,
    ],
    [
      'wrong that lets everything through',
      () => 200,
      ['egress ok', 'egress.refused problem'],
      /does not refuse 169\.254\.169\.254[\s\S]*compose stop worker/,
    ],
    [
      'wrong that tries to reach what it should refuse',
      (host: string) => (host === metadata ? 503 : 200),
      ['egress ok', 'egress.refused problem'],
      /does not refuse/,
    ],
    [
      'wrong that keeps silent about what it should refuse',
      (host: string) => (host === metadata ? null : 200),
      ['egress ok', 'egress.refused problem'],
      /does not refuse/,
    ],
    [
      'wrong that refuses everything',
      () => 403,
      ['egress problem', 'egress.refused ok'],
      /refuses example\.com[\s\S]*SANDBOX_EGRESS_ALLOW/,
    ],
    [
      'whose machine has no way out',
      (host: string) => (host === metadata ? 403 : 503),
      ['egress warning', 'egress.refused ok'],
      /does not reach it \(it says 503\)/,
    ],
    [
      'whose machine waits in vain for who is asked',
      (host: string) => (host === metadata ? 403 : null),
      ['egress warning', 'egress.refused ok'],
      /nothing came within 5 s/,
    ],
    ['dead that answers nothing', () => null, ['egress problem'], /answers nothing[\s\S]*restart egress/],
    [
      'strange that wants a login',
      () => 407,
      ['egress problem', 'egress.refused problem'],
      /not expected \(it says 407\)/,
    ],
  ] as const)(
    'the doctor finds an egress proxy %s',
    async (_case, behaviour, states, said) => {
      const answer = await found(at(await proxy(behaviour)));
      expect(answer.states).toEqual(states);
      expect(answer.said).toMatch(said);
    },
    30_000,
  );

  test('away where nobody listens, and says what to do', async () => {
    const gone = await standInProxy(guarded);
    await gone.close();
    const { states, said } = await found(at(gone));
    expect(states).toEqual(['egress problem']);
    expect(said).toMatch(
      /No egress proxy listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)[\s\S]*setup\/main\.js up/,
    );
  });

  test('the doctor finds the proxy at the socket that its container shows, unless SANDBOX_PROXY names another', async () => {
    const state = await mkdtemp(join(tmpdir(), 'dockhand-egress-'));
    endings.push(() => rm(state, { recursive: true, force: true }));
    const settings = { DOCKHAND_STATE: state };
    expect(await examineEgress(settings)).toMatchObject([
      { check: 'egress', status: 'problem', message: expect.stringContaining('proxy.sock (ENOENT)') },
    ]);
    await mkdir(join(state, 'egress'));
    const shown = await proxy(guarded, join(state, 'egress', 'proxy.sock'));
    expect(await examineEgress(settings)).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
    expect(shown.asked.toSorted()).toEqual([`${metadata}:443`, 'example.com:443']);
  });

  test('the doctor finds no proxy needed where builds have no network', async () => {
    expect((await found('none')).states).toEqual(['egress ok']);
  });
});

describe('the doctor asks the egress proxy', () => {
  test('the doctor asks for the first domain that the operator allows, else for a trusted one', async () => {
    const made = await proxy(guarded);
    await found(at(made), {
      SANDBOX_EGRESS_ALLOW: '.pack.test other.test',
      SANDBOX_EGRESS_TRUSTED: 'own.test',
    });
    await found(at(made), { SANDBOX_EGRESS_TRUSTED: 'own.test, more.test' });
    expect(made.asked.filter((each) => !each.startsWith(metadata))).toEqual([
      'pack.test:443',
      'own.test:443',
    ]);
  });

  test('whether it is shut when the operator allows no domains', async () => {
    const off = { SANDBOX_EGRESS_ALLOW: 'off' };
    expect((await found(at(await proxy(() => 403)), off)).states).toEqual(['egress ok', 'egress.refused ok']);
    const open = await found(at(await proxy(guarded)), off);
    expect(open.states).toEqual(['egress problem', 'egress.refused ok']);
    expect(open.said).toMatch(/SANDBOX_EGRESS_ALLOW=off says that it should/);
  });

  test('the doctor asks with the login of the proxy’s address, which is never shown', async () => {
    const made = await proxy(() => 407);
    const { said } = await found(`http://dockhand:hush@127.0.0.1:${made.port}`);
    const login = Buffer.from('dockhand:hush').toString('base64');
    expect(made.asked).toContain(`example.com:443 Basic ${login}`);
    expect(said).not.toMatch(new RegExp(`hush|${login}`));
  });
});
