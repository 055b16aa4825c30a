import { describe, expect, test } from '@jest/globals';
import { toolNames } from '../../.ci/house/tool-names.ts';

const found = (text: string, path = 'src/check/report/planted.ts') => toolNames([{ path, text }]);

describe('Names of single tools', () => {
  test.each([
    ['in a string', "if (words[0] === 'uv') stop();", 'uv'],
    ['in a name', 'const isDjangoProject = true;', 'isDjangoProject'],
    ['in a private field', 'class A { #uvFolder = 1; }', 'uvFolder'],
    ['in a pattern', 'const starts = /manage\\.py runserver/;', 'manage\\.py runserver'],
    ['in a pattern, behind a boundary', 'const calls = /\\buv\\s+sync/;', '\\buv\\s+sync'],
    ['in a template', 'const line = `RUN uvx $' + '{name}`;', 'RUN uvx '],
    [
      'in a table of a database',
      "ask('select count(*) from django_migrations');",
      'select count(*) from django_migrations',
    ],
    [
      'in an import',
      "import { sync } from '../toolchains/python-uv/sync.ts';",
      '../toolchains/python-uv/sync.ts',
    ],
    ['by its port', 'const port = 8000;', '8000'],
    [
      'in the default of a field that is described',
      "z.string().default('manage.py').describe('Its name.');",
      'manage.py',
    ],
  ])('reports code that names a tool %s', (_, text, token) => {
    expect(found(text)).toEqual([`src/check/report/planted.ts: ${token}`]);
  });

  test.each([
    ['in a comment', '// uv and Django bring manage.py, on 8000'],
    ['in a sentence of the catalogue', "const say = words('page', { en: { a: 'Run uv sync.' } });"],
    ['in the sentences of a rule', "const texts = { why: 'Django asks for it.' } as const;"],
    [
      'in the examples of a rule',
      "defineRule({ good: { Dockerfile: 'RUN uv sync' }, bad: { Dockerfile: 'RUN uv' } });",
    ],
    ['in the description of a field', "z.string().describe('The folder with manage.py.');"],
    ['as a part of another word', "const server = 'uvicorn'; const louvre = 18000;"],
    ['as a time', 'const pause = 8_000;'],
  ])('accepts a tool %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    'src/check/toolchains/python-uv/planted.ts',
    'workers/toolchains/planted.ts',
    'setup/toolchains/planted.js',
  ])('accepts a tool in a file that is a home of such knowledge: %s', (path) => {
    expect(found("const tool = 'uv';", path)).toEqual([]);
  });
});
