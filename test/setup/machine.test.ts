import { describe, expect, test } from '@jest/globals';
import { newEnough } from '../../setup/engine.js';
import { alikeNames, firstFrom } from '../../setup/lessons.js';
import { coresPerBox, megabytesPerBox } from '../../setup/services.js';

describe('what boxes leave to the machine', () => {
  test.each([
    [1, 0.25],
    [2, 0.75],
    [4, 1.5],
    [8, 3.5],
  ])('%d cores give each of two boxes %d', (cores, each) => {
    expect(coresPerBox(cores, 2)).toBe(each);
  });

  test('a small machine keeps a third of its memory', async () => {
    expect(await megabytesPerBox(3 * 2 ** 30, 2)).toBe(1024);
    expect(await megabytesPerBox(64 * 2 ** 30, 2)).toBe(2048);
  });
});

describe('Compose', () => {
  test.each([
    ['2.24.0', true],
    ['v2.40.3-3', true],
    ['5.0.1', true],
    ['2.23.9', false],
    ['1.29.2', false],
    ['', false],
  ])('%s: new enough is %s', (version, enough) => {
    expect(newEnough(version)).toBe(enough);
  });
});

describe('base images', () => {
  test('the first FROM counts, flags, comments and case do not', () => {
    expect(firstFrom('# FROM no:1\nfrom --platform=linux/amd64 python:3.11-slim AS x\nFROM other')).toBe(
      'python:3.11-slim',
    );
    expect(firstFrom('RUN true')).toBeNull();
  });

  test('a stand-in wears only names of the same Python and Debian that the manifest allows', () => {
    const allowed = ['python:3.11-slim', 'python:3.11', 'python:3.11-alpine', 'python:3.12-slim'];
    expect(alikeNames('python:3.11-slim', allowed)).toEqual(['python:3.11']);
  });
});
