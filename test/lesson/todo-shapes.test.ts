import { describe, expect, test } from '@jest/globals';
import { parseLesson, readLesson } from '../../src/lesson/parse-lesson.ts';

const fenced = (rows: string, language = ''): string => `# T\n\n\`\`\`${language}\n${rows}\n\`\`\`\n`;
const todosIn = (markdown: string) =>
  parseLesson({ text: markdown, file: 'a.md' }).lesson.todos.map(({ n, title }) => [n, title]);
const remarksIn = (markdown: string) =>
  readLesson({ text: markdown, file: 'a.md' }).remarks.map(({ kind, line, column }) => [kind, line, column]);

describe('a TODO in a comment', () => {
  test.each([
    ['dockerfile', 'FROM a\n# TODO 3: Install'],
    ['yaml', 'a:\n  b: c # TODO 3: Install'],
    ['js', '// TODO 3: Install'],
    ['js', 'const a = 1; // TODO 3: Install'],
    ['jsx', '{/* TODO 3: Install */}'],
    ['go', '\t// TODO(3): Install'],
    ['c', '/* TODO 3: Install */'],
    ['css', '/*\n * TODO 3: Install\n */'],
    ['html', '<!-- TODO 3: Install -->'],
    ['html', '<!--\n  TODO 3: Install\n-->'],
    ['sql', '-- TODO 3: Install'],
    ['ini', '; TODO 3: Install'],
    ['nginx', 'location / { # TODO 3: Install'],
    ['bat', 'REM TODO 3: Install'],
    ['python', '"""\nTODO 3: Install\n"""'],
    ['makefile', 'build: ## TODO 3: Install'],
    ['dockerfile', 'FROM <TODO 3: Install>'],
    ['json', '{ "image": "TODO 3: Install" }'],
    ['text', 'TODO 3: Install'],
  ])('reads a comment of %s: %j', (language, rows) => {
    expect(todosIn(fenced(rows, language))).toEqual([[3, 'Install']]);
  });

  test.each([
    'TODO 3: Install',
    'TODO n°3: Install',
    'TODO #3: Install',
    'TODO(3): Install',
    '[TODO 3] Install',
    'TODO 3 - Install',
    'Todo 3 — Install',
    'TODO no. 3: Install',
    'TODO_3: Install',
    'TO-DO 3: Install',
    '===== TODO 3: Install =====',
    '🐳 TODO 3: Install',
    '3. TODO: Install',
    'À FAIRE 3 : Install',
    'A FAIRE n° 3 : Install',
    'À FAIRE 3\u00a0: Install',
    'TÂCHE 3 : Install',
    'EXERCICE 3 : Install',
    'Exercice n°3 : Install',
    'Task 3: Install',
    'Exercise 3. Install',
    'Step 3: Install',
    'Étape 3 : Install',
    'Aufgabe 3: Install',
    'Ejercicio 3: Install',
    'A\u0300 FAIRE 3 : Install',
  ])('a TODO may be called %j', (label) => {
    expect(todosIn(fenced(`# ${label}`))).toEqual([[3, 'Install']]);
  });

  test.each([
    '# Task runner',
    '# Todo list of the shop',
    '# Step by step',
    '# exercise your API',
    '# tasks: a, b',
    'image: todo-app',
  ])('%j is everyday language', (row) => {
    expect(todosIn(fenced(row))).toEqual([]);
  });

  test('has the lines of its comment as nudges, in any language', () => {
    const nudges = (rows: string) =>
      parseLesson({ text: fenced(rows), file: 'a.md' }).lesson.todos[0]?.nudges;
    expect(nudges('// TODO 1: a\n// Hint: b\n//   c\ncode')).toEqual(['Hint: b', '  c']);
    expect(nudges('/* TODO 1: a\n * Hint: b\n */\n * no')).toEqual(['Hint: b']);
    expect(nudges('<!-- TODO 1: a\n  Hint: b -->\n<p>')).toEqual(['Hint: b']);
    expect(nudges('RUN a \\\n  -- # TODO 1: a\n  --flag')).toEqual([]);
    expect(nudges('-- TODO 1: a\n--flag\n')).toEqual([]);
  });
});

