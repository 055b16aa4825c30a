import { migratesByText } from '../aims/meant-by-text.ts';
import { eventsOf } from '../queries.ts';
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
  find: (context, report) => {
    const script = eventsOf(context, 'script', 'start')[0];
    // With `set -e`, the failing cd would end the script, so that is reported first.
    if (script?.from == null || eventsOf(context, 'cd-ignored', 'start').length > 0) return [];
    const text = context.buildContext.files.get(script.from)?.text ?? null;
    if (text === null) return [];
    const lines = text.split(/[\r\n]+/).map((line) => line.slice(0, 500).trim());
    const stops = (line: string, index: number): boolean =>
      /^set\s+(?:-[a-z]*e|-o\s+errexit)/.test(line) || (index === 0 && /^#!.*\s-[a-z]*e/.test(line));
    const migrates = lines.find(migratesByText);
    if (migrates === undefined || migrates.includes('&&') || lines.some(stops)) return [];
    return [{ file: script.from, line: 1, message: report('found') }];
  },
});
