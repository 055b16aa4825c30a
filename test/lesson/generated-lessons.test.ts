import { describe, expect, test } from '@jest/globals';
import { LessonError } from '../../src/lesson/error.ts';
import { read, teaHouse } from './lesson-texts.ts';

describe('generated lessons', () => {
  /** A small seeded generator, so that failures can be repeated. */
  const random = (seed: number): ((below: number) => number) => {
    let state = seed;
    return (below) => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (state >> 8) % below;
    };
  };
  const pick = <T>(items: readonly [T, ...T[]], below: (n: number) => number): T =>
    items[below(items.length)] ?? items[0];

  test.each(Array.from({ length: 150 }, (_, seed) => [seed]))(
    'reads the lesson of seed %i as generated',
    (seed) => {
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
    },
  );

  test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
    'reads or refuses the truncated lesson of seed %i',
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

  test('survives deep nesting', () => {
    expect(read(`# T\n\n${'> '.repeat(3000)}deep\n`).title).toBe('T');
  });
});