describe('numbers', () => {
  test.each([
    [
      ['TODO: a', 'TODO: b'],
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      ['TODO: a', 'TODO 1: b'],
      [
        [1, 'b'],
        [2, 'a'],
      ],
    ],
    [
      ['TODO 1: a', 'TODO: b', 'TODO 3: c', 'TODO: d'],
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ],
    ],
    [
      ['TODO 1: a', 'TODO: b', 'TODO 2: c'],
      [
        [1, 'a'],
        [2, 'c'],
        [3, 'b'],
      ],
    ],
    [
      ['TODO 5: a', 'TODO: b'],
      [
        [5, 'a'],
        [6, 'b'],
      ],
    ],
    [
      ['Task 1.1: a', 'Task 1.2: b', 'Task 2.1: c'],
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    ],
    [
      ['Exercise A: a', 'Exercise B: b'],
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      ['TODO: fill in', 'TODO: fill in'],
      [
        [1, 'fill in'],
        [2, 'fill in'],
      ],
    ],
    [
      ['TODO 1: a', 'EXERCISE 1: b'],
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
  ])('reads the number of %j', (rows, expected) => {
    expect(todosIn(fenced(rows.map((row) => `# ${row}\n`).join('\n')))).toEqual(expected);
  });

  test('restart in a template of another kind or under another heading, with a remark for the author', () => {
    const kinds = `${fenced('FROM a\n# TODO 1: a', 'dockerfile')}\n\`\`\`yaml\n# TODO 1: b\n\`\`\`\n`;
    expect(todosIn(kinds)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(remarksIn(kinds)).toEqual([['renumbered', 9, 3]]);
    const sections = `${fenced('FROM a\n# TODO 1: a', 'dockerfile')}\n## B\n\n\`\`\`dockerfile\n# TODO 1: b\n\`\`\`\n`;
    expect(todosIn(sections)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test('no mix of numbered and unnumbered ones collides, and none is lost', () => {
    for (let bits = 0; bits < 256; bits += 1) {
      const rows = Array.from({ length: 8 }, (_, at) =>
        (bits >> at) % 2 === 1 ? `# TODO ${8 - at}: t${at}` : `# TODO: t${at}`,
      );
      const found = todosIn(fenced(rows.join('\n\n')));
      expect(new Set(found.map(([n]) => n)).size).toBe(8);
      for (const [at, row] of rows.entries())
        if (row.includes(`${8 - at}:`)) expect(found).toContainEqual([8 - at, `t${at}`]);
    }
  });
});

describe('a TODO in the text', () => {
  test.each([
    '### TODO 2: Build it',
    '## 2. Exercise 2 — Build it',
    '**TODO 2:** Build it',
    '**Task 2.** Build it',
    '**Exercise 2: Build it**',
    '- TODO 2: Build it',
    '- [ ] TODO 2: Build it',
    '1. **TODO 2** – Build it',
    '> **TODO 2:** Build it',
    'TODO 2: Build it',
    'Exercice 2 : Build it',
    '| TODO | What |\n| --- | --- |\n| TODO 2 | Build it |',
    '!!! example "Exercise 2: Build it"\n    now',
    '::: challenge\n## Challenge 2: Build it\n:::',
    '## Task 2\n=========\n\nx'.replace('=========\n\n', '\n**TODO 2:** Build it\n\n'),
  ])('reads %j as a TODO in the text', (text) => {
    expect(todosIn(`# T\n\n${text}\n`)).toEqual([[2, 'Build it']]);
  });

  test('a TODO in the text is one with the TODO of the template', () => {
    const lesson = `${fenced('# TODO 1: Copy\n\n# TODO 2: Install')}\n### TODO 2: Install it now\n\n- [ ] TODO 1 done\n\n| TODO 2 | 5 |\n| - | - |\n`;
    expect(todosIn(lesson)).toEqual([
      [1, 'Copy'],
      [2, 'Install'],
    ]);
    expect(remarksIn(lesson)).toEqual([]);
  });

  test('a heading above a template with TODOs of its own is a section', () => {
    const lesson = `# T\n\n## Exercise 1: Write\n\n${fenced('# TODO 1: a\n\n# TODO 2: b').slice(5)}\n## Exercise 2: Run\n\nNow.\n`;
    expect(todosIn(lesson)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'Run'],
    ]);
    expect(remarksIn(lesson)).toEqual([['renumbered', 11, 1]]);
  });

  test('a list under a heading that speaks of tasks sets them, where nothing else does', () => {
    expect(todosIn('# T\n\n## Your tasks\n\n1. Write it\n2. Run it\n')).toEqual([
      [1, 'Write it'],
      [2, 'Run it'],
    ]);
    expect(todosIn('# T\n\n## À faire\n\n- Écrire\n- Lancer\n')).toEqual([
      [1, 'Écrire'],
      [2, 'Lancer'],
    ]);
    expect(todosIn(`${fenced('# TODO 1: a')}\n## Tasks\n\n1. x\n2. y\n`)).toEqual([[1, 'a']]);
  });

  test('steps are tasks only where there are no others', () => {
    expect(todosIn('# T\n\n## Step 1: a\n\n## Step 2: b\n')).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(todosIn(`${fenced('# TODO 1: a')}\n## Step 1: x\n\n## Step 2: y\n`)).toEqual([[1, 'a']]);
  });
});

describe('a block of code is found', () => {
  test.each([
    ['in tildes', '~~~\n# TODO 1: x\n~~~'],
    ['indented', 'See:\n\n    # TODO 1: x'],
    ['in a list', '1. Do\n\n   ```\n   # TODO 1: x\n   ```'],
    ['in a nested list', '- a\n  - b\n\n    ```\n    # TODO 1: x\n    ```'],
    ['in a quote', '> ```\n> # TODO 1: x\n> ```'],
    ['with a fence in it', '````\n```\n# TODO 1: x\n```\n````'],
    ['in a tab of MkDocs', '=== "Dockerfile"\n\n    ```\n    # TODO 1: x\n    ```'],
    ['in an admonition', '!!! note\n\n    ```\n    # TODO 1: x\n    ```'],
    ['in a directive', ':::info\n\n```\n# TODO 1: x\n```\n\n:::'],
    [
      'in a block that opens to show the template',
      '<details>\n<summary>Starter Dockerfile</summary>\n\n```\n# TODO 1: x\n```\n\n</details>',
    ],
    ['with tabs', '```\n\t# TODO 1: x\n```'],
  ])('finds the block of code %s', (_, text) => {
    expect(todosIn(`# T\n\n${text}\n`)).toEqual([[1, 'x']]);
  });
});

describe('text that looks like a TODO but is none is reported with its place', () => {
  test.each([
    ['in the middle of a command', fenced('RUN echo TODO'), [['todoNotInComment', 4, 10]]],
    ['in an HTML comment', '# T\n\n<!-- TODO: write this -->\n', [['todoInHtmlComment', 3, 6]]],
    [
      'in a hint',
      '# T\n\n<details>\n<summary>Hint</summary>\n\n```\n# TODO 4: x\n```\n\n</details>\n',
      [
        ['unplacedHint', 3, 1],
        ['todoInHint', 7, 3],
      ],
    ],
    ['a number that is nowhere', '# T\n\nNow look at TODO 9 again.\n', [['unknownTodo', 3, 13]]],
    [
      'a title twice',
      `${fenced('# TODO: Copy the files')}\n\`\`\`\n# TODO: Copy the files\n\`\`\`\n`,
      [['sameTodo', 8, 3]],
    ],
  ])('reports %s as no TODO', (_, text, expected) => {
    expect(remarksIn(text)).toEqual(expected);
  });

  test('more tasks than anybody can do are refused', () => {
    const { errors } = readLesson({ text: fenced('# TODO: a\n\n'.repeat(400)), file: 'a.md' });
    expect(errors.map(({ problem, line }) => [problem, line])).toEqual([['tooManyTodos', 604]]);
  });
});

describe('the title', () => {
  test.each([
    ['front matter', '---\ntitle: "A: b"\nx: y\n---\n\n## c\n', 'A: b'],
    ['front matter of Hugo', '+++\ntitle = "A: b"\n+++\n\n## c\n', 'A: b'],
    ['front matter before a heading', "---\ntitle: 'A: b'\n---\n# c\n", 'A: b'],
    ['the navigation', '---\nid: x\nsidebar_label: "A: b"\n---\n\nc\n', 'A: b'],
    ['lines above the text', 'title: A: b\nauthor: c\n\n## d\n', 'A: b'],
    ['a heading', '---\nlayout: x\n---\n# A: b\n', 'A: b'],
    ['HTML', '<h1 align="center">\n  A: <b>b</b>\n</h1>\n\n## c\n', 'A: b'],
    ['the first of several headings', '## A: b\n\n## c\n', 'A: b'],
    ['setext', 'A: b\n====\n', 'A: b'],
  ])('reads the title in %s', (_, text, title) => {
    expect(parseLesson({ text, file: 'a.md' }).lesson.title).toBe(title);
  });

  test('a section that gives the title is a part all the same', () => {
    expect(
      parseLesson({ text: '## A\n\n## B\n', file: 'a.md' }).lesson.parts.map((part) => part.title),
    ).toEqual(['A', 'B']);
    const given = parseLesson({ text: '---\ntitle: X\n---\n# A\n\n## B\n', file: 'a.md' }).lesson;
    expect(given.parts.map((part) => part.title)).toEqual(['B']);
  });
});
