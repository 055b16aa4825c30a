import { afterEach, expect, test } from '@jest/globals';
import { redisConfiguration, redisPassword } from '../../setup/services.js';

const before = process.env.REDIS_PASSWORD;
afterEach(() => {
  if (before === undefined) delete process.env.REDIS_PASSWORD;
  else process.env.REDIS_PASSWORD = before;
});

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
