import { describe, expect, test } from '@jest/globals';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { read, teaHouse } from './lesson-texts.ts';

describe('an unusual lesson', () => {
  const lesson = parseLesson({ text: teaHouse, file: 'lessons/tea-house.md' }).lesson;

  test('reads its title and objectives', () => {
    expect(lesson.slug).toBe('tea-house');
    expect(lesson.title).toBe('The Tea House in a Box');
    expect(lesson.objectives).toEqual(['write a `Dockerfile` with three steps', 'say what a **layer** is']);
    expect(lesson.manifest).toBeNull();
  });

  test('reads the sections below the title as parts with their texts', () => {
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

  test('reads its TODOs with any numbers and notations', () => {
    expect(lesson.todos.map(({ n, title, line }) => [n, title, line])).toEqual([
      [5, 'Start the site', 42],
      [10, 'Bring the list of packages', 34],
      [20, 'install what TODO 10 brought', 38],
    ]);
    expect(lesson.todos[1]?.nudges).toEqual(['It is called requirements.txt', '  flask==3']);
    expect(lesson.todos[2]?.nudges).toEqual(['Hint: pip can do it']);
    expect(lesson.template).toMatch(/^FROM python:3.12-slim\n[\s\S]*Start the site$/);
  });

  test('reads its hints with and without a number', () => {
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

  test('reads its checklist, its table in another order, and its commands without their output', () => {
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
    ['Windows line endings', teaHouse.replaceAll('\n', '\r\n')],
    ['old Mac line endings', teaHouse.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${teaHouse}`],
  ])('reads the same lesson with %s', (_, text) => {
    expect(read(text)).toEqual(read(teaHouse));
  });
});
