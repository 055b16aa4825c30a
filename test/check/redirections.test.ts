import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkSyntax } from '../../src/check/shell/syntax-check.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

/** Scripts with a redirection where a number, a name or nothing stands before it. */
const scripts = [
  '(echo) 2>/dev/null',
  '(echo) 9>/tmp/lock',
  '(echo) >&2',
  '(echo) 2>&-',
  '(:) 3<>/tmp/file',
  '{ echo; } 2>&1 | cat',
  '{ echo; } >/dev/null 2>&1 < /dev/null',
  'if true; then :; fi 2>&1',
  'for each in 1; do :; done 2>/dev/null',
  'while false; do :; done 0</dev/null',
  'case a in a) ;; esac 2>&1',
  'f() { echo; } 2>&1',
  'f() (echo) 2>/dev/null',
  'until (echo) 2>/dev/null; do :; done',
  '(cat) 0<<E\nx\nE',
  '{ cat; } <<E 2>&1\nx\nE',
  '[[ a == a ]] 2>/dev/null',
  '(echo) 12>/tmp/file',
  '(echo) {fd}>/tmp/file',
  '(echo) 2',
  '(echo) a>b',
  '(echo) 2>',
  '2>/dev/null echo',
  '2>&1',
  'echo a2>/tmp/file',
  'x=2>/tmp/file',
  'f 2>&1 ()',
];

/** A real shell's message about a script that it parses and does not run. */
function refuses(shell: string, script: string): boolean {
  try {
    execFileSync(shell, ['-n'], { input: `${script}\n`, stdio: ['pipe', 'ignore', 'ignore'] });
    return false;
  } catch {
    return true;
  }
}

describe('a redirection', () => {
  test.each(['dash', 'bash'] as const)(
    'a redirection is refused where %s refuses it, and nowhere else',
    (shell) => {
      const ours = scripts.filter((script) => checkSyntax(`${script}\n`, shell).refusal !== null);
      expect(ours).toEqual(scripts.filter((script) => refuses(shell, script)));
    },
  );
});

describe('an entrypoint that redirects', () => {
  let fixture: LessonFixture;
  beforeAll(async () => {
    fixture = await openLessonFixture();
  });

  test.each([
    ['sh', '{ uv run manage.py check; } 2>&1', true],
    ['sh', '(uv run manage.py check) 2>/dev/null', true],
    ['sh', '(echo locked) 9>/tmp/lock', true],
    ['sh', 'for each in 1 2; do echo "$each"; done 2>/dev/null', true],
    ['bash', 'until echo > /dev/tcp/db/5432; do sleep 1; done', false],
    ['bash', 'until (echo > /dev/tcp/db/5432) 2>/dev/null; do sleep 1; done', false],
    ['bash', 'until timeout 1 bash -c "echo > /dev/tcp/db/5432" 2>/dev/null; do sleep 1; done', false],
    ['bash', 'while ! exec 3<>/dev/tcp/postgres/5432; do sleep 1; done', false],
    ['bash', 'exec 3<>/dev/tcp/db/5432', null],
    ['bash', 'if echo > /dev/udp/10.0.0.1/53; then echo there; fi', null],
  ])('starts as %s reads it: %s', (shell, line, ready) => {
    const script = `#!/bin/${shell}\nset -e\n${line}\nuv run manage.py migrate\nexec uv run manage.py runserver 0.0.0.0:8000\n`;
    expect(fixture.check({ ...fixture.answer, 'entrypoint.sh': script }).ready).toBe(ready);
  });
});
