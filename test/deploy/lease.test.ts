import { describe, expect, test } from '@jest/globals';
import { RequestRefused, Tenancy } from '../../deploy/box/lease.ts';

function refusal(work: () => unknown): number {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestRefused) return error.status;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a box is leased once in its life', () => {
  const open = (now: { at: number }) => {
    const tenancy = new Tenancy('life', () => now.at);
    tenancy.ready();
    return tenancy;
  };

  test('neither before the engine answers, nor twice, nor after its end', () => {
    const tenancy = new Tenancy('life');
    expect(refusal(() => tenancy.take(10))).toBe(409);
    tenancy.ready();
    tenancy.take(10);
    expect(refusal(() => tenancy.take(10))).toBe(409);
    tenancy.end();
    tenancy.ready();
    expect(tenancy.state).toBe('ending');
    expect(refusal(() => tenancy.take(10))).toBe(409);
  });

  test('only its holder may renew a lease', () => {
    const now = { at: 0 };
    const tenancy = open(now);
    expect(refusal(() => tenancy.renew('', 10))).toBe(403);
    const { token } = tenancy.take(10);
    expect(refusal(() => tenancy.renew('other', 10))).toBe(403);
    now.at = 9_000;
    expect(tenancy.renew(token, 10).until).toBe(19_000);
  });

  test('a lease expires when it is not renewed in time', () => {
    const now = { at: 0 };
    const tenancy = open(now);
    tenancy.take(10);
    now.at = 9_999;
    expect(tenancy.lapsed).toBe(false);
    now.at = 10_000;
    expect(tenancy.lapsed).toBe(true);
  });

  test.each([0, -1, Number.NaN, 601])('%d seconds are refused, and the box stays free', (seconds) => {
    const tenancy = open({ at: 0 });
    expect(refusal(() => tenancy.take(seconds))).toBe(400);
    expect(tenancy.state).toBe('free');
  });
});
