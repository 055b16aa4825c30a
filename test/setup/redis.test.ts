import { afterEach, expect, test } from '@jest/globals';
import { redisConfiguration, redisPassword } from '../../setup/services/services.js';

const before = process.env.REDIS_PASSWORD;
afterEach(() => {
  if (before === undefined) delete process.env.REDIS_PASSWORD;
  else process.env.REDIS_PASSWORD = before;
});

test.each(['', '127.0.0.1', 'localhost'])('Redis that listens on %j needs no password', (bind) => {
  process.env.REDIS_PASSWORD = '';
  process.env.REDIS_BIND = bind;
  expect(redisPassword()).toBeNull();
  delete process.env.REDIS_BIND;
});

test.each(['0.0.0.0', '10.0.0.1', '::', '192.168.1.2'])(
  'Redis that listens on %s needs a password',
  (bind) => {
    process.env.REDIS_PASSWORD = '';
    process.env.REDIS_BIND = bind;
    expect(() => redisPassword()).toThrow(/REDIS_BIND.*REDIS_PASSWORD/);
    process.env.REDIS_PASSWORD = 'abcdefgh_ABCDEFGH-01';
    expect(redisPassword()).toBe('abcdefgh_ABCDEFGH-01');
    delete process.env.REDIS_BIND;
  },
);

test('a password of Redis is taken as it is, or refused', () => {
  process.env.REDIS_PASSWORD = '';
  expect(redisPassword()).toBeNull();
  expect(redisConfiguration(redisPassword())).not.toContain('requirepass');
  process.env.REDIS_PASSWORD = 'abcdefgh_ABCDEFGH-01';
  expect(redisConfiguration(redisPassword())).toBe('requirepass abcdefgh_ABCDEFGH-01\n');
  for (const wrong of [
    'short',
    'with a blank in it ',
    'with@sign0123456789',
    'two\nlines0123456789',
    'ünïcode-0123456789',
  ]) {
    process.env.REDIS_PASSWORD = wrong;
    expect(() => redisPassword()).toThrow(/REDIS_PASSWORD has to have at least 16 characters/);
  }
});
