import { expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';
import { numbers } from '../check/invented.ts';
import { isSteep } from './growth.ts';
import { growing, pieces } from './hostile.ts';

const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);

/** What readers of Markdown stumble over, and what a lesson's reader looks for. */
const ofLessons: readonly string[] = [
  ...[
    '# TODO\n',
    '# TODO 1\n',
    '# TODO 1: a\n',
    '// TODO: a\n',
    '/* TODO\n',
    '<!-- TODO ',
    'À FAIRE ',
    'TODO ',
  ],
  ...[
    '## TODO 1\n',
    '## Hints\n',
    '### Hint\n',
    '**Hint:** a\n\n',
    '**Hint',
    '- TODO 1: a\n',
    '1. a\n',
    '| TODO 1 | a |\n',
  ],
  ...[
    '<details>',
    '</details>',
    '<details>\n\n',
    '<summary>',
    '<details><summary>Hint 1</summary>\n\na\n\n</details>\n\n',
  ],
  ...[
    '??? hint "a"\n\n    ',
    '!!! tip\n',
    ':::tip\n',
    ':::\n',
    '::::',
    '> [!TIP]\n> a\n\n',
    '> [!TIP]\n',
    '>>>\n',
    '{% hint %}\n',
  ],
  ...[
    '[^1]: a\n',
    '<h1>',
    '<h1',
    '---\n',
    'a\n---\n',
    '+++\n',
    'a: b\n',
    '```\n# TODO 1\n```\n',
    '```{hint}\n',
    '~~~\n',
    '  - a\n',
  ],
  ...['- ', '> ', '* a\n', '[a](', '![', '<a ', '&amp;', '**a', '_a', '`a`'],
];
/** Where a piece is repeated. */
const around: readonly ((text: string) => string)[] = [
  String,
  (text) => `# T\n\n${text}`,
  (text) => `# T\n\n\`\`\`dockerfile\nFROM a\n# TODO 1: a\n${text}\n\`\`\`\n`,
  (text) => `# T\n\n\`\`\`\n# TODO 1: a\n\`\`\`\n\n## Hints\n\n${text}`,
  (text) => `# T\n\n<details>\n<summary>${text}</summary>\n\na\n\n</details>\n`,
  (text) => `---\n${text}\n---\n# T\n`,
  (text) => `# T\n\n??? hint "${text}"\n    a\n`,
];

test(`the time to read a lesson grows with its text and no faster (seed ${seed})`, () => {
  const random = numbers(seed);
  const steep: string[] = [];
  const measure = (what: string, input: (times: number) => string): void => {
    const found = isSteep(input, (text) => void readLesson({ text, file: 'a.md' }));
    if (found !== null) steep.push(`${what}: ${JSON.stringify(found)}`);
  };
  for (const piece of [...ofLessons, ...pieces])
    measure(JSON.stringify(piece), (times) => `# T\n\n${piece.repeat(times)}`);
  for (let round = 0; round < (full ? 2_000 : 40); round += 1) {
    const grow =
      random(2) === 0
        ? growing(random)
        : (
            (piece) => (times: number) =>
              piece.repeat(times)
          )(ofLessons[random(ofLessons.length)] ?? '');
    const put = around[random(around.length)] ?? String;
    measure(`round ${round}, ${JSON.stringify(put(grow(2)))}`, (times) => put(grow(times)));
  }
  expect(steep).toEqual([]);
}, 900_000);
