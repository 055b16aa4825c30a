import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../src/config/settings.ts';
import { dockerVersionIn, provableBy } from '../../src/lesson/checklist.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { pagesOf } from '../../src/lesson/pages.ts';
import { openLibrary } from '../../src/library/library.ts';

const shipped = async (): Promise<Lesson> => {
  const installed = (await openLibrary(readSettings({}).LESSONS_DIR)).get('backend-docker');
  if (installed === undefined) throw new Error('no lesson');
  return installed.lesson;
};

/** A lesson with one part. */
const lessonOf = async (markdown: string): Promise<Lesson> => ({
  ...(await shipped()),
  parts: [{ id: 'p', title: 'P', markdown, line: 1 }],
});
const textOf = async (markdown: string): Promise<string> =>
  pagesOf(await lessonOf(markdown))
    .map(({ text }) => text)
    .join('\n---\n');

describe('the pages of a lesson', () => {
  test('have all parts of the shipped lesson, in order, none too long', async () => {
    const lesson = await shipped();
    const pages = pagesOf(lesson);
    expect([...new Set(pages.map(({ title }) => title))]).toEqual(lesson.parts.map(({ title }) => title));
    expect(Math.max(...pages.map(({ text }) => text.length))).toBeLessThanOrEqual(1_500);
  });

  test('give away no hint', async () => {
    const lesson = await shipped();
    const all = pagesOf(lesson)
      .map(({ text }) => text)
      .join('\n');
    expect(all).not.toContain('<details');
    const hints = pagesOf(lesson).filter(({ title }) => title === 'Hints');
    expect(hints.map(({ text }) => text).join('')).not.toContain('```');
    expect(pages(lesson, 'Hints')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    [
      'a folded block',
      'before\n\n<details>\n<summary>Hint</summary>\n\nsecret\n\n</details>\n\nafter',
      'before\n\nafter',
    ],
    [
      'blocks in each other',
      '<details>\n\n<details>\n\na\n\n</details>\n\nsecret\n\n</details>\n\nafter',
      'after',
    ],
    ['a table', '| A | B |\n|---|---|\n| x | `y` |\n| z | |', '- **x** · `y`\n- **z**'],
    [
      'a table with a bar in its code',
      '| A | B |\n|---|---|\n| `x` | `a \\| b` and **c** |',
      '- **`x`** · `a | b` and **c**',
    ],
    ['boxes', '- [ ] one\n- [x] two', '☐ one\n☑ two'],
    ['a picture', '![a whale](https://x.test/w.png)', '[a whale](https://x.test/w.png)'],
    ['a link into the repository', 'see [this](../docs/a.md)', 'see this'],
    ['a comment', '<!-- not for you -->\n\ntext', 'text'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\nb'],
    ['a deep heading', '##### Small', '**Small**'],
    ['nothing', '', ''],
  ])('show %s as Discord can', async (_what, markdown, shown) => {
    expect(await textOf(markdown)).toBe(shown);
  });

  test('cut what is long at its lines, and leave no fence open', async () => {
    const code = Array.from({ length: 200 }, (_, i) => `RUN echo line ${i}`).join('\n');
    const long = pagesOf(
      await lessonOf(`text\n\n\`\`\`dockerfile\n${code}\n\`\`\`\n\n${'word '.repeat(900)}`),
    );
    expect(long.length).toBeGreaterThan(4);
    for (const { text } of long) {
      expect(text.length).toBeLessThanOrEqual(1_500);
      expect((text.match(/```/g) ?? []).length % 2).toBe(0);
    }
    const lines = long.flatMap(({ text }) =>
      [...text.matchAll(/RUN echo line (\d+)/g)].map(([, n]) => Number(n)),
    );
    expect(lines).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  test('cut code at its empty lines into pieces of about one length, and begin it beside what leads to it', async () => {
    const todo = (n: number): string =>
      `# TODO ${n}: Do it\n${'# A nudge that is some words long.\n'.repeat(8)}`;
    const code = [1, 2, 3, 4, 5, 6].map(todo).join('\n\n');
    const [first, second, ...more] = pagesOf(await lessonOf(`Fill this in:\n\n\`\`\`\n${code}\n\`\`\``)).map(
      ({ text }) => text,
    );
    expect(more).toEqual([]);
    expect(first).toMatch(/^Fill this in:\n\n```\n# TODO 1/);
    expect(second).toMatch(/^```\n# TODO \d/);
    expect(second?.length).toBeGreaterThan((first?.length ?? 0) / 2);
  });

  test('need time that grows with the text', async () => {
    const time = async (n: number): Promise<number> => {
      const lesson = await lessonOf('<details>\n\n[a]('.repeat(n) + '![['.repeat(n) + '- [ ] x\n'.repeat(n));
      const from = process.cpuUsage();
      pagesOf(lesson);
      return process.cpuUsage(from).user / 1_000;
    };
    await time(500);
    expect(await time(4_000)).toBeLessThan(60 * Math.max(2, await time(500)));
  });
});

const pages = (lesson: Lesson, title: string): readonly number[] =>
  pagesOf(lesson)
    .filter((page) => page.title === title)
    .flatMap(({ todos }) => todos);

describe('what proves an item of a checklist', () => {
  test.each([
    ['`.dockerignore` created in `backend/`', 'file'],
    ['`backend/Dockerfile` is there and has no TODO left', 'todos'],
    ['Image builds successfully: `docker build -t x .`', 'build'],
    ['Container runs: `docker run -p 8000:8000 x`', 'run'],
    ['API responds at http://localhost:8000/api/products/', 'answer'],
    ['`docker --version` prints a version', 'docker'],
    ['Docker Desktop is installed', 'docker'],
    ['Open a pull request', 'pull-request'],
    ['Branch pushed, commit message written', 'pull-request'],
    ['You can explain what a layer is', 'hand'],
    ['Read Part A', 'hand'],
  ])('follows from what it says: %s', async (text, kind) => {
    expect(provableBy({ text, line: 1 }, await shipped()).kind).toBe(kind);
  });

  test('finds the file that an item of a bare Markdown lesson names', () => {
    expect(provableBy({ text: '`Dockerfile` is there', line: 1 }, { manifest: null })).toEqual({
      kind: 'file',
      path: 'Dockerfile',
    });
  });

  test.each([
    ['Docker version 28.3.2, build 578ccf6', '28.3.2'],
    ['$ docker --version\nDocker version 20.10.24+dfsg1, build 297e128', '20.10.24+dfsg1'],
    ['bash: docker: command not found', null],
    ['Docker Compose version v2.39.1', null],
  ])('reads the version that Docker printed: %s', (output, version) => {
    expect(dockerVersionIn(output)).toBe(version);
  });
});
