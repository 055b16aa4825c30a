import { happened } from '../asking.ts';
import { defineRule } from '../rule.ts';

export const entrypointStopsOnError = defineRule({
  id: 'EntrypointStopsOnError',
  severity: 'advice',
  reads: '`set -e` in the start script',
  texts: {
    title: 'The script stops at the first error',
    why: 'Without `set -e` the script goes on when the migrations fail, and the server answers with errors.',
    found:
      'Put `set -e` on the second line. Without it the server starts even when the migrations have failed.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  find: (view, tell) => {
    const script = happened(view, 'script', 'start')[0];
    if (script?.from == null) return [];
    const text = view.context.files.get(script.from)?.text ?? null;
    if (
      text === null ||
      /^\s*set\s+(?:-[a-z]*e|-o\s+errexit)/m.test(text) ||
      /^#!.*\s-[a-z]*e/.test(text) ||
      !/migrate/.test(text)
    )
      return [];
    if (/migrate[^\n]*&&/.test(text)) return [];
    return [{ file: script.from, line: 1, message: tell('found') }];
  },
});
