import { describe, expect, test } from '@jest/globals';
import { parseLesson, readLesson } from '../../src/lesson/parse-lesson.ts';

const template =
  '# T\n\n```dockerfile\nFROM a\n# TODO 1: Install the tool\n\n# TODO 2: Copy the files\n```\n\n';
const hintsOf = (markdown: string, before = template) =>
  parseLesson({ text: before + markdown, file: 'a.md' }).lesson.todos.map(({ hint }) => hint);
const code = '```dockerfile\nRUN x\n```';

describe('a hint', () => {
  test.each([
    ['details', '<details><summary>Hint 2</summary>\n\nuse x\n\n</details>'],
    ['details that are indented', '<details>\n  <summary>Hint 2</summary>\n\n  use x\n\n</details>'],
    ['MkDocs', '??? hint "Hint 2"\n\n    use x\n'],
    ['MkDocs, open', '???+ tip "TODO 2"\n    use x\n'],
    ['MkDocs, not to be opened', '!!! success "Solution for TODO 2"\n    use x\n'],
    ['MkDocs with classes', '!!! tip inline end "Hint for TODO 2"\n\n    use x\n'],
    ['MkDocs in a list', '1. a\n\n    ??? hint "Hint 2"\n\n        use x\n'],
    ['MkDocs with tabs', '??? hint "Hint 2"\n\n\tuse x\n'],
    ['Docusaurus', ':::tip[Hint 2]\n\nuse x\n\n:::'],
    ['Docusaurus of old', ':::hint Hint 2\nuse x\n:::'],
    ['VuePress', '::: details Hint for TODO 2\nuse x\n:::'],
    ['nested directives', '::::hint Hint 2\n:::note\nx\n:::\nuse x\n::::'],
    ['Quarto', '::: {.callout-tip collapse="true" title="Hint 2"}\nuse x\n:::'],
    ['GitHub', '> [!TIP]\n> **Hint 2:** use x'],
    ['Obsidian', '> [!hint]- Hint 2\n> use x'],
    ['GitLab', '>>> [!tip] Hint 2\nuse x\n>>>'],
    ['GitBook', '{% hint style="info" %}\n**Hint 2:** use x\n{% endhint %}'],
    ['Hugo', '{{% expand "Hint 2" %}}\nuse x\n{{% /expand %}}'],
    ['MyST', '```{dropdown} Hint 2\nuse x\n```'],
    ['MDX', '<Accordion title="Hint 2">\nuse x\n</Accordion>'],
    ['a heading', '### Hint 2\n\nuse x'],
    ['a heading with the title', '## 💡 Hint for TODO 2: Copy the files\n\nuse x'],
    ['a French heading', '### Indice n°2\n\nuse x'],
    ['a heading of the task', '### TODO 2 – Solution\n\nuse x'],
    ['bold', '**Hint 2:** use x'],
    ['bold alone', '**Hint 2**\n\nuse x'],
    ['French bold', '**Indice n°2 :** use x'],
    ['emphasis', '*Astuce 2* : use x'],
    ['plain', 'Hint 2: use x'],
    ['a quote', '> **Hint for TODO 2:** use x'],
    ['an item', '- Hint 2: use x'],
    ['a list under a heading', '## Hints\n\n1. a\n2. use x'],
    ['an item with a name', '## Hints\n\n- **TODO 2**: use x'],
    ['an item with a title', '## Hints\n\n- Install the tool: a\n- Copy the files: use x'],
    ['an item with a number', '## Astuces\n\n- 1 : a\n- Astuce TODO 2 : use x'],
    ['an item with a number in brackets', '## Hints\n\n- [1] a\n- [2] use x'],
    ['a quote under a heading', '## Hints\n\n> 💡 **Tip for TODO 2**\n>\n> use x'],
    ['a table', '## Hints\n\n| TODO | Hint |\n| --- | --- |\n| 2 | use x |'],
    ['a note', '[^hint2]: use x'],
    ['a number in brackets', '## Hints\n\n[1] a\n\n[2] use x'],
    ['a heading under another', '## Solutions\n\n### 2. Copy\n\nuse x'],
    ['the title of the TODO', '## Hints\n\n### Copy the files\n\nuse x'],
    [
      'a summary with the title of the TODO',
      '<details><summary>Copy the files</summary>\n\nuse x\n\n</details>',
    ],
    ['German', '??? hinweis "Lösung zu Aufgabe 2"\n    use x'],
  ])('reads a hint as in %s', (_, text) => {
    expect(hintsOf(`${text}\n`)[1]).toMatch(/(?:^|[*\s])use x$/);
  });

  test('keeps its code and its quotes', () => {
    expect(hintsOf(`??? hint "Hint 2"\n\n    ${code.replaceAll('\n', '\n    ')}\n\nAfter.\n`)[1]).toBe(code);
    expect(hintsOf(`> [!TIP] Hint 2\n> ${code.replaceAll('\n', '\n> ')}\n\nAfter.\n`)[1]).toBe(code);
    expect(hintsOf(`:::hint Hint 2\n${code}\n:::\nAfter.\n`)[1]).toBe(code);
    expect(hintsOf(`**Hint 2:**\n\n${code}\n\n## After\n`)[1]).toBe(code);
    expect(hintsOf(`**Hint 2:** like so:\n\n${code}\n\nAfter.\n`)[1]).toBe(`like so:\n\n${code}`);
    expect(hintsOf(`### Hint 2\n\n${code}\n\n## After\n`)[1]).toBe(code);
  });

  test('signs of a block in code are code', () => {
    expect(hintsOf('```\n:::hint Hint 2\n??? hint "Hint 2"\n> [!TIP]\n```\n')).toEqual([null, null]);
  });

  test.each([
    ['Hints 1 and 2', [1, 2]],
    ['Hint for TODOs 1, 2', [1, 2]],
    ['Indices 1 et 2', [1, 2]],
    ['TODO 1-2', [1, 2]],
    ['Hints 1 to 2', [1, 2]],
    ['Tasks 1 & 2', [1, 2]],
    ['Hint for TODO 1 & TODO 2', [1, 2]],
    ['Hints for TODO 1, TODO 2', [1, 2]],
    ['Hint for TODO 1 and TODO 2: the folder', [1, 2]],
    ['Indice pour TODO 1 et TODO 2', [1, 2]],
    ['Hint for TODO 1, 2 and 3', [1, 2, 3]],
    ['Hint for TODO 1, TODO 2 and TODO 3', [1, 2, 3]],
    ['Hint for TODO #1 and #2', [1, 2]],
    ['Hint for TODO 1 to TODO 3', [1, 2, 3]],
    ['Hint for TODO 2, 3 lines', [2]],
    ['Hint for TODO 2 (see TODO 1)', [2]],
    ['Hint for TODO 3, after TODO 2', [3]],
  ])('a hint is for each TODO that it names: %s', (title, numbers) => {
    const three = template.replace(
      '# TODO 2: Copy the files\n',
      '# TODO 2: Copy the files\n\n# TODO 3: Start it\n',
    );
    const hints = hintsOf(`<details><summary>${title}</summary>\n\nuse x\n\n</details>\n`, three);
    expect(hints.flatMap((hint, at) => (hint === 'use x' ? [at + 1] : []))).toEqual(numbers);
  });

  test('several for one, in their order', () => {
    expect(
      hintsOf(
        '**Hint for TODO 2:** a\n\n??? hint "TODO 2, more"\n    b\n\n### Solution for TODO 2\n\nc\n',
      )[1],
    ).toBe('a\n\nb\n\nc');
  });

  test('blocks in blocks: a box of hints, and a step in a hint', () => {
    expect(
      hintsOf(':::details All hints\n\n??? hint "TODO 1"\n    a\n\n??? hint "TODO 2"\n    b\n\n:::\n'),
    ).toEqual(['a', 'b']);
    expect(hintsOf('??? hint "TODO 2"\n    a\n\n    ??? hint "More"\n        b\n')[1]).toMatch(
      /^a\n[\s\S]*b$/,
    );
  });
});

