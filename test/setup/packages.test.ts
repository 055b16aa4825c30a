import { describe, expect, test } from '@jest/globals';
import { find, modulesFit } from '../../setup/packages.js';

describe('modules are installed only when they do not fit', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/only-elsewhere': { version: '2.0.0', optional: true },
    },
  };

  test('the same versions fit, optional ones may be absent', () => {
    expect(modulesFit(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  test('another version, a missing module or no modules at all do not', () => {
    expect(modulesFit(wanted, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(modulesFit(wanted, { packages: {} })).toBe(false);
    expect(modulesFit(wanted, {})).toBe(false);
  });

  test('an optional module of another version does not fit either', () => {
    const installed = {
      packages: {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/only-elsewhere': { version: '1.9.0' },
      },
    };
    expect(modulesFit(wanted, installed)).toBe(false);
  });
});

test('programs are found that are on nobody’s PATH, and null is what is nowhere', () => {
  expect(find('initdb')).toMatch(/^\/.*\/initdb$/);
  expect(find('no-such-program-anywhere')).toBeNull();
});
