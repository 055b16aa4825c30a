import { describe, expect, test } from '@jest/globals';
import { roleByContent, roleByName } from '../../src/intake/file-role.ts';
import { dockerfile, ignore, script } from './short-files.ts';

describe('file roles', () => {
  test.each([
    ['Dockerfile', 'dockerfile'],
    ['dockerfile.txt', 'dockerfile'],
    ['Dockerfile (1)', 'dockerfile'],
    ['Dockerfile.dev', 'dockerfile'],
    ['web.dockerfile', 'dockerfile'],
    ['.dockerignore', 'dockerignore'],
    ['dockerignore', 'dockerignore'],
    ['dockerignore.txt', 'dockerignore'],
    ['Dockerfile.dockerignore', 'dockerignore'],
    ['entrypoint.sh', 'entrypoint'],
    ['C:\\work\\start.sh', 'entrypoint'],
    ['pyproject.toml', null],
    ['message.txt', null],
  ])('derives the role of %s from its name: %s', (name, role) => {
    expect(roleByName(name)).toBe(role);
  });

  test.each([
    ['a Dockerfile', dockerfile, 'dockerfile'],
    ['a Dockerfile in lower case', 'from a\nrun b\n', 'dockerfile'],
    ['a Dockerfile with comments first', `# syntax=docker/dockerfile:1\n# mine\n${dockerfile}`, 'dockerfile'],
    ['a Dockerfile with long RUNs', 'FROM a\nRUN x \\\n  y \\\n  z \\\n  w\n', 'dockerfile'],
    ['some lines of a Dockerfile', 'COPY . .\nRUN uv sync\n', 'dockerfile'],
    ['a Dockerfile with a heredoc', 'FROM a\nRUN <<EOF\nset -e\nEOF\n', 'dockerfile'],
    ['a script', script, 'entrypoint'],
    ['a script without a shebang', 'set -e\nexec python manage.py runserver\n', 'entrypoint'],
    ['a .dockerignore', ignore, 'dockerignore'],
    ['commands for a terminal', 'docker build -t app .\ndocker run app\n', null],
    ['a question', 'what is wrong with my file?\n', null],
    ['a single word', 'hello\n', null],
    ['JSON', '[{"id": 1}]\n', null],
    ['a traceback', 'Traceback (most recent call last):\n  File "x"\nKeyError: 1\n', null],
    ['comments alone', '# TODO\n', null],
    ['a sentence that begins with from', 'from my point of view it is fine\n', null],
  ])('derives the role of %s from its content', (_what, content, role) => {
    expect(roleByContent(content)?.role ?? null).toBe(role);
  });
});
