import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LessonError } from '../../src/lesson/error.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';

const read = (markdown: string): Lesson => parseLesson({ text: markdown, file: 'some/tea.md' }).lesson;
const teaHouse = readFileSync(new URL('lessons/tea-house.md', import.meta.url), 'utf8');

function refusal(markdown: string): LessonError {
  try {
    read(markdown);
  } catch (error) {
    if (error instanceof LessonError) return error;
    throw error;
  }
  throw new Error('the lesson was accepted');
}

const template = (...rows: readonly string[]): string =>
  ['# T', '', '```dockerfile', 'FROM alpine', ...rows, '```', ''].join('\n');
const hint = (summary: string, body = 'RUN true'): string =>
  `\n<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>\n`;

describe('a lesson that looks quite different', () => {
  const lesson = parseLesson({ text: teaHouse, file: 'lessons/tea-house.md' }).lesson;

  test('its name and its aims', () => {
    expect(lesson.slug).toBe('tea-house');
    expect(lesson.title).toBe('The Tea House in a Box');
    expect(lesson.objectives).toEqual(['write a `Dockerfile` with three steps', 'say what a **layer** is']);
    expect(lesson.manifest).toBeNull();
  });

  test('its parts are the sections under the title, each with its own text', () => {
    expect(lesson.parts.map(({ id }) => id)).toEqual([
      'learning-objectives',
      'first-look-around',
      'second-the-dockerfile',
      'tick-them-off',
      'hints',
    ]);
    expect(lesson.parts[1]?.markdown).toContain('### A closer look\n\nNothing here.');
    expect(lesson.parts[1]?.line).toBe(12);
  });

  test('its TODOs, whatever their numbers and however they are written', () => {
    expect(lesson.todos.map(({ n, title, line }) => [n, title, line])).toEqual([
      [5, 'Start the site', 42],
      [10, 'Bring the list of packages', 34],
      [20, 'install what TODO 10 brought', 38],
    ]);
    expect(lesson.todos[1]?.nudges).toEqual(['It is called requirements.txt', '  flask==3']);
    expect(lesson.todos[2]?.nudges).toEqual(['Hint: pip can do it']);
    expect(lesson.template).toMatch(/^FROM python:3.12-slim\n[\s\S]*Start the site$/);
  });

  test('its hints: by number, without blank lines, and without a number', () => {
    expect(lesson.todos.map((todo) => todo.hint)).toEqual([
      null,
      '    COPY requirements.txt .',
      'RUN pip install -r requirements.txt',
    ]);
    expect(lesson.otherHints).toEqual([
      {
        title: 'Why is it slow?',
        hint: 'Ask about [layers](https://docs.docker.com/).\n\n```html\n</details>\n```',
      },
    ]);
  });

  test('its boxes, its table in another order, and its commands without what they print', () => {
    expect(lesson.checklist).toEqual([
      { text: 'the image builds', line: 47 },
      { text: '`docker run` works', line: 48 },
    ]);
    expect(lesson.instructions).toEqual([
      { instruction: 'FROM', purpose: 'Picks a base', example: 'FROM alpine' },
      { instruction: 'CMD', purpose: 'Says what to run', example: 'CMD ["tea"]' },
    ]);
    expect(lesson.commands).toEqual([
      { command: 'docker images', comment: 'all of them' },
      { command: 'docker build -t tea .', comment: null },
    ]);
  });

  test.each([
    ['Windows line ends', teaHouse.replaceAll('\n', '\r\n')],
    ['old Mac line ends', teaHouse.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${teaHouse}`],
  ])('the same lesson with %s', (_, text) => {
    expect(read(text)).toEqual(read(teaHouse));
  });
});

describe('TODOs', () => {
  test.each([
    ['# TODO 1: Install', 'Install'],
    ['# TODO 1 Install', 'Install'],
    ['#TODO 1. Install', 'Install'],
    ['# todo 1 – Install', 'Install'],
    ['## **TODO 1: Install**', 'Install'],
    ['  # TODO #1: Install', 'Install'],
    ['# TODO(1): Install', 'Install'],
    ['# TODO-1: Install', 'Install'],
    ['# TODO 1', 'TODO 1'],
    ['# TODO 1:\n# Install', 'Install'],
    ['# TODO 1:\n# Hint: Install', 'TODO 1'],
  ])('%j', (row, title) => {
    expect(read(template(row)).todos.map((todo) => [todo.n, todo.title])).toEqual([[1, title]]);
  });

  test.each([
    '# Do TODO 1 first',
    'RUN echo TODO 1',
    '# TODO 1st',
    '# Todo list of the shop',
    '# Task runner',
  ])('%j is none', (row) => {
    expect(read(template(row)).todos).toEqual([]);
  });

  test('ten of them, TODO 0 and a gap', () => {
    const numbers = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10];
    const lesson = read(template(...numbers.map((n) => `# TODO ${n}: do ${n}\n`)));
    expect(lesson.todos.map(({ n }) => n)).toEqual(numbers);
  });

  test('a mention of another TODO is a nudge', () => {
    const lesson = read(
      template(
        '# TODO 1: a',
        '# TODO 2 needs this',
        '',
        '# TODO 2: b',
        '# see TODO 1',
        '# TODO 1 comes first',
      ),
    );
    expect(lesson.todos.map(({ title, nudges }) => [title, nudges])).toEqual([
      ['a', ['TODO 2 needs this']],
      ['b', ['see TODO 1', 'TODO 1 comes first']],
    ]);
  });

  test('neighbours without an empty line between them stay apart', () => {
    const lesson = read(template('# TODO 1: a', '# nudge', '# TODO 2: b', 'RUN true', '# no nudge'));
    expect(lesson.todos.map(({ nudges }) => nudges)).toEqual([['nudge'], []]);
  });

  test('the line is right in a list, in a quote and in an indented block', () => {
    const quoted = '# T\n\n> ```dockerfile\n> FROM a\n> # TODO 1: x\n> ```\n';
    const listed = '# T\n\n- see\n\n  ```dockerfile\n  FROM a\n  # TODO 1: x\n  ```\n';
    const indented = '# T\n\nSee:\n\n    FROM a\n    # TODO 1: x\n';
    expect(read(quoted).todos[0]).toMatchObject({ title: 'x', line: 5 });
    expect(read(listed).todos[0]).toMatchObject({ title: 'x', line: 7 });
    expect(read(indented).todos[0]).toMatchObject({ title: 'x', line: 6 });
    expect(read(indented).template).toBe('FROM a\n# TODO 1: x');
  });

  test('an excerpt of the template, quoted later, is not a second TODO', () => {
    const excerpt = '\n```dockerfile\n# TODO 2: b\nRUN true\n```\n';
    const lesson = read(template('# TODO 1: a', '', '# TODO 2: b') + excerpt);
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2]);
    expect(lesson.template).not.toContain('RUN true');
  });

  test('a template in two pieces is one template', () => {
    const lesson = read(`${template('# TODO 1: a')}\nThen:\n\n\`\`\`dockerfile\n# TODO 2: b\n\`\`\`\n`);
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2]);
    expect(lesson.template).toBe('FROM alpine\n# TODO 1: a\n\n# TODO 2: b');
  });

  test('what is in a hint is no template', () => {
    const lesson = read(`# T\n${hint('Hint', '```dockerfile\nFROM a\n# TODO 1: x\n```')}`);
    expect(lesson.todos).toEqual([]);
    expect(lesson.template).toBeNull();
  });

  test.each(['dockerfile', 'Dockerfile', 'docker', '{.dockerfile}', 'text', ''])(
    'a fence labelled %j',
    (label) => {
      const { template: text } = read(template('# TODO 1: a').replace('```dockerfile', `\`\`\`${label}`));
      expect(text).toBe('FROM alpine\n# TODO 1: a');
    },
  );

  test('a lesson about another file has TODOs but no Dockerfile', () => {
    const lesson = read('# T\n\n```yaml\nservices:\n  # TODO 1: name it\n  # Hint: web\n```\n');
    expect(lesson.todos).toMatchObject([{ n: 1, title: 'name it', nudges: ['Hint: web'], line: 5 }]);
    expect(lesson.template).toBeNull();
  });
});