describe('whose hint it is', () => {
  const tasks = '# T\n\n## Task 1: Write\n\nHINT1\n\n## Task 2: Run\n\nHINT2\n\n## Task 3: Stop\n';
  const placed = (one: string, two: string) => hintsOf('', tasks.replace('HINT1', one).replace('HINT2', two));

  test('a hint without a number belongs to the task above it', () => {
    expect(placed('**Hint:** a', '??? tip\n    b')).toEqual(['a', 'b', null]);
    expect(placed('<details><summary>Click to reveal</summary>\n\na\n\n</details>', '> [!TIP]\n> b')).toEqual(
      ['a', 'b', null],
    );
  });

  test('the first and the second hint for a task are no hints for the first and the second task', () => {
    expect(placed('**Hint 1:** a\n\n**Hint 2:** b', '**Hint 1:** c')).toEqual(['a\n\nb', 'c', null]);
    expect(placed('Nothing.', '**Hint 1:** a\n\n**Hint 2:** b')).toEqual([null, 'a\n\nb', null]);
    expect(placed('**Hint 1:** a\n\n**Hint 9:** b', '')).toEqual(['a\n\nb', null, null]);
  });

  test('a hint goes by its title, whatever its order', () => {
    expect(hintsOf('**Hint (copy the files):** b\n\n**Hint (install the tool):** a\n')).toEqual(['a', 'b']);
  });

  test('hints that are as many as the TODOs of the template are for one each', () => {
    expect(hintsOf('**Hint:** a\n\n**Hint:** b\n')).toEqual(['a', 'b']);
  });

  test('a hint goes by what the lesson calls its tasks', () => {
    expect(
      hintsOf(
        '',
        '# T\n\n## Exercise 1.1: a\n\n## Exercise 1.2: b\n\n## Solutions\n\n### Exercise 1.2\n\nx\n\n### 1.1\n\ny\n',
      ),
    ).toEqual(['y', 'x']);
  });

  test('a hint for TODO 1 of two goes to the one that its title or section means', () => {
    const two =
      '# T\n\n## A\n\n```dockerfile\n# TODO 1: a\n```\n\nHERE\n\n## B\n\n```yaml\n# TODO 1: b\n```\n\n';
    expect(hintsOf('**Hint for TODO 1:** y\n', two.replace('HERE', '**Hint for TODO 1:** x'))).toEqual([
      'x',
      'y',
    ]);
    expect(hintsOf('## C\n\n**Hint for TODO 1 (yaml):** y\n', two)).toEqual([null, 'y']);
    expect(hintsOf('**Hint for TODO 1:** y\n', two)).toEqual([null, 'y']);
  });

  test('a general tip in another section is for no task', () => {
    const { lesson, remarks } = parseLesson({
      text: `${template}## After\n\n:::tip\nread\n:::\n`,
      file: 'a.md',
    });
    expect(lesson.todos.map(({ hint }) => hint)).toEqual([null, null]);
    expect(lesson.otherHints).toEqual([{ title: 'Hint', hint: 'read' }]);
    expect(remarks.map(({ kind, line }) => [kind, line])).toEqual([['unplacedHint', 12]]);
  });

  test('advice is no hint', () => {
    const { lesson } = parseLesson({
      text: `${template}## Tips\n\n### 1. Cache\n\na\n\n### 2. Size\n\nb\n\n## Verify your answers\n\nc\n`,
      file: 'a.md',
    });
    expect(lesson.todos.map(({ hint }) => hint)).toEqual([null, null]);
  });
});

describe('a hint that belongs to no TODO is reported with its place', () => {
  const remarksIn = (markdown: string) =>
    readLesson({ text: template + markdown, file: 'a.md' }).remarks.map(({ kind, line, column }) => [
      kind,
      line,
      column,
    ]);

  test.each([
    ['one that is guessed', '??? hint\n    a\n', [['guessedHint', 10, 1]]],
    ['one for a TODO that is not there', '**Hint for TODO 7:** a\n', [['orphanHint', 10, 1]]],
    ['an empty one', '### Hint for TODO 2\n', [['emptyHint', 10, 1]]],
    ['a block that is never closed', ':::hint Hint 1\na\n', [['unclosedContainer', 10, 1]]],
    ['a tag that is never closed', '{% hint %}\n**Hint 1:** a\n', [['unclosedContainer', 10, 1]]],
    ['</details> alone', '</details>\n', [['strayClose', 10, 1]]],
  ])('reports %s', (_, text, expected) => {
    expect(remarksIn(text)).toEqual(expected);
  });
});
