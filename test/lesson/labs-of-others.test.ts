import { describe, expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';
import { hintsIn, lessonIn, placed, titlesIn } from './support/lesson-in.ts';

const template =
  '# T\n\n```dockerfile\nFROM a\n# TODO 1: Install the tool\n\n# TODO 2: Copy the files\n```\n\n';
const remarksIn = (text: string) =>
  readLesson({ text, file: 'a.md' }).remarks.map(({ kind, line }) => [kind, line]);

describe('tasks of public labs', () => {
  test.each([
    '## Bonus exercise: Write\n',
    '## Optional task 1: Write\n',
    '## Mandatory Exercise 1.3: Write\n',
    '## Your task: Write\n',
    '## Final task – Write\n',
    '**Extra exercise:** Write\n',
    '## Exercice bonus : Write\n',
    '## Tâche facultative 2 : Write\n',
    ':::caution Mandatory Exercise 1: Write\n\nNow.\n\n:::\n',
    '## Step 1 of 4: Write\n',
    '## Étape 1 sur 4 : Write\n',
    '## Stage 1/3: Write\n',
    '## Task (1/3): Write\n',
    '## Hands-on: Write\n',
    '## Oppgave 1: Write\n',
    '## Uppgift 1 – Write\n',
    '## Zadanie 1: Write\n',
    '- [ ] Write (TODO 1)\n',
    '## 1. Write (Exercise)\n',
    '## Tasks (20 points)\n\n1. **(5 pts)** Write\n',
    '```yaml\n- name: TODO 1 - Write\n```\n',
    '```yaml\n# XXX: Write\n```\n',
    '<p><b>Task 1:</b> Write</p>\n',
    '<h2>Tasks</h2>\n<ol>\n<li>Write</li>\n</ol>\n',
  ])('%j sets one task', (text) => {
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['Write']);
  });

  test('a task of its own stands beside one of the same number that is a bonus', () => {
    const text = '# T\n\n## Exercise 1: Write\n\nHint: a\n\n## Bonus exercise 1: Shrink\n\nHint: b\n';
    expect(titlesIn(text)).toEqual(['Write', 'Shrink']);
    expect(hintsIn(text)).toEqual(['a', 'b']);
  });

  test.each([
    '## TODO checklist\n\n- [ ] written\n',
    '## Task overview\n\nText.\n',
    '## Next steps\n\nText.\n',
    '```\n# The optional tasks follow.\n# PASSWORD=XXX\n```\n',
    '```\nimage: shop # the first step of three\n```\n',
  ])('%j sets none', (text) => {
    expect(titlesIn(`${template}${text}`)).toEqual(['Install the tool', 'Copy the files']);
  });

  test('an assignment has the tasks that are listed in it, whatever its own number', () => {
    const text = '# Assignment 4: Docker\n\n## Tasks\n\n1. Write it\n2. Run it\n\n## Hints\n\n- Task 2: b\n';
    expect(titlesIn(text)).toEqual(['Write it', 'Run it']);
    expect(hintsIn(text)).toEqual([null, 'b']);
  });

  test('counted headings below a heading that speaks of tasks are tasks, and other headings are not', () => {
    const text =
      '# T\n\n## Tasks\n\n### 1. Write it\n\n#### Hint\n\na\n\n### Note\n\n### 2. Run it\n\n## 3. End\n';
    expect(titlesIn(text)).toEqual(['Write it', 'Run it']);
    expect(hintsIn(text)).toEqual(['a', null]);
    expect(titlesIn(`${template}## Tasks\n\n### 1. Read\n\n### 2. Do\n`)).toHaveLength(2);
  });

  test('lists that name their items behind them may count anew', () => {
    const text = '# T\n\n## A\n\n- Mend it (TODO 1)\n\n## B\n\n- Shrink it (TODO 1)\n';
    expect(titlesIn(text)).toEqual(['Mend it', 'Shrink it']);
    expect(remarksIn(text)).toEqual([['renumbered', 9]]);
  });
});

