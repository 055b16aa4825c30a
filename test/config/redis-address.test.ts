import { describe, expect, test } from '@jest/globals';
import { keyPrefix, parseRedisAddress, placeOf, redisAddress } from '../../src/config/redis-address.ts';
import { readSettings, SettingsError } from '../../src/config/settings.ts';

const node = (host: string, port: number) => ({ host, port });

describe('an address of Redis', () => {
  test.each([
    [
      'redis://r',
      { kind: 'single', nodes: [node('r', 6379)], tls: false, username: undefined, password: undefined },
    ],
    ['rediss://r.example.org:6380', { kind: 'single', nodes: [node('r.example.org', 6380)], tls: true }],
    ['redis://:secret@r:1', { username: undefined, password: 'secret' }],
    ['redis://user:p%40ss@r:1', { username: 'user', password: 'p@ss' }],
    ['redis://user@r:1', { username: 'user', password: undefined }],
    ['redis://[::1]:7000/3', { nodes: [node('::1', 7000)], database: 3 }],
    [
      'redis+sentinel://a,b:5/class',
      { kind: 'sentinel', nodes: [node('a', 26_379), node('b', 5)], primary: 'class', database: 0 },
    ],
    [
      'rediss+sentinel://u:p@a:1/class/2',
      { kind: 'sentinel', tls: true, username: 'u', password: 'p', database: 2 },
    ],
    [
      'redis+cluster://a:1,b:2,[::1]:3',
      { kind: 'cluster', nodes: [node('a', 1), node('b', 2), node('::1', 3)] },
    ],
    ['rediss://r?ca=%2Fetc%2Fca.pem', { authority: '/etc/ca.pem' }],
  ])('reads %s', (text, wanted) => expect(parseRedisAddress(text)).toMatchObject(wanted));

  test.each([
    '',
    'r:6379',
    'http://r',
    'redis://',
    'redis://a,b',
    'redis://r:0',
    'redis://r:70000',
    'redis://r/x',
    'redis+sentinel://a:1',
    'redis+cluster://a/1',
    'redis+ring://a',
    'redis://a b',
    'redis://u:p@@r',
  ])('refuses %j', (text) => expect(parseRedisAddress(text)).toBeNull());

  test.each(['redis://r', 'rediss://u:p@r:1/2', 'redis+sentinel://a,b:5/class', 'redis+cluster://a:1,b:2'])(
    '%s is a setting',
    (url) => expect(readSettings({ REDIS_URL: url }).REDIS_URL).toBe(url),
  );

  test.each(['r:6379', 'redis://', 'redis+sentinel://a:1', 'redis://r?x=1', 'redis://a#b'])(
    'takes %s as no setting',
    (url) => expect(() => readSettings({ REDIS_URL: url })).toThrow(SettingsError),
  );

  test('shows an address without user and password, and adds the file of certificates', () => {
    expect(placeOf('redis+sentinel://u:p@a:1,b/class')).toBe('a:1, b:26379');
    expect(placeOf('redis://u:p@a:1?ca=x')).toBe('a:1');
    expect(placeOf('nonsense with p@ss')).toBe('REDIS_URL');
    const url = redisAddress({ REDIS_URL: 'rediss://r', REDIS_CA_FILE: '/my certs/ca.pem' });
    expect(parseRedisAddress(url)?.authority).toBe('/my certs/ca.pem');
    expect(redisAddress({ REDIS_URL: 'rediss://r' })).toBe('rediss://r');
  });

  test('puts all keys of a cluster under one hash tag, and leaves others as they are', () => {
    expect(keyPrefix('redis+cluster://a', 'dockhand')).toBe('{dockhand}');
    expect(keyPrefix('redis+sentinel://a/m', 'dockhand')).toBe('dockhand');
    expect(keyPrefix('redis://a', 'dockhand')).toBe('dockhand');
  });
});
