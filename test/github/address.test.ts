import { describe, expect, test } from '@jest/globals';
import { addressIn, readAddress, webHost } from '../../src/github/address.ts';
import { leastCpuTime } from '../check/cpu-time.ts';

const ada = { owner: 'ada', repo: 'shop', number: 3 };

describe('the address of a pull request', () => {
  test.each([
    'https://github.com/ada/shop/pull/3',
    'http://github.com/ada/shop/pull/3/',
    'github.com/ada/shop/pull/3',
    'www.github.com/ada/shop/pull/3',
    'https://www.github.com/ada/shop/pull/3/files',
    'https://github.com/ada/shop/pull/3/files#diff-0b1a',
    'https://github.com/ada/shop/pull/3/commits/0123abcd',
    'https://github.com/ada/shop/pull/3?notification_referrer_id=1#issuecomment-1',
    'https://github.com/ada/shop/pull/3.diff',
    'https://github.com/ada/shop/pulls/3',
    'HTTPS://GitHub.com/ada/shop/pull/3',
    '<https://github.com/ada/shop/pull/3>',
    '  (https://github.com/ada/shop/pull/3).',
    'ada/shop#3',
  ])('reads what people write: %s', (given) => {
    expect(readAddress(given, 'github.com')).toEqual({ kind: 'pull-request', address: ada });
  });

  test.each([
    ['https://github.com/ada/shop/pull/new/feature', 'not-opened'],
    ['https://github.com/ada/shop/compare/main...feature?expand=1', 'not-opened'],
    ['https://github.com/ada/shop', 'other-page'],
    ['https://github.com/ada/shop/tree/feature', 'other-page'],
    ['https://github.com/ada/shop/issues/3', 'other-page'],
    ['https://github.com/ada/shop/pull/zero', 'other-page'],
    ['https://github.com/ada/shop/pull/0', 'other-page'],
    ['https://github.com/../shop/pull/3', 'other-page'],
    ['https://gitlab.com/ada/shop/-/merge_requests/3', 'other-host'],
    ['https://github.com.evil.example/ada/shop/pull/3', 'other-host'],
    ['https://github.com@evil.example/ada/shop/pull/3', 'other-host'],
    ['https://ada:secret@github.com/ada/shop/pull/3', 'other-host'],
    ['https://evil.example/github.com/ada/shop/pull/3', 'other-host'],
    ['https://ada@github.com/ada/shop/pull/3', 'other-host'],
    ['https://github.com:8443/ada/shop/pull/3', 'other-host'],
    ['http://127.0.0.1/ada/shop/pull/3', 'other-host'],
    ['file:///etc/passwd', 'no-address'],
    ['javascript:alert(1)', 'no-address'],
    ['my pull request', 'no-address'],
    ['3', 'no-address'],
    ['', 'no-address'],
    [`https://github.com/ada/shop/pull/3?${'x'.repeat(600)}`, 'no-address'],
    ['ada/..#3', 'no-address'],
  ])('differs from other things: %s', (given, kind) => {
    expect(readAddress(given, 'github.com').kind).toBe(kind);
  });

  test.each([
    ['https://api.github.com', 'github.com'],
    ['https://api.school.ghe.com', 'school.ghe.com'],
    ['https://git.school.example/api/v3', 'git.school.example'],
    ['http://127.0.0.1:4000', '127.0.0.1:4000'],
  ])('has the host that %s belongs to', (api, host) => {
    expect(webHost(api)).toBe(host);
  });
});

describe('a message', () => {
  test.each([
    'here it is: https://github.com/ada/shop/pull/3, thanks!',
    '[my PR](https://github.com/ada/shop/pull/3)',
    '<https://github.com/ada/shop/pull/3>\n> done',
    'https://example.org/x and https://github.com/ada/shop/pull/3/files',
    'github.com/ada/shop/pull/3',
  ])('names a pull request: %s', (text) => {
    expect(addressIn(text, 'github.com')).toEqual(ada);
  });

  test.each([
    'https://github.com/ada/shop',
    'remote: https://github.com/ada/shop/pull/new/feature',
    'COPY ada/shop#3 /app',
    'https://evil.example/https://github.com.evil/ada/shop/pull/3',
    'and/or 1/2 #3',
  ])('names none: %s', (text) => {
    expect(addressIn(text, 'github.com')).toBeNull();
  });

  test.each(['https://', 'a/', '/', 'github.com/', '<', 'x '])(
    'takes a bounded time, however often it has “%s”',
    (part) => {
      const text = part.repeat(200_000);
      expect(addressIn(text, 'github.com')).toBeNull();
      expect(leastCpuTime(1_000, () => void addressIn(text, 'github.com'))).toBeLessThan(1_000);
    },
  );
});