describe('hints', () => {
  const base = template('# TODO 3: Three', '', '# TODO 4: Four');

  test.each([
    'TODO 3',
    'Hint 3',
    'hint #3',
    'Hint for TODO 3',
    'Hint for TODO 3 — x',
    'Hint for todo 3: Copy 2 files',
    'Solution (TODO 3)',
    '<strong>Hint for TODO&nbsp;3</strong>',
    'Hint for step 3',
  ])('%j is for TODO 3', (summary) => {
    const lesson = read(base + hint(summary));
    expect(lesson.todos.map((todo) => todo.hint)).toEqual(['RUN true', null]);
    expect(lesson.otherHints).toEqual([]);
  });

  test.each(['Hint', 'Hint for Python 3', 'Stuck?', 'Hint for TODO'])(
    '%j names none, so it is for the TODO before it, and the author is told',
    (summary) => {
      const { lesson, remarks } = parseLesson({ text: base + hint(summary), file: 'a.md' });
      expect(lesson.todos.map((todo) => todo.hint)).toEqual([null, 'RUN true']);
      expect(lesson.otherHints).toEqual([]);
      expect(remarks).toMatchObject([{ kind: 'guessedHint', line: 10, column: 1 }]);
    },
  );

  test.each(['Why is it slow?', 'Expected output', '3'])('%j is help for no TODO', (summary) => {
    const lesson = read(base + hint(summary));
    expect(lesson.todos.map((todo) => todo.hint)).toEqual([null, null]);
    expect(lesson.otherHints).toEqual([{ title: summary, hint: 'RUN true' }]);
  });

  test('one for two TODOs, and two for one', () => {
    const both = read(base + hint('Hint for TODOs 3 and 4'));
    expect(both.todos.map((todo) => todo.hint)).toEqual(['RUN true', 'RUN true']);
    const two = read(base + hint('Hint for TODO 3', 'first') + hint('TODO 3, the answer', 'second'));
    expect(two.todos[0]?.hint).toBe('first\n\nsecond');
  });

  test('all on one line, in capitals, already open', () => {
    const lesson = read(`${base}\n<DETAILS open><SUMMARY>Hint 3</SUMMARY> RUN \`x\` </DETAILS>\n`);
    expect(lesson.todos[0]?.hint).toBe('RUN `x`');
  });

  test('inside one another: a box of hints, and a second step inside a hint', () => {
    const box = `${base}\n<details>\n<summary>All hints</summary>\n${hint('TODO 3', 'three')}${hint('TODO 4', 'four')}\n</details>\n`;
    expect(read(box).todos.map((todo) => todo.hint)).toEqual(['three', 'four']);
    expect(read(box).otherHints).toEqual([]);
    const step = `${base}${hint('TODO 3', `nudge\n${hint('The answer', 'three')}`)}`;
    expect(read(step).todos[0]?.hint).toMatch(/^nudge\n[\s\S]*<summary>The answer<\/summary>\n\nthree/);
    expect(read(step).otherHints).toEqual([]);
    const cuckoo = `${base}${hint('TODO 3', `three\n${hint('TODO 4', 'four')}`)}`;
    expect(read(cuckoo).todos.map((todo) => todo.hint)).toEqual(['three', 'four']);
  });

  test('in a list and in a quote, without the list’s indent and the quote’s marks', () => {
    const listed = `${base}\n- <details>\n  <summary>Hint 3</summary>\n\n  \`\`\`sh\n  a\n    b\n  \`\`\`\n\n  </details>\n`;
    expect(read(listed).todos[0]?.hint).toBe('```sh\na\n  b\n```');
    const quoted = `${base}\n> <details>\n> <summary>Hint 3</summary>\n>\n> one\n>\n> two\n>\n> </details>\n`;
    expect(read(quoted).todos[0]?.hint).toBe('one\n\ntwo');
  });

  test('tags in code and in comments are text', () => {
    const lesson = read(
      `${base}\nWrite \`<details>\`, or\n\n    <details>\n\n<!-- <details> -->\n${hint('Hint 3')}`,
    );
    expect(lesson.todos[0]?.hint).toBe('RUN true');
  });

  test('headings and boxes in a hint are not the lesson’s', () => {
    const lesson = read(`${base}\n## Part\n${hint('Hint 3', '## Inside\n\n- [ ] box')}\n## Next\n`);
    expect(lesson.parts.map(({ title }) => title)).toEqual(['Part', 'Next']);
    expect(lesson.checklist).toEqual([]);
  });

  test('an empty one is none, and the author is told', () => {
    const { lesson, remarks } = parseLesson({ text: base + hint('Hint 3', ''), file: 'a.md' });
    expect(lesson.todos[0]?.hint).toBeNull();
    expect(remarks).toMatchObject([{ kind: 'emptyHint', line: 10 }]);
  });

  test('one for a TODO that is not there is kept, and the author is told on which line', () => {
    const { lesson, remarks } = parseLesson({ text: base + hint('Hint for TODO 7'), file: 'a.md' });
    expect(lesson.otherHints).toEqual([{ title: 'Hint for TODO 7', hint: 'RUN true' }]);
    expect(remarks).toMatchObject([{ kind: 'orphanHint', line: 10 }]);
    expect(remarks[0]?.message).toContain('TODO 7');
  });

  test('a </details> that closes nothing does no harm, and the author is told', () => {
    const { lesson, remarks } = parseLesson({ text: `${base}\n</details>\n${hint('TODO 3')}`, file: 'a.md' });
    expect(lesson.todos[0]?.hint).toBe('RUN true');
    expect(remarks).toMatchObject([{ kind: 'strayClose', line: 10 }]);
  });

  test('without a template the hints say which TODOs there are', () => {
    const lesson = read(`# T\n${hint('Hint for TODO 2 (Copy things)')}${hint('Hint 1')}`);
    expect(lesson.todos.map(({ n, title, hint: text }) => [n, title, text])).toEqual([
      [1, 'TODO 1', 'RUN true'],
      [2, 'Copy things', 'RUN true'],
    ]);
  });
});

