import { describe, expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';
import { hintsIn, lessonIn, placed, titlesIn } from './support/lesson-in.ts';

const template =
  '# T\n\n```dockerfile\nFROM a\n# TODO 1: Install the tool\n# TODO 2: Copy the files\n```\n\n';

describe('tasks and hints in lists and tables', () => {
  test.each([
    ['a table', '| # | Task | Hint |\n|---|---|---|\n| 1 | Write | use a |\n| 2 | Run | use b |\n'],
    [
      'a table without numbers',
      '| Task | Where | Hint |\n|---|---|---|\n| Write | here | use a |\n| Run | there | use b |\n',
    ],
    [
      'a French table',
      '| N° | À faire | Indice |\n|---|---|---|\n| 1 | Write | use a |\n| 2 | Run | use b |\n',
    ],
    [
      'a table with solutions',
      '| No | Exercise | Solution |\n|---|---|---|\n| 1. | Write | use a |\n| 2. | Run | use b |\n',
    ],
    [
      'a German table',
      '| Nr. | Aufgabe | Lösung |\n|---|---|---|\n| 1 | **Write** | use a |\n| 2 | Run | use b |\n',
    ],
  ])('reads both from %s', (_, text) => {
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['Write', 'Run']);
    expect(hintsIn(`# T\n\n${text}`)).toEqual(['use a', 'use b']);
  });

  test.each([
    'Hints:\n\n- TODO 1: use a\n- TODO 2: use b\n',
    '**Hints**\n\n* TODO 1 – use a\n* TODO 2 – use b\n',
    '> [!TIP]\n> - TODO 1: use a\n> - TODO 2: use b\n',
    '??? hint\n    TODO 1: use a\n\n    TODO 2: use b\n',
    '<details><summary>Help</summary>\n\n**TODO 1:** use a\n\n**TODO 2:** use b\n\n</details>\n',
    'Indices :\n\n1. TODO 1 : use a\n2. TODO 2 : use b\n',
  ])('%j has a hint for each', (text) => {
    expect(hintsIn(template + text)).toEqual(['use a', 'use b']);
  });

  test.each([6, 4, 3])('a list of %d hints below all tasks goes by number', (count) => {
    const list = Array.from({ length: count }, (_, index) => `${index + 1}. use ${index + 1}\n`).join('');
    expect(hintsIn(`${template}## Hints\n\n${list}`)).toEqual(['use 1', 'use 2']);
  });

  test('a hint whose title is no TODO’s goes by its place, where there are as many hints as TODOs', () => {
    const text = '## Hints\n\n### Copy\n\nuse b\n\n### Something else\n\nuse c\n';
    const three = template.replace('files\n', 'files\n# TODO 3: Start it\n');
    expect(hintsIn(`${three}## Hints\n\n### Install\n\nuse a\n\n${text.slice(10)}`)).toEqual([
      'use a',
      'use b',
      'use c',
    ]);
  });
});

