import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed } from '../mutation.ts';

/**
 * Commands of everyday programs with what Debian 12 made of them: each was run in the folder that `stage` makes, by dash, with an
 * empty environment and nothing to read. `unknown`: the check cannot know, and says so.
 */
const answers = z
  .record(
    z.string(),
    z.object({
      passes: z.array(z.string()).readonly(),
      fails: z.array(z.string()).readonly(),
      unknown: z.array(z.string()).readonly(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('program-answers.json', import.meta.url), 'utf8')));

const stage = String.raw`printf 'one\ntwo\nthree\n' >f; printf 'b 2\na 1\n' >g; mkdir d e full; touch full/x d/y`;

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const readyWith = (lines: string, script: string = answer.script): boolean | null =>
  fixture.check({
    Dockerfile: changed(answer.dockerfile, 'EXPOSE', `${lines}\nEXPOSE`),
    'entrypoint.sh': script,
    '.dockerignore': answer.ignore,
  }).ready;

const inStep = (command: string): boolean | null =>
  readyWith(`WORKDIR /w\nRUN ${stage}\nRUN ${command}\nWORKDIR /app/core`);

describe('a build', () => {
  test.each(Object.entries(answers))(
    'predicts the build from the exit code of each step that calls %s',
    (_, { passes, fails, unknown }) => {
      const told = (commands: readonly string[]): Record<string, boolean | null> =>
        Object.fromEntries(commands.map((command) => [command, inStep(command)]));
      const all = (commands: readonly string[], ready: boolean | null): Record<string, boolean | null> =>
        Object.fromEntries(commands.map((command) => [command, ready]));
      expect(told(passes)).toEqual(all(passes, true));
      expect(told(fails)).toEqual(all(fails, false));
      expect(told(unknown)).toEqual(all(unknown, null));
    },
  );
});

test('hardly anything about everyday programs is left unknown', () => {
  const counts = Object.values(answers).map((each) => [
    each.unknown.length,
    each.passes.length + each.fails.length + each.unknown.length,
  ]);
  const [unknown = 0, all = 1] = [0, 1].map((part) =>
    counts.reduce((sum, each) => sum + (each[part] ?? 0), 0),
  );
  expect(unknown / all).toBeLessThan(0.08);
});

describe('a start', () => {
  test.each([
    ['head -n x manage.py', false],
    ['find . -name', false],
    ['sed s/a/b manage.py', false],
    ['cut -d: manage.py', false],
    ["grep -q 'django' manage.py", true],
    ["grep -q '[' manage.py", false],
    ['printf %d x', false],
    ['tail -n 1 manage.py', true],
    ['sort -k 0 manage.py || true', true],
    ['if sort -k 0 manage.py; then exit 1; fi', true],
    ['cut -d: manage.py | cat', true],
    ['kill -l', true],
    ['kill -FOO 1', false],
    ['timeout x true', false],
  ] as const)('a script with -e goes on behind %s: %s', (command, ready) => {
    expect(readyWith('', answer.script.replace('set -e\n', `set -e\n${command}\n`))).toBe(ready);
  });

  test.each([
    ['CMD ["head", "-n", "x", "/entrypoint.sh"]', false],
    ['CMD ["sh", "-c", "find . -name; exec /entrypoint.sh"]', true],
    ['CMD ["sh", "-c", "find . -name && exec /entrypoint.sh"]', false],
    ['CMD nice -n x /entrypoint.sh', false],
    ['CMD ["nice", "-n", "5", "/entrypoint.sh"]', true],
    ['CMD ["env", "-u", "A=1", "/entrypoint.sh"]', false],
    ['CMD ["env", "--", "A=1", "/entrypoint.sh"]', true],
    ['CMD ["stdbuf", "-oX", "/entrypoint.sh"]', false],
    ['CMD ["stdbuf", "-o", "L", "/entrypoint.sh"]', true],
    ['CMD ["nohup", "/entrypoint.sh"]', true],
    ['CMD ["timeout", "1x", "/entrypoint.sh"]', false],
  ] as const)(
    'predicts a start through a wrapper program from how that program reads its arguments: %s',
    (line, ready) => {
      const { ready: told } = fixture.check({
        Dockerfile: changed(answer.dockerfile, 'ENTRYPOINT ["/entrypoint.sh"]', line),
        'entrypoint.sh': answer.script,
        '.dockerignore': answer.ignore,
      });
      expect(told).toBe(ready);
    },
  );
});

test('other families of systems have other programs: busybox is not asked what GNU refuses', () => {
  const { ready } = fixture.check({
    Dockerfile: changed(answer.dockerfile, 'EXPOSE', 'RUN sort -k 0 /entrypoint.sh\nEXPOSE').replace(
      'python:3.11-slim',
      'python:3.11-alpine',
    ),
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
  });
  expect(ready).not.toBe(false);
});
