import { describe, expect, test } from '@jest/globals';
import { hint, read, refusalOf, template } from './lesson-texts.ts';

describe('unusable lessons', () => {
  test.each([
    ['no text', '', 'empty', 1],
    ['only spaces', ' \n\t\n', 'empty', 1],
    ['only a byte order mark', '\uFEFF', 'empty', 1],
    ['binary data', '# T\n\n\0\u0001', 'binary', 3],
    ['no title', 'Just words.\n', 'noTitle', 1],
    ['an empty title', '#\n\nwords\n', 'noTitle', 1],
    ['the same TODO twice', template('# TODO 1: a', '', '# TODO 1: b'), 'duplicateTodo', 7],
    [
      'the same TODO in two blocks',
      `${template('# TODO 1: a')}\n${template('# TODO 1: b').slice(4)}`,
      'duplicateTodo',
      11,
    ],
    [
      'an open <details>',
      `${template('# TODO 1: a')}\n<details>\n<summary>Hint 1</summary>\n\nx\n`,
      'unclosedDetails',
      8,
    ],
    ['an open <details> around a closed one', `# T\n\n<details>\n${hint('Hint 1')}`, 'unclosedDetails', 3],
    ['an open <summary>', '# T\n\n<details>\n<summary>Hint 1\n\nx\n\n</details>\n', 'unclosedSummary', 4],
    [
      'a fence that swallows </details>',
      '# T\n\n<details>\n<summary>a</summary>\n```\nx\n\ny\n```\n</details>\n',
      'unclosedDetails',
      3,
    ],
  ])('reports problem and line of a lesson with %s', (_, markdown, problem, line) => {
    const error = refusalOf(() => read(markdown));
    expect([error.problem, error.line]).toEqual([problem, line]);
    expect(error.file).toBe('some/tea.md');
    expect(error.located).toBe(`some/tea.md:${line}: ${error.message}`);
  });

  test('refuses a lesson of more than 512 KB', () => {
    expect(refusalOf(() => read(`# T\n${'x'.repeat(600_000)}`)).message).toContain('512 kB');
  });

  test('names both lines of a duplicate', () => {
    expect(refusalOf(() => read(template('# TODO 1: a', '', '# TODO 1: b'))).message).toContain('line 5');
  });
});
