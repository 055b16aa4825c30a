import { describe, expect, test } from '@jest/globals';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { hint, read, template } from './lesson-texts.ts';

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
  ])('assigns %j to TODO 3', (summary) => {
    const lesson = read(base + hint(summary));
    expect(lesson.todos.map((todo) => todo.hint)).toEqual(['RUN true', null]);
    expect(lesson.otherHints).toEqual([]);
  });

  test.each(['Hint', 'Hint for Python 3', 'Stuck?', 'Hint for TODO'])(
    'assigns %j to the TODO before it and reports that',
    (summary) => {
      const { lesson, remarks } = parseLesson({ text: base + hint(summary), file: 'a.md' });
      expect(lesson.todos.map((todo) => todo.hint)).toEqual([null, 'RUN true']);
      expect(lesson.otherHints).toEqual([]);
      expect(remarks).toMatchObject([{ kind: 'guessedHint', line: 10, column: 1 }]);
    },
  );

  test.each(['Why is it slow?', 'Expected output', '3'])('assigns %j to no TODO', (summary) => {
    const lesson = read(base + hint(summary));
    expect(lesson.todos.map((todo) => todo.hint)).toEqual([null, null]);
    expect(lesson.otherHints).toEqual([{ title: summary, hint: 'RUN true' }]);
  });

  test('assigns one hint to two TODOs, and two hints to one', () => {
    const both = read(base + hint('Hint for TODOs 3 and 4'));
    expect(both.todos.map((todo) => todo.hint)).toEqual(['RUN true', 'RUN true']);
    const two = read(base + hint('Hint for TODO 3', 'first') + hint('TODO 3, the answer', 'second'));
    expect(two.todos[0]?.hint).toBe('first\n\nsecond');
  });

  test('reads a hint on one line, in capitals, already open', () => {
    const lesson = read(`${base}\n<DETAILS open><SUMMARY>Hint 3</SUMMARY> RUN \`x\` </DETAILS>\n`);
    expect(lesson.todos[0]?.hint).toBe('RUN `x`');
  });

  test('reads hints inside one another', () => {
    const box = `${base}\n<details>\n<summary>All hints</summary>\n${hint('TODO 3', 'three')}${hint('TODO 4', 'four')}\n</details>\n`;
    expect(read(box).todos.map((todo) => todo.hint)).toEqual(['three', 'four']);
    expect(read(box).otherHints).toEqual([]);
    const step = `${base}${hint('TODO 3', `nudge\n${hint('The answer', 'three')}`)}`;
    expect(read(step).todos[0]?.hint).toMatch(/^nudge\n[\s\S]*<summary>The answer<\/summary>\n\nthree/);
    expect(read(step).otherHints).toEqual([]);
    const cuckoo = `${base}${hint('TODO 3', `three\n${hint('TODO 4', 'four')}`)}`;
    expect(read(cuckoo).todos.map((todo) => todo.hint)).toEqual(['three', 'four']);
  });

  test('reads hints in a list and in a quote without indentation and marks', () => {
    const listed = `${base}\n- <details>\n  <summary>Hint 3</summary>\n\n  \`\`\`sh\n  a\n    b\n  \`\`\`\n\n  </details>\n`;
    expect(read(listed).todos[0]?.hint).toBe('```sh\na\n  b\n```');
    const quoted = `${base}\n> <details>\n> <summary>Hint 3</summary>\n>\n> one\n>\n> two\n>\n> </details>\n`;
    expect(read(quoted).todos[0]?.hint).toBe('one\n\ntwo');
  });

  test('takes tags in code and comments for text', () => {
    const lesson = read(
      `${base}\nWrite \`<details>\`, or\n\n    <details>\n\n<!-- <details> -->\n${hint('Hint 3')}`,
    );
    expect(lesson.todos[0]?.hint).toBe('RUN true');
  });

  test('keeps headings and checkboxes of a hint out of the lesson', () => {
    const lesson = read(`${base}\n## Part\n${hint('Hint 3', '## Inside\n\n- [ ] box')}\n## Next\n`);
    expect(lesson.parts.map(({ title }) => title)).toEqual(['Part', 'Next']);
    expect(lesson.checklist).toEqual([]);
  });

  test('drops an empty hint and reports it', () => {
    const { lesson, remarks } = parseLesson({ text: base + hint('Hint 3', ''), file: 'a.md' });
    expect(lesson.todos[0]?.hint).toBeNull();
    expect(remarks).toMatchObject([{ kind: 'emptyHint', line: 10 }]);
  });

  test('keeps a hint for a missing TODO and reports its line', () => {
    const { lesson, remarks } = parseLesson({ text: base + hint('Hint for TODO 7'), file: 'a.md' });
    expect(lesson.otherHints).toEqual([{ title: 'Hint for TODO 7', hint: 'RUN true' }]);
    expect(remarks).toMatchObject([{ kind: 'orphanHint', line: 10 }]);
    expect(remarks[0]?.message).toContain('TODO 7');
  });

  test('ignores a stray </details> and reports it', () => {
    const { lesson, remarks } = parseLesson({ text: `${base}\n</details>\n${hint('TODO 3')}`, file: 'a.md' });
    expect(lesson.todos[0]?.hint).toBe('RUN true');
    expect(remarks).toMatchObject([{ kind: 'strayClose', line: 10 }]);
  });

  test('derives the TODOs from the hints if there is no template', () => {
    const lesson = read(`# T\n${hint('Hint for TODO 2 (Copy things)')}${hint('Hint 1')}`);
    expect(lesson.todos.map(({ n, title, hint: text }) => [n, title, text])).toEqual([
      [1, 'TODO 1', 'RUN true'],
      [2, 'Copy things', 'RUN true'],
    ]);
  });
});
