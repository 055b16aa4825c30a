import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '../../src/check/model/report.ts';
import { locales, translate } from '../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** What is said of the start, in both languages, where the lesson publishes no port. */
function startedBy(server: string): { readonly said: string; readonly report: CheckReport } {
  const { checker, lesson, tree, answer } = fixture;
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const files = {
    ...answer,
    'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec ${server}\n`,
  };
  const manifest = { ...lesson.manifest, port: null, probe: null };
  const report = checker({ student: { files, complete: true }, lesson: { ...lesson, manifest }, tree });
  const messages = [...report.todos, ...report.findings].flatMap(({ rule, message }) =>
    rule === 'ListensEverywhere' ? [message] : [],
  );
  return {
    said: locales.flatMap((to) => messages.map((each) => translate(to, each))).join('\n'),
    report,
  };
}

describe('the check of a lesson that publishes no port', () => {
  test.each([3000, 8000, 9000])('accepts a server on port %i', (port) => {
    const { said, report } = startedBy(`uv run python manage.py runserver 0.0.0.0:${port}`);
    expect(said).toBe('');
    expect(report.ready).not.toBe(false);
  });

  test('takes the port of the server where that listens for itself alone', () => {
    const { said } = startedBy('uv run python manage.py runserver 127.0.0.1:3000');
    expect(said).toContain('Write 0.0.0.0:3000.');
    expect(said).toContain('Écris 0.0.0.0:3000.');
    expect(said).not.toContain('8000');
  });

  test('mentions no port if nothing names one', () => {
    const { said } = startedBy('uv run python manage.py runserver localhost:$PORT');
    expect(said).not.toMatch(/8000|null/);
  });
});
