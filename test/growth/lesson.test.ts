import { expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { seed as day, full, sampleOf } from '../support/sample.ts';
import { isSteep } from './growth.ts';
import { growing, pieces } from './hostile.ts';

/** What is drawn at random is the same each day: it was seen to be linear. */
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);
/** Far longer than any piece of one kind in a lesson, and short enough to be measured with all of them. */
const mostCharacters = 16 * 1024;

/** What a lesson's parser looks for again and again. */
const ofLessons: readonly string[] = [
  ...['# TODO\n', '# TODO 1: a\n', '<!-- TODO ', 'À FAIRE ', '## Hints\n', '### Hint 1\n', '**Hint:** a\n\n'],
  ...['- TODO 1: a\n', '| TODO 1 | a |\n', '</details>', '<details>\n\n', '<summary>'],
  ...['<details><summary>Hint 1</summary>\n\na\n\n</details>\n\n', '<details><summary>a</summary>\n\n'],
  ...[
    '??? hint "a"\n\n    ',
    '!!! tip\n',
    ':::tip\n',
    '> [!TIP]\n> a\n\n',
    '>>>\n',
    '{% hint %}\n',
    '[^1]: a\n',
  ],
  ...[
    '{: .hint }\n',
    '> > a\n',
    '> ## a\n{: .challenge}\n',
    '.. hint::\n\n   a\n',
    '[source,sh]\n----\n',
    '<pre>\n',
  ],
  ...[
    '```{exercise} a\n:label: a\n',
    '```{solution} a\n',
    '<div class="hint">\n',
    '<Step\n  title="a"\n',
    '.a\n====\n',
  ],
  ...[
    '| # | Task | Hint |\n|---|---|---|\n| 1 | a | b |\n\n',
    'Hint 1: a\nHint 2: b\n',
    '>! a\n',
    '<p>TODO: a</p>\n',
  ],
  ...['{% highlight sh %}\n', '::tip[a]\n', '## Part 1: a\n\n**To do**\n\n', '??? success "a"\n    b\n'],
  ...['💡 a\n\n', '||a||\n\n', '[details="a"]\n', '<hint>a</hint>\n', '<ol>\n<li>a</li>\n', '- a (TODO 1)\n'],
  ...[
    '## Help\n\n- TODO 1: a\n\n',
    '```\n# Hint for TODO 1: a\n```\n\n',
    '```\nFROM ____\n```\n\n',
    'Need help? a\n\n',
  ],
  ...['<h1', 'a\n---\n', 'a: b\n', '```\n# TODO 1\n```\n', '```{hint}\n', '# a\n'],
];
/** Where a piece is repeated. */
const around: readonly ((text: string) => string)[] = [
  (text) => `# T\n\n${text}`,
  (text) => `# T\n\n\`\`\`dockerfile\nFROM a\n# TODO 1: a\n${text}\n\`\`\`\n`,
  (text) => `# T\n\n\`\`\`\n# TODO 1: a\n\`\`\`\n\n## Hints\n\n${text}`,
  (text) => `# T\n\n<details>\n<summary>${text}</summary>\n\na\n\n</details>\n`,
  (text) => `---\n${text}\n---\n# T\n`,
  (text) => `# T\n\n??? hint "${text}"\n    a\n`,
];

test(`the time to read a lesson grows with its text and no faster (seeds ${seed} and ${day})`, () => {
  const random = seededRandom(seed);
  const steep: string[] = [];
  const measure = (what: string, input: (times: number) => string): void => {
    const most = Math.ceil(mostCharacters / Math.max(1, input(2).length - input(1).length));
    const found = isSteep(
      (times) => input(Math.min(times, most)),
      (text) => void readLesson({ text, file: 'a.md' }),
    );
    if (found !== null) steep.push(`${what}: ${JSON.stringify(found)}`);
  };
  for (const piece of sampleOf(full ? [...ofLessons, ...pieces] : ofLessons, 30))
    measure(JSON.stringify(piece), (times) => `# T\n\n${piece.repeat(times)}`);
  for (let round = 0; round < (full ? 500 : 8); round += 1) {
    const grow = growing(random);
    const put = around[random(around.length)] ?? String;
    measure(`round ${round}, ${JSON.stringify(put(grow(2)))}`, (times) => put(grow(times)));
  }
  expect(steep).toEqual([]);
}, 900_000);
