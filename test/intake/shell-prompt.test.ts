import { expect, test } from '@jest/globals';
import { promptEnd } from '../../src/intake/shell-prompt.ts';

test.each([
  ['$ cat Dockerfile', '$ '],
  ['╰─❯ cat Dockerfile', '╰─❯ '],
  ['● ❯ cat Dockerfile', '● ❯ '],
  ['● ╰─❯ cat Dockerfile', '● ╰─❯ '],
  ['  └─$ cat Dockerfile', '  └─$ '],
  ['╭─ ~/shop/backend  main', '╭─ ~/shop/backend  main'],
  ['● ╭─ ~/shop/backend  main', '● ╭─ ~/shop/backend  main'],
])('the prompt of %j is %j', (line, prompt) => {
  expect(line.slice(0, promptEnd(line) ?? 0)).toBe(prompt);
});

test.each(['● ', '╰─', '└', ' ┗━', '● ╰─'])(
  'a line of nothing but %j before a command has no prompt',
  (ornament) => {
    expect(promptEnd(`${ornament.repeat(30_000)}$ cat Dockerfile`)).toBeNull();
  },
);
