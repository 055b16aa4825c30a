import { failureFor, placeOf, violationFor } from '../queries.ts';
import { defineRule } from '../rule.ts';
import { placeOfStart } from './slips/written-file.ts';

export const entrypointLineEndings = defineRule({
  id: 'EntrypointLineEndings',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the line ends of the script as it is in the image',
  texts: {
    title: 'The start script has Unix line endings',
    why: 'Windows editors end a line with two characters (CRLF). Linux takes the first of them for a part of the command, and does not find the interpreter.',
    crlf: 'This file was saved with Windows line endings (CRLF), so Linux looks for a program whose name ends with an invisible character: “no such file or directory”. Save it with LF: in VS Code, click CRLF at the bottom right.',
    inside:
      'From this line on the file has Windows line endings (CRLF), and /bin/sh takes the invisible character for a part of the command. Save it with LF: in VS Code, click CRLF at the bottom right.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\r\nset -e\r\nuv run python manage.py migrate\r\nexec uv run python manage.py runserver 0.0.0.0:8000\r\n',
  },
  find: (context, report) =>
    violationFor(failureFor(context, 'entrypoint-script', ['windows-line-endings']), (failure) => {
      const lines = context.buildContext.files.get(failure.at.file)?.text?.split('\n') ?? [];
      const first = lines.findIndex((line) => line.endsWith('\r'));
      // Only the first line determines whether an interpreter is found.
      return first > 0
        ? { ...placeOf(failure), line: first + 1, message: report('inside'), status: 'wrong' }
        : { ...placeOfStart(context, failure), message: report('crlf'), status: 'wrong' };
    }),
});
