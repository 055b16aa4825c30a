import { describe, expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';

const read = (text: string) => {
  const { lesson, errors, remarks } = readLesson({ text, file: 'a.md' });
  if (lesson === null) throw errors[0] ?? new Error('no lesson');
  return { ...lesson, remarks };
};
const titlesIn = (markdown: string) => read(markdown).todos.map(({ title }) => title);
const hintsIn = (markdown: string) => read(markdown).todos.map(({ hint }) => hint);
const remarksIn = (markdown: string) => read(markdown).remarks.map(({ kind, line }) => [kind, line]);
const template =
  '# T\n\n```dockerfile\nFROM a\n# TODO 1: Install the tool\n\n# TODO 2: Copy the files\n```\n\n';

describe('tasks of course pages', () => {
  test.each([
    '# YOUR CODE HERE: Install',
    '# your code goes here: Install',
    '# Write your code here: Install',
    '# À COMPLÉTER : Install',
    '# à compléter: Install',
    'RUN x # A COMPLETER - Install',
    '# À remplir : Install',
    '// <hier ergänzen>: Install',
    '# Fill in: Install',
    'RUN make tasks # TODO: Install',
    'RUN step one && echo "the question" # TODO: Install',
  ])('%j is a place to fill in', (row) => {
    expect(titlesIn(`# T\n\n\`\`\`\n${row}\n\`\`\`\n`)).toEqual(['Install']);
  });

  test.each([
    '# fill in the gaps of the cache',
    '# try it: curl localhost',
    '# Question the default',
    '# a problem of ports',
    '# Your turn',
    '# see step 3 and question 4 of the page',
  ])('%j is an ordinary comment', (row) => {
    expect(titlesIn(`# T\n\n\`\`\`\n${row}\n\`\`\`\n`)).toEqual([]);
  });

  test.each([
    ['/* TODO 1: Install */;', 'Install'],
    ['const a = 1 /* TODO 1: Install */;', 'Install'],
    ['<p><!-- TODO 1: Install --></p>', 'Install'],
    ['{/* TODO 1: Install */}</App>', 'Install'],
    ['{# TODO 1: Install #} {{ x }}', 'Install'],
  ])('the title of %j ends where its comment does', (row, title) => {
    expect(titlesIn(`# T\n\n\`\`\`\n${row}\n\`\`\`\n`)).toEqual([title]);
  });

  test.each([
    '## Q1. Build\n\n## Q2. Run\n',
    '## Question 1 : Build\n\n## Question n°2 : Run\n',
    '**Q1:** Build\n\n**Q2:** Run\n',
    '## Exercise 1.a: Build\n\n## Exercise 1.b: Run\n',
    '## Exo 1 – Build\n\n## Exo 2 – Run\n',
    '## Manip 1 : Build\n\n## Manip 2 : Run\n',
    '## Activity 1: Build\n\n## Activity 2: Run\n',
    '## Problem A1: Build\n\n## Problem A2: Run\n'.replaceAll('Problem', 'Task'),
    '## Frage 1: Build\n\n## Frage 2: Run\n',
    ':dart: **Mission 1** — Build\n\n:dart: **Mission 2** — Run\n',
    '## :pencil2: Task 1: Build\n\n## :pencil2: Task 2: Run\n',
    '## Your turn: Build\n\n## Your turn: Run\n',
    '## À vous de jouer : Build\n\n## À toi : Run\n',
    '## Lab 1 - Build\n\n### 📝 TODO\n\nx\n\n## Lab 2 - Run\n\n### 📝 TODO\n\nx\n',
    '## 1. Build\n\n### À faire\n\nx\n\n## 2. Run\n\n### À faire\n\nx\n',
  ])('%j sets two tasks', (markdown) => {
    expect(titlesIn(`# T\n\n${markdown}`)).toEqual(['Build', 'Run']);
  });

  test('the number of a question sets no task where the lesson has others, and its answer is no hint for them', () => {
    const lesson = `${template}## Quiz\n\n**Question 1:** Why?\n\n<details><summary>Answer</summary>\n\nso\n\n</details>\n`;
    expect(hintsIn(lesson)).toEqual([null, null]);
    expect(read(lesson).otherHints).toEqual([{ title: 'Answer', hint: 'so' }]);
    expect(remarksIn(lesson)).toEqual([
      ['questionIsNoTask', 12],
      ['unplacedHint', 14],
    ]);
  });

  test('questions that hold the TODOs of the template are tasks beside them', () => {
    const held = template.replace('# T\n', '# T\n\n## Question 1: Write\n');
    expect(titlesIn(`${held}## Question 3: Run\n`)).toEqual(['Install the tool', 'Copy the files', 'Run']);
  });

  test('a lesson that is called an exercise has its steps as tasks', () => {
    expect(titlesIn('# Exercise 3: Docker\n\n## Step 1: Build\n\n## Step 2: Run\n')).toEqual([
      'Build',
      'Run',
    ]);
    expect(titlesIn('# Challenge 3: Docker\n\n## Question 1: Build\n')).toEqual(['Build']);
  });
});

describe('the title of a course page', () => {
  test.each([
    ['a key of something else', '---\nkernel:\n  name: bash\n---\n# A\n'],
    ['the language of a kernel', '---\nkernel:\n  display_name: x\n  title: b\n---\n# A\n'],
    ['the list of the headings', '# Table of Contents\n\n- [x](#x)\n\n# A\n'],
    ['a French list of the headings', '## Sommaire\n\n# A\n'],
    ['a German list of the headings', 'Inhaltsverzeichnis\n===\n\nA\n===\n'],
  ])('takes no title from %s', (_, text) => {
    expect(read(text).title).toBe('A');
  });
});

describe('hints of course pages', () => {
  test.each([
    ['headings under Solution', '## Solution\n\n### TODO 1\n\na\n\n### TODO 2\n\nb\n'],
    ['headings under Corrigé', '## Corrigé\n\n### TODO n°1\n\na\n\n### TODO n°2\n\nb\n'],
    [
      'bold names under Correction',
      '## Correction\n\n**TODO 1**\n\na\n\n**TODO 2**\n\nb\n',
      '### TODO 1\n\n### TODO 2\n\n',
    ],
    [
      'a box with bold names',
      '<details><summary>Solutions</summary>\n\n**TODO 1**\na\n\n**TODO 2**\nb\n\n</details>\n',
    ],
    [
      'a box with headings',
      '<details><summary>All solutions</summary>\n\n### TODO 1\n\na\n\n### TODO 2\n\nb\n\n</details>\n',
    ],
    ['a box with items', '<details><summary>Hints</summary>\n\n1. a\n2. b\n\n</details>\n'],
    ['a box of MkDocs', '??? success "Solutions"\n\n    **TODO 1:** a\n\n    **TODO 2:** b\n'],
    ['a box of Docusaurus', ':::details Solutions\n\n#### TODO 1\n\na\n\n#### TODO 2\n\nb\n\n:::\n'],
    ['written-out emoji', ':bulb: **Hint 1:** a\n\n:bulb: *Indice 2* : b\n'],
    [
      'a box that names one with its heading',
      ':::tip\n## Hint 1\na\n:::\n\n:::tip\n\n## Hint for TODO 2\n\nb\n:::\n',
    ],
    [
      'a call-out of Quarto',
      '::: {.callout-tip collapse="true"}\n## Hint 1\na\n:::\n\n::: {.callout-tip}\n## Hint 2\nb\n:::\n',
    ],
    [
      'somebody who has trouble',
      '<details><summary>Having trouble with TODO 1?</summary>\n\na\n\n</details>\n\n<details><summary>Besoin d’aide pour copier ? TODO 2</summary><br>\n\nb\n\n</details>\n',
    ],
    [
      'a word that only one task has',
      '<details><summary>Need help with the tool?</summary>\n\na\n\n</details>\n\n<details><summary>Besoin d’aide pour les files ?</summary>\n\nb\n\n</details>\n',
    ],
  ])('reads hints from %s', (_, markdown, before = '') => {
    expect(hintsIn(`${template}${before}${markdown}`)).toEqual(['a', 'b']);
  });

  test.each([
    ['MkDocs', '=== "Task"\n    do\n\n=== "Solution"\n    a\n'],
    [
      'Docusaurus',
      '<Tabs>\n<TabItem value="t" label="Task">\n\ndo\n\n</TabItem>\n<TabItem value="s" label="Solution">\n\na\n\n</TabItem>\n</Tabs>\n',
    ],
    [
      'GitBook',
      '{% tabs %}\n{% tab title="Task" %}\ndo\n{% endtab %}\n{% tab title="Solution" %}\na\n{% endtab %}\n{% endtabs %}\n',
    ],
    [
      'Hugo',
      '{{< tabs >}}\n{{< tab "Task" >}}\ndo\n{{< /tab >}}\n{{< tab name="Solution" >}}\na\n{{< /tab >}}\n{{< /tabs >}}\n',
    ],
    ['MDX', '<Tabs>\n<Tab title="Task">\n\ndo\n\n</Tab>\n<Tab title="Indice">\n\na\n\n</Tab>\n</Tabs>\n'],
  ])('reads a hint from a tab of %s', (_, markdown) => {
    const lesson = read(`# T\n\n## Task 1: Build\n\n${markdown}\n## Task 2: Run\n`);
    expect(lesson.todos.map(({ title, hint }) => [title, hint])).toEqual([
      ['Build', 'a'],
      ['Run', null],
    ]);
    expect(lesson.remarks).toEqual([]);
  });

  test('a section of hints that name no task is remarked on, not guessed at', () => {
    for (const [section, line] of [
      ['## Hints\n\n- See the cache.\n- Read the log.\n', 10],
      ['## Aide\n\n<details><summary>Pour la suite</summary>\n\nx\n\n</details>\n', 12],
    ] as const) {
      expect(hintsIn(template + section)).toEqual([null, null]);
      expect(remarksIn(template + section)).toEqual([['unplacedHint', line]]);
    }
  });

  test('bold words in a box of solutions are part of it', () => {
    const box = '<details><summary>Solutions</summary>\n\n**Use** x\n\n**Mind** y\n\n</details>\n';
    expect(hintsIn(`${template.replace('\n# TODO 2: Copy the files', '')}${box}`)).toEqual([
      '**Use** x\n\n**Mind** y',
    ]);
  });
});