describe('sections and boxes that courses have', () => {
  test.each([
    '## Lab 1: Write\n\n**Solution**\n\nuse a\n\n## Lab 2: Run\n\n**Solution**\n\nuse b\n',
    '## Part 1: Write (40 points)\n\n> **Hint**: use a\n\n## Part 2: Run\n\nHint: use b\n',
    '## Partie 1 : Write\n\nIndice : use a\n\n## Partie 2 : Run\n\nIndice : use b\n',
    '## Iteration 1 | Write\n\nHint: use a\n\n## Iteration 2 | Run\n\nHint: use b\n',
    '## Milestone 1 – Write\n\nHint: use a\n\n## Milestone 2 – Run\n\nHint: use b\n',
    '## 1. Write\n\n**📝 To do**\n\n- [ ] x\n\nHint: use a\n\n## 2. Run\n\n**📝 To do**\n\n- [ ] y\n\nHint: use b\n',
    '(a) **Task A.** Write\n\nHint: use a\n\n(b) **Task B.** Run\n\nHint: use b\n',
  ])('%j has two tasks with a hint each', (text) => {
    const { todos } = lessonIn(`# T\n\n${text}`);
    expect(todos.map(({ title }) => title.replace(' (40 points)', ''))).toEqual(['Write', 'Run']);
    expect(todos.map(({ hint }) => hint)).toEqual(['use a', 'use b']);
  });

  test('parts are no tasks where a lesson has others', () => {
    expect(titlesIn(`${template}## Part 1: Write\n\n## Part 2: Run\n`)).toEqual([
      'Install the tool',
      'Copy the files',
    ]);
  });

  test.each([
    '!!! example "Task 1: Write"\n\n    ROWS',
    '!!! exercise "Write"\n\n    ROWS',
    ':::exercise[Write]\nROWS\n:::',
    '```{exercise} Write\nROWS\n```',
    '> [!todo] Write\n> ROWS',
  ])('a box with the template holds its TODOs and is none: %j', (box) => {
    const inset = /\n([> ]*)ROWS/.exec(box)?.[1] ?? '';
    const code = '~~~dockerfile\nFROM a\n# TODO 1: Install\n# TODO 2: Copy\n~~~'.replaceAll(
      '\n',
      `\n${inset}`,
    );
    expect(titlesIn(`# T\n\n${box.replace('ROWS', code)}\n\nAfter.\n`)).toEqual(['Install', 'Copy']);
  });

  test.each([
    '??? success "TODO 1"\n    use a\n\n??? success "TODO 2"\n    use b\n',
    '??? note "Install the tool"\n    use a\n\n??? info "Copy the files"\n    use b\n',
    '!!! success "TODO 1"\n    use a\n\n!!! check "TODO 2"\n    use b\n',
    '> [!success] TODO 1\n> use a\n\n> [!done]- TODO 2\n> use b\n',
    '## Corrigé\n\n??? success "TODO 1"\n    use a\n\n??? success "Copy the files"\n    use b\n',
    '## Solution\n\n<details><summary>TODO 1</summary>\n\nuse a\n\n</details>\n\n<details><summary>Copy the files</summary>\n\nuse b\n\n</details>\n',
    ':::details Help\n\n:::hint[Install the tool]\nuse a\n:::\n\n:::hint[TODO 2]\nuse b\n:::\n\n:::\n',
    '> [!tip] Answer\n>\n> > [!hint] TODO 1\n> > use a\n>\n> > [!hint] Copy files\n> > use b\n',
    '<details><summary>Help</summary>\n\n<details><summary>TODO 1</summary>\n\nuse a\n\n</details>\n<details><summary>Copy the files</summary>\n\nuse b\n\n</details>\n\n</details>\n',
    '## Hints\n\n* (1) use a\n* (2) use b\n',
    'Solution 1: use a\nSolution 2: use b\n',
    '**Hint 1:** use a\nHint 2: use b\n',
    'Hint for TODO 1 – use a  \nHint for TODO 2 – use b\n',
    '> Hint 1: use a\n> Hint 2: use b\n',
  ])('%j helps with both TODOs of the template', (text) => {
    expect(hintsIn(template + text)).toEqual(['use a', 'use b']);
  });

  test.each(['panel-tabset', 'panel-tabset group="a"', 'panel-tabset .nav-pills'])(
    'tabs of Quarto are no sections: %j',
    (tabs) => {
      const text = `## Exercise 1: Write\n\n::: {.${tabs}}\n## Task\n\nDo.\n\n## Solution\n\nuse a\n:::\n\n## Exercise 2: Run\n`;
      expect(titlesIn(`# T\n\n${text}`)).toEqual(['Write', 'Run']);
      expect(hintsIn(`# T\n\n${text}`)).toEqual(['use a', null]);
    },
  );
});

