import { attempt, failuresFor, placeOf, shown } from '../asking.ts';
import { defineRule, type Hit } from '../rule.ts';

export const entrypointExecutable = defineRule({
  id: 'EntrypointExecutable',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the executable bit of the file that the container starts by',
  texts: {
    title: 'The start script is executable',
    why: 'Linux starts a file as a program only when its executable bit is set. Files arrive in the image without it.',
    broken:
      'Docker cannot read `{{written}}`, so the script is not made executable. A command that runs in the image begins with RUN.',
    not: 'The container starts by {{path}}, which is not executable: “permission denied”. Add a RUN step with chmod +x after the COPY, or copy it with --chmod=755.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile: 'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  find: (view, tell) => {
    for (const failure of failuresFor(view, 'entrypoint-script')) {
      if (failure.code !== 'not-executable') continue;
      const broken = attempt(view, /^\s*(?:\S+\s+)?chmod\b/);
      if (broken !== null) {
        const message = tell('broken', { written: broken.written });
        return [{ file: view.names.dockerfile, line: broken.line, message, status: 'wrong' }];
      }
      const path = String(failure.values.path);
      const copied = view.simulation.final?.files.find(
        (entry) => entry.from === failure.values.from && entry.executable === false,
      );
      return [
        {
          file: view.names.dockerfile,
          line: copied?.[0]?.[1].line ?? placeOf(failure).line,
          message: tell('not', { path: shown(failure, 'path') }),
          status: path === '' ? 'unknown' : 'wrong',
        },
      ];
    }
    return [];
  },
});

export const entrypointLineEndings = defineRule({
  id: 'EntrypointLineEndings',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the line ends of the script as it is in the image',
  texts: {
    title: 'The start script has Unix line ends',
    why: 'Windows editors end a line with two characters (CRLF). Linux takes the first of them for a part of the command, and does not find the interpreter.',
    crlf: 'This file was saved with Windows line ends (CRLF), so Linux looks for an interpreter with an invisible character in its name: “no such file or directory”. Save it with LF.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\r\nset -e\r\nuv run python manage.py migrate\r\nexec uv run python manage.py runserver 0.0.0.0:8000\r\n',
  },
  find: (view, tell) =>
    one(
      failuresFor(view, 'entrypoint-script').find(({ code }) => code === 'crlf'),
      (failure) => ({ ...placeOf(failure), message: tell('crlf'), status: 'wrong' }),
    ),
});

export const entrypointInterpreter = defineRule({
  id: 'EntrypointInterpreter',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the first line of the script, and whether the image has the program that it names',
  texts: {
    title: 'The first line of the start script names a shell of the image',
    why: 'The first line (`#!/bin/sh`) says which program reads the script. Without it Linux does not know how to run the file.',
    noShebang:
      'This script does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Make that its very first line.',
    mark: 'This file begins with an invisible mark (a BOM), so Linux does not see `#!/bin/sh`: “exec format error”. Save it as UTF-8 without BOM.',
    absent:
      'The first line asks for {{interpreter}}, which is not in this image: “no such file or directory”. Use #!/bin/sh.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      'set -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  find: (view, tell) =>
    one(
      failuresFor(view, 'entrypoint-script').find(
        ({ code }) => code === 'exec-format' || code === 'no-interpreter',
      ),
      (failure) => ({
        ...placeOf(failure),
        line: 1,
        message:
          failure.code === 'no-interpreter'
            ? tell('absent', { interpreter: shown(failure, 'interpreter') })
            : tell(failure.values.mark === 1 ? 'mark' : 'noShebang'),
        status: 'wrong',
      }),
    ),
});

export function one<T>(value: T | undefined, make: (value: T) => Hit): readonly Hit[] {
  return value === undefined ? [] : [make(value)];
}
