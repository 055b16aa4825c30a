import { describe, expect, test } from '@jest/globals';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();

const bugOf = (seed: string, round = 0, files = answer) => {
  const bug = ask('hunt', { seed, round }, files);
  if (bug === null) throw new Error('no bug');
  return bug;
};

describe('a planted bug', () => {
  test('plants the bug in one of the student’s own files, at the line that it reports', () => {
    for (let round = 0; round < 8; round += 1) {
      const bug = bugOf('ada', round);
      const own = answer[bug.file]?.split('\n') ?? [];
      const broken = bug.text.split('\n');
      expect(broken.slice(0, bug.line - 1)).toEqual(own.slice(0, bug.line - 1));
      expect(broken[bug.line - 1]).not.toBe(own[bug.line - 1]);
    }
  });

  test('plants the same bug when the student returns, another in the next round, and others for other students', () => {
    expect(bugOf('ada')).toEqual(bugOf('ada'));
    expect(bugOf('ada', 1).text).not.toBe(bugOf('ada').text);
    const first = Array.from({ length: 12 }, (_, student) => bugOf(`student ${student}`).text);
    expect(new Set(first).size).toBeGreaterThan(3);
  });

  test('accepts the student’s own file as a fix, and any other that works', () => {
    for (let round = 0; round < 6; round += 1) {
      const bug = bugOf('ada', round);
      const own = answer[bug.file] ?? '';
      const judged = (text: string) => ask('attempt', { seed: 'ada', round, text });
      expect(judged(own)).toMatchObject({ outcome: 'mended', isOwn: true });
      expect(judged(own.trimEnd())).toMatchObject({ outcome: 'mended', isOwn: true });
      expect(judged(`${own}\n# mended\n`)).toMatchObject({ outcome: 'mended', isOwn: false });
      expect(judged(bug.text)).toMatchObject({ outcome: 'still-there', lines: 0 });
    }
  });

  test('accepts neither an empty file nor nonsense as a fix', () => {
    for (const text of ['', '\n', 'hello', '\u0000'])
      expect(ask('attempt', { seed: 'ada', round: 0, text })?.outcome).not.toBe('mended');
  });

  test('plants no bug into files that are not right, or do not fit into a form', () => {
    const long = { ...answer, Dockerfile: `${answer.Dockerfile}${'# a long remark\n'.repeat(300)}` };
    expect(ask('hunt', { seed: 'ada', round: 0 }, { ...answer, Dockerfile: 'FROM scratch\n' })).toBeNull();
    expect(ask('hunt', { seed: 'ada', round: 0 }, {})).toBeNull();
    for (let round = 0; round < 6; round += 1) expect(bugOf('ada', round, long).file).not.toBe('Dockerfile');
  });
});

test('lists the changed lines of the broken file, and does not take reordered lines for the student’s own file', () => {
  const bug = bugOf('ada');
  const own = answer[bug.file] ?? '';
  const judged = (text: string) => ask('attempt', { seed: 'ada', round: 0, text });
  const mended = judged(`${own}# mended\n`);
  expect(mended?.change).toContain('+ # mended');
  expect(mended?.change.every((line) => /^[+-] /.test(line))).toBe(true);
  const lines = bug.text.trimEnd().split('\n');
  const swapped = [...lines.slice(0, -2), lines.at(-1), lines.at(-2)].join('\n');
  expect(judged(swapped)).toMatchObject({ isOwn: false, lines: 1 });
  expect(judged(swapped)?.change).toHaveLength(4);
});