describe('hints of public labs', () => {
  test.each([
    ['the task first', '**Task 1 hint:** use a', '**Task 2 (solution):** use b'],
    ['a light bulb', '💡 use a', '> :bulb: use b'],
    ['a light bulb with a name', '> 💡 **Task 1**: use a', '💡 Task 2: use b'],
    ['an offer', '> **Need help?** use a', '**Still stuck?** use b'],
    ['a French offer', "Besoin d'aide ? use a", '**Bloqué ?** use b'],
    ['an exclamation', '**Hint!**\n\nuse a', '**Tip!** use b'],
    ['an element of its own', '<hint>use a</hint>', '<solution>\n\nuse b\n\n</solution>'],
    ['HTML', '<p><strong>Hint:</strong> use a</p>', '<p><em>Solution:</em> use b</p>'],
    ['a forum', '[details="Hint"]\nuse a\n[/details]', '[spoiler]\nuse b\n[/spoiler]'],
    ['Discord', '||use a||', '||use b||'],
    ['Dutch', '**Antwoord:** use a', '<details><summary>Uitwerking</summary>\n\nuse b\n\n</details>'],
    ['Spanish and Italian', '**Respuesta:** use a', '**Risposta:** use b'],
    ['German', '<details><summary>Antwort</summary>\n\nuse a\n\n</details>', 'Lösung: use b'],
    ['Norwegian', '**Løsning:** use a', '<details><summary>Løsningsforslag</summary>\n\nuse b\n\n</details>'],
  ])('gives a hint as in %s', (_, one, two) => {
    expect(placed(one, two)).toEqual(['use a', 'use b']);
  });

  test.each([
    'TODO 1 hint: a\n\nTODO 2 – solution: b\n',
    '**TODO 1 hint:** a\n\n**TODO 2 hint:** b\n',
    '## Help\n\n### Dockerfile\n\n- TODO 1: a\n- TODO 2: b\n',
    '### Hints for Part 1\n\n- TODO 1: a\n- TODO 2: b\n',
    '<h2>Hints</h2>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n',
    '<h2>Hints</h2>\n<ul>\n  <li><b>TODO 1:</b> a</li>\n  <li><b>TODO 2:</b> b</li>\n</ul>\n',
    '> 💡 TODO 1: a\n\n> :bulb: **TODO 2:** b\n',
  ])('%j helps with both TODOs of the template', (text) => {
    expect(hintsIn(template + text)).toEqual(['a', 'b']);
  });

  test('a hint for a list of TODOs is for each', () => {
    const hint = '<details><summary>Hint for TODO 1, 2</summary>\n\na\n\n</details>\n';
    expect(hintsIn(template + hint)).toEqual(['a', 'a']);
  });

  test('hints that are counted below a template are for its TODOs, which have other numbers', () => {
    const part = (name: string, hints: string) =>
      `## ${name}\n\n\`\`\`\n# TODO: ${name} one\n\n# TODO: ${name} two\n\`\`\`\n\n${hints}\n\n`;
    expect(
      hintsIn(`# T\n\n${part('A', 'Hint 1: a\n\nHint 2: b')}${part('B', '**Hint 1:** c\n\n**Hint 2:** d')}`),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a solution for 1.2 is for exercise 1 where that has no parts of its own', () => {
    const text =
      '# T\n\n## Exercice 1 : Write\n\n### 1.2 Lancer\n\n## Solutions\n\n### Solution exercice 1.2\n\na\n';
    expect(hintsIn(text)).toEqual(['a']);
  });

  test('an answer is the one of its question', () => {
    const folded = (title: string, text: string) =>
      `<details><summary>${title}</summary>\n\n${text}\n\n</details>\n`;
    const text = `# T\n\n**Q1: Write?**\n\n**Q2: Run?**\n\n${folded('A2', 'b')}\n${folded('A1', 'a')}`;
    expect(hintsIn(text)).toEqual(['a', 'b']);
  });
});

describe('help for more than one task', () => {
  const others = (text: string) => lessonIn(text).otherHints.map(({ hint }) => hint);

  test.each([
    '<details><summary>Complete solution</summary>\n\na\n\n</details>\n',
    '<details><summary>Solution</summary>\n\na\n\n</details>\n',
    '??? success "Full answer"\n    a\n',
    '## Corrigé complet\n\na\n',
    '## Solution complète\n\na\n',
    '## Solution for Part 1\n\na\n',
  ])('%j belongs to no single TODO of the template, which the author is told', (text) => {
    expect(hintsIn(template + text)).toEqual([null, null]);
    expect(others(template + text)).toEqual(['a']);
    expect(remarksIn(template + text)).toEqual([['unplacedHint', 10]]);
  });

  test('the complete solution is for no TODO, also where there are as many hints as TODOs', () => {
    const text = `${template}Hint for TODO 1: a\n\n<details><summary>Complete solution</summary>\n\nx\n\n</details>\n`;
    expect(hintsIn(text)).toEqual(['a', null]);
    expect(others(text)).toEqual(['x']);
  });

  test('the only solution below all tasks is for none of them, and one below each is its own', () => {
    expect(hintsIn('# T\n\n## Task 1: A\n\nHint: a\n\n## Task 2: B\n\n## Solution\n\nx\n')).toEqual([
      'a',
      null,
    ]);
    expect(hintsIn('# T\n\n## Task 1: A\n\n## Solution\n\na\n\n## Task 2: B\n\n## Solution\n\nb\n')).toEqual([
      'a',
      'b',
    ]);
    expect(hintsIn('# T\n\n## Task\n\nWrite.\n\n## Solution\n\na\n')).toEqual(['a']);
  });

  test('a nameless hint below the template of a task is for each TODO that the task holds', () => {
    const task = (n: number, hint: string) =>
      `## Task ${n}\n\n\`\`\`\n# TODO: a${n}\n\n# TODO: b${n}\n\`\`\`\n\nHint: ${hint}\n\n`;
    const text = `# T\n\n${task(1, 'x')}${task(2, 'y')}`;
    expect(hintsIn(text)).toEqual(['x', 'x', 'y', 'y']);
    expect(remarksIn(text)).toEqual([]);
  });

  test('a tip above all tasks is for none, however many hints there are', () => {
    const text = '# T\n\n> [!TIP]\n> x\n\n## Task 1: A\n\n## Task 2: B\n\nHint: b\n';
    expect(hintsIn(text)).toEqual([null, 'b']);
    expect(others(text)).toEqual(['x']);
  });
});

describe('parts that no student sees are reported with their line', () => {
  test.each([
    ['a hint above its TODO', '```\n# Hint: use a\n# TODO: Write\n```\n', [['hintNotRead', 4]]],
    [
      'a hint in code of its own',
      '```\n# TODO 1: a\n```\n\n```\n# Hint for TODO 1: b\n```\n',
      [['hintNotRead', 8]],
    ],
    ['a hint in an HTML comment', '<!--\nHINT 1: use a\n-->\n', [['hintNotRead', 4]]],
    [
      'a gap',
      '```\nFROM ____\nCMD ???\n```\n',
      [
        ['todoNotInComment', 4],
        ['todoNotInComment', 5],
      ],
    ],
  ])('tells of %s', (_, text, remarks) => {
    expect(remarksIn(`# T\n\n${text}`)).toEqual(remarks);
  });

  test.each([
    '```\n# TODO: Write\n# Hint: use a\nFROM ____\n```\n',
    '```\n# Solution 1: see the log\nls\n```\n',
    '<!-- solution -->\n',
    '```python\ndef __init__(self): pass\n```\n',
  ])('nothing is told of %j', (text) => {
    expect(remarksIn(`# T\n\n${text}`)).toEqual([]);
  });

  test('a lesson with very many remarks lists the first, and how many follow', () => {
    const { remarks } = readLesson({ text: `# T\n\n${'See TODO 9.\n\n'.repeat(900)}`, file: 'a.md' });
    expect(remarks).toHaveLength(201);
    expect(remarks.at(-1)).toMatchObject({ kind: 'moreRemarks', line: 403 });
    expect(remarks.at(-1)?.message).toContain('700 more');
  });
});
