import { describe, expect, test } from '@jest/globals';
import { hint, read, template } from './lesson-texts.ts';

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
  ])('reads the TODO in %j', (row, title) => {
    expect(read(template(row)).todos.map((todo) => [todo.n, todo.title])).toEqual([[1, title]]);
  });

  test.each([
    '# Do TODO 1 first',
    'RUN echo TODO 1',
    '# TODO 1st',
    '# Todo list of the shop',
    '# Task runner',
  ])('finds no TODO in %j', (row) => {
    expect(read(template(row)).todos).toEqual([]);
  });

  test('reads ten TODOs with TODO 0 and a gap', () => {
    const numbers = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10];
    const lesson = read(template(...numbers.map((n) => `# TODO ${n}: do ${n}\n`)));
    expect(lesson.todos.map(({ n }) => n)).toEqual(numbers);
  });

  test('takes a mention of another TODO for a nudge', () => {
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

  test('separates TODOs without a blank line between them', () => {
    const lesson = read(template('# TODO 1: a', '# nudge', '# TODO 2: b', 'RUN true', '# no nudge'));
    expect(lesson.todos.map(({ nudges }) => nudges)).toEqual([['nudge'], []]);
  });

  test('counts lines in a list, a quote and an indented block', () => {
    const quoted = '# T\n\n> ```dockerfile\n> FROM a\n> # TODO 1: x\n> ```\n';
    const listed = '# T\n\n- see\n\n  ```dockerfile\n  FROM a\n  # TODO 1: x\n  ```\n';
    const indented = '# T\n\nSee:\n\n    FROM a\n    # TODO 1: x\n';
    expect(read(quoted).todos[0]).toMatchObject({ title: 'x', line: 5 });
    expect(read(listed).todos[0]).toMatchObject({ title: 'x', line: 7 });
    expect(read(indented).todos[0]).toMatchObject({ title: 'x', line: 6 });
    expect(read(indented).template).toBe('FROM a\n# TODO 1: x');
  });

  test('ignores a later excerpt of the template', () => {
    const excerpt = '\n```dockerfile\n# TODO 2: b\nRUN true\n```\n';
    const lesson = read(template('# TODO 1: a', '', '# TODO 2: b') + excerpt);
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2]);
    expect(lesson.template).not.toContain('RUN true');
  });

  test('joins a template in two pieces', () => {
    const lesson = read(`${template('# TODO 1: a')}\nThen:\n\n\`\`\`dockerfile\n# TODO 2: b\n\`\`\`\n`);
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2]);
    expect(lesson.template).toBe('FROM alpine\n# TODO 1: a\n\n# TODO 2: b');
  });

  test('takes no template from a hint', () => {
    const lesson = read(`# T\n${hint('Hint', '```dockerfile\nFROM a\n# TODO 1: x\n```')}`);
    expect(lesson.todos).toEqual([]);
    expect(lesson.template).toBeNull();
  });

  test.each(['dockerfile', 'Dockerfile', 'docker', '{.dockerfile}', 'text', ''])(
    'reads the template in a code block labelled %j',
    (label) => {
      const { template: text } = read(template('# TODO 1: a').replace('```dockerfile', `\`\`\`${label}`));
      expect(text).toBe('FROM alpine\n# TODO 1: a');
    },
  );

  test('reads the TODOs of a lesson without a Dockerfile', () => {
    const lesson = read('# T\n\n```yaml\nservices:\n  # TODO 1: name it\n  # Hint: web\n```\n');
    expect(lesson.todos).toMatchObject([{ n: 1, title: 'name it', nudges: ['Hint: web'], line: 5 }]);
    expect(lesson.template).toBeNull();
  });
});
