import { describe, expect, test } from '@jest/globals';
import { splitBlocks } from '../../src/intake/fences.ts';
import { fence, ignore } from './short-files.ts';

describe('code blocks', () => {
  test.each([
    ['an ordinary fence', '```sh\necho\n```', [{ label: 'sh', content: 'echo\n' }]],
    ['a fence that opens and closes within a line', '```FROM a```', [{ label: '', content: 'FROM a\n' }]],
    [
      'a first line that is not a language',
      '```FROM a\nRUN b\n```',
      [{ label: '', content: 'FROM a\nRUN b\n' }],
    ],
    ['a fence that never closes', 'so:\n```\nFROM a', [{ label: '', content: 'FROM a\n' }]],
    ['a block with Windows line endings', '```\r\nFROM a\r\n```', [{ label: '', content: 'FROM a\n' }]],
    [
      'the fences inside a longer one',
      '````md\n# Answer\n```dockerfile\nFROM a\n```\n```sh\necho\n```\n````',
      [
        { label: 'dockerfile', content: 'FROM a\n' },
        { label: 'sh', content: 'echo\n' },
      ],
    ],
    ['the fence inside tildes', '~~~\n```\nFROM a\n```\n~~~', [{ label: '', content: 'FROM a\n' }]],
    ['nothing from empty fences', '``````\n``` ```', []],
  ])('splits off %s', (_what, message, expected) => {
    const fenced = splitBlocks(message).filter((block) => block.fenced);
    expect(fenced.map(({ label, content }) => ({ label, content }))).toEqual(expected);
  });

  test('keeps the line above a block', () => {
    expect(splitBlocks(`here is .dockerignore\n${fence(ignore)}`)[1]?.before).toBe('here is .dockerignore');
  });
});