describe('spellings of TODOs', () => {
  test.each([
    ['js', '/**\n * @todo Install\n */'],
    ['bat', '@rem TODO: Install'],
    ['powershell', '<# TODO: Install #>'],
    ['lua', '--[[ TODO: Install ]]'],
    ['erb', '<%# TODO: Install %>'],
    ['sh', '# 🚧 TODO ➜ Install'],
    ['sh', '# *** TODO *** Install'],
    ['sh', '# >>> TODO: Install <<<'],
    ['sh', '### START CODE HERE: Install ###'],
    ['yaml', '- run: echo "TODO 1 — Install"'],
    ['dockerfile', 'RUN echo "TODO: Install"'],
    ['sh', '# Your code goes below: Install'],
    ['latex', '% TODO: Install'],
    ['clojure', ';; TODO: Install'],
    ['haskell', '{- TODO: Install -}'],
    ['ocaml', '(* TODO: Install *)'],
  ])('reads it in %s: %j', (language, rows) => {
    expect(titlesIn(`# T\n\n\`\`\`${language}\n${rows}\n\`\`\`\n`)).toEqual(['Install']);
  });

  test.each(['(2 Punkte)', '(5 pts)', '[10 points]', '(Bonus)', '(3 P.)', '(optional)', '(15 min)'])(
    'what a task counts, %j, is not what it is called',
    (points) => {
      expect(titlesIn(`# T\n\n## Task 1 ${points}\n\nWrite\n`)).toEqual(['Task 1']);
      expect(titlesIn(`# T\n\n## Task 1: Write ${points}\n`)).toEqual([`Write ${points}`]);
    },
  );

  test.each([
    'Lösungsvorschlag',
    'Musterlösung',
    'Lösungshinweis',
    'Tipps',
    'Beispiellösung',
    'Une solution possible',
    'Solution proposée',
    'Sample answer',
    '🆘 I need help',
    'I’m lost',
  ])('%j is a hint', (word) => {
    expect(placed(`<details><summary>${word}</summary>\n\na\n\n</details>`, '')).toEqual(['a', null]);
  });
});

describe('titles of other tools', () => {
  test.each([
    '---\ntitle: |\n  The course\n---\n\ntext\n\n## A\n',
    '---\ntitle: >-\n  The course\nauthor: x\n---\n\n# A\n',
    '---\ntitle: The course\n...\n\n## A\n',
    '---\n# a comment\ntitle: The course\n---\n\n# A\n',
    '% The course\n% The author\n\n# A\n',
    '<h1 align="center">The course</h1>\n\n## A\n',
    '= The course\n\n== A\n',
  ])('%j is called so', (text) => {
    expect(lessonIn(text).title).toBe('The course');
  });

  test.each([
    '# Hints and spoilers',
    '# Solutions for Docker',
    'Spoilers\n====',
    '# Astuces Docker',
    '# Answers',
  ])('a lesson that is called %j sets tasks', (title) => {
    expect(titlesIn(`${title}\n\n**TODO 1:** Write it\n\n**TODO 2:** Run it\n`)).toEqual([
      'Write it',
      'Run it',
    ]);
  });
});

describe('parts that could not be read are reported with their line', () => {
  const remarksIn = (text: string) =>
    readLesson({ text, file: 'a.md' }).remarks.map(({ kind, line }) => [kind, line]);

  test.each([
    ['- TODO write the file\n', 'todoNotRead'],
    ['<td>TODO 3: write the file</td>\n', 'todoNotRead'],
    ['todo 3 - write the file\n', 'todoNotRead'],
    ['TODO write the file\n', 'todoNotRead'],
    ['<li>À FAIRE : le fichier</li>\n', 'todoNotRead'],
    ['<div><b>Hint:</b> use a</div>\n', 'hintNotRead'],
    ['<button>Show hint</button>\n', 'hintNotRead'],
    ['<span class="solution">use a</span>\n', 'hintNotRead'],
    ['%%hint%% use a\n', 'hintNotRead'],
    ['((Solution)) use a\n', 'hintNotRead'],
  ])('reports the line of %j', (text, kind) => {
    expect(remarksIn(`${template}Text.\n\n${text}`)).toContainEqual([kind, 11]);
  });

  test.each([
    'Replace each TODO by your own line.\n',
    'Fill in the TODOs, and read TODO 1 again.\n',
    'The hints below help you.\n',
    '`TODO` stands for what is missing.\n',
    'This solution uses a cache.\n',
    'See the [solution](https://example.org) of last year.\n',
  ])('nothing is told of %j', (text) => {
    expect(remarksIn(`${template}${text}`)).toEqual([]);
  });
});