describe('the outline', () => {
  test('parts may be of any depth, and of several', () => {
    expect(read('# T\n\n### A\n\n#### a\n\n### B\n').parts.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(read('# T\n\n### A\n\n## B\n\n### b\n').parts.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(read('Title\n=====\n\nPart\n----\n').parts.map(({ title }) => title)).toEqual(['Part']);
  });

  test('the title is the one heading above all others', () => {
    expect(read('## Only title\n\n### A\n').title).toBe('Only title');
    expect(read('## Before\n\n# The `real` **title**\n').title).toBe('The real title');
  });

  test('ids are unique, and there always is one', () => {
    const ids = read('# T\n\n## Été à la carte!\n\n## ete a la carte\n\n## 🎉\n\n## 第一部\n').parts.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['ete-a-la-carte', 'ete-a-la-carte-2', 'part', '第一部']);
  });

  test('front matter is not part of the lesson, a rule at the top is', () => {
    expect(read('---\nlayout: page\n---\n# T\n\n```\nFROM a\n# TODO 1: x\n```\n').todos[0]?.line).toBe(8);
    expect(read('---\n\n# T\n\n---\n').title).toBe('T');
  });

  test.each([
    '**Objectives**\n\n- a\n- b\n',
    '**Learning Objectives:**\n- a\n- b\n',
    '### Your learning goals\n\nYou will:\n\n* a\n* b\n',
    '## What you will learn\n\n1. a\n2. b\n',
  ])('objectives in %j', (text) => {
    expect(read(`# T\n\n${text}\n## Next\n\n- c\n`).objectives).toEqual(['a', 'b']);
  });

  test('a list that only talks about objectives is none', () => {
    expect(read('# T\n\nThe objectives of this course are many.\n\n- a\n').objectives).toEqual([]);
  });

  test('a script is not a list of commands', () => {
    expect(read('# T\n\n```bash\n#!/bin/sh\nset -e\n```\n').commands).toEqual([]);
  });

  test('a comment belongs to the command right below it', () => {
    const { commands } = read(
      '# T\n\n```sh\n# far away\n\nls\n# one\n# two\npwd\ngit commit -m "a # b"\n```\n',
    );
    expect(commands).toEqual([
      { command: 'ls', comment: null },
      { command: 'pwd', comment: 'one two' },
      { command: 'git commit -m "a # b"', comment: null },
    ]);
  });
});

describe('a lesson that cannot be used says why and where', () => {
  test.each([
    ['empty', '', 'empty', 1],
    ['only spaces', ' \n\t\n', 'empty', 1],
    ['only a byte order mark', '\uFEFF', 'empty', 1],
    ['binary', '# T\n\n\0\u0001', 'binary', 3],
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
  ])('%s', (_, markdown, problem, line) => {
    const error = refusal(markdown);
    expect([error.problem, error.line]).toEqual([problem, line]);
    expect(error.file).toBe('some/tea.md');
    expect(error.located).toBe(`some/tea.md:${line}: ${error.message}`);
  });

  test('far too large', () => {
    expect(refusal(`# T\n${'x'.repeat(600_000)}`).message).toContain('512 KB');
  });

  test('a duplicate names both lines', () => {
    expect(refusal(template('# TODO 1: a', '', '# TODO 1: b')).message).toContain('line 5');
  });
});

describe('any lesson of this shape', () => {
  /** A small generator with a seed: each failure can be had again. */
  const random = (seed: number): ((below: number) => number) => {
    let state = seed;
    return (below) => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (state >> 8) % below;
    };
  };
  const pick = <T>(items: readonly [T, ...T[]], below: (n: number) => number): T =>
    items[below(items.length)] ?? items[0];

  test.each(Array.from({ length: 150 }, (_, seed) => [seed]))('seed %i comes back as it was made', (seed) => {
    const below = random(seed + 1);
    const numbers = [...new Set(Array.from({ length: below(12) }, () => below(30)))];
    const todos = numbers.map((n) => ({
      n,
      title: `do thing ${String.fromCharCode(97 + below(26))}`,
      nudges: Array.from({ length: below(4) }, (_, i) => `nudge ${i} of it`),
      hint: below(4) === 0 ? null : `Use \`thing ${n}\`.\n\n\`\`\`sh\nthing ${n}\n\`\`\``,
    }));
    const comments = todos.flatMap(({ n, title, nudges }) => [
      `# ${pick(['TODO', 'todo', 'Todo'], below)} ${n}${pick([':', ' -', '.', ''], below)} ${title}`,
      ...nudges.map((nudge) => `#${pick([' ', ''], below)}${nudge}`),
      ...pick([[''], ['', ''], ['RUN true']], below),
    ]);
    const fence = pick(['```', '~~~', '`````'], below);
    const code = [
      `${fence}${pick(['dockerfile', 'Dockerfile', ''], below)}`,
      'FROM alpine',
      ...comments,
      fence,
    ];
    const blocks = todos
      .filter((todo) => todo.hint !== null)
      .map(({ n, hint: text }) => {
        const summary = pick(
          [`Hint for TODO ${n} (x)`, `TODO ${n}`, `Hint ${n}`, `Hint for TODO ${n} — x`],
          below,
        );
        return `<details>${pick(['', '\n'], below)}<summary>${summary}</summary>\n\n${text}\n\n</details>`;
      });
    const depth = pick(['##', '###', '####'], below);
    const sections = [
      ['Template', code.join('\n')],
      ['Hints', blocks.sort(() => below(3) - 1).join(pick(['\n', '\n\n'], below))],
      ['Boxes', '- [ ] one\n- [x] two'],
      ['Words', 'Some words.\n\n---'],
    ].sort(() => below(3) - 1);
    const markdown = `# L\n\n${sections.map(([name, body]) => `${depth} ${name}\n\n${body}\n`).join('\n')}`;
    const lesson = read(below(2) === 0 ? markdown : markdown.replaceAll('\n', '\r\n'));

    const expected = todos.toSorted((a, b) => a.n - b.n);
    expect(lesson.todos.map(({ line: _, ...todo }) => todo)).toEqual(expected);
    expect(lesson.otherHints).toEqual([]);
    expect(lesson.checklist.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(lesson.parts.map(({ title }) => title)).toEqual(sections.map(([name]) => name));
    const rows = markdown.split('\n');
    for (const todo of lesson.todos)
      expect(rows[todo.line - 1]).toMatch(new RegExp(`TODO ${todo.n}\\b`, 'i'));
    for (const part of lesson.parts) expect(rows[part.line - 1]).toBe(`${depth} ${part.title}`);
  });

  test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
    'cut short at will (%i), it loads or says why',
    (seed) => {
      const below = random(seed + 1000);
      const cut = teaHouse.slice(below(200), teaHouse.length - below(600));
      try {
        expect(read(cut).title).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(LessonError);
        expect((error as LessonError).line).toBeGreaterThan(0);
      }
    },
  );

  test('deep nesting does not exhaust the stack', () => {
    expect(read(`# T\n\n${'> '.repeat(3000)}deep\n`).title).toBe('T');
  });
});
