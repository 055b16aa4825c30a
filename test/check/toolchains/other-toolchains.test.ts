import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import type { StudentFiles } from '../../../src/check/model/report.ts';
import { rules } from '../../../src/check/rules/index.ts';
import type { FileTree } from '../../../src/lesson/file-tree.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { fileNamesOf } from '../../../src/lesson/manifest/requested-files.ts';
import { planMutations } from '../../../src/lesson/mutations/mutations.ts';
import { loadLesson } from '../../../src/library/library.ts';
import { readStudentFiles } from '../../../src/library/student-files.ts';
import { locales, translate } from '../../../src/wording/wording.ts';
import { lessonWithoutManifest } from '../lesson-fixture.ts';

/** Words that belong to one toolchain. */
const uv = /\buv\b|manage\.py|django/i;
const npm = /\bnpm\b|package\.json|node_modules/;
const go = /\bgo\.mod\b|\bgo (?:build|run|mod)\b/;
const nginx = /nginx/i;
const poetry = /poetry/i;

/** The shipped lessons, each with the words of toolchains that it has nothing to do with. */
const lessons: readonly (readonly [slug: string, foreign: readonly RegExp[]])[] = [
  ['backend-docker', [npm, go, nginx, poetry]],
  ['fastapi-docker', [uv, npm, go, nginx, poetry]],
  ['frontend-docker', [uv, go, poetry]],
  ['go-docker', [uv, npm, nginx, poetry]],
  ['compose-docker', [uv, npm, go, nginx, poetry]],
  ['workflow-docker', [uv, npm, go, nginx, poetry]],
];

/** What students write in every lesson, and what used to be answered with the first lesson's tool. */
const slips = [
  'RUN source .venv/bin/activate',
  'RUN python -m nothing',
  'RUN python -c "import nothing"',
  'RUN pip install nothing-such',
  'RUN pip install requests',
  'RUN nothing --at-all',
  'RUN cat nothing.txt',
  'RUN cd nothing',
  'COPY nothing .',
  'USER nobody-such',
];

let checker: Checker;
beforeAll(async () => {
  checker = await openChecker();
});

/** All that the check says of files, in both languages. */
function said(files: StudentFiles['files'], lesson: Lesson, tree: FileTree): string {
  const { todos, findings, blocker } = checker({ student: { files, complete: true }, lesson, tree });
  const messages = [...todos, ...findings, ...(blocker === null ? [] : [blocker])];
  return locales.flatMap((locale) => messages.map(({ message }) => translate(locale, message))).join('\n');
}

/** The Dockerfile with a line behind its first FROM. */
const withLine = (dockerfile: string, line: string): string =>
  dockerfile.replace(/^(FROM .*\n)/m, (from) => `${from}${line}\n`);

function expectNoneOf(foreign: readonly RegExp[], text: string): void {
  for (const words of foreign) expect(text).not.toMatch(words);
}

describe('sentences of toolchains', () => {
  test.each(lessons)(
    'The check of %s never speaks of another toolchain, whichever of its known mistakes is made',
    async (slug, foreign) => {
      const { lesson, tree, solution } = await loadLesson(
        join(import.meta.dirname, '../../../lessons', slug),
      );
      const { manifest } = lesson;
      if (manifest === null || solution === null) throw new Error(`${slug} has no answer`);
      const { files } = await readStudentFiles(solution, fileNamesOf(manifest));
      const { mutations } = planMutations({ ...lesson, manifest }, files);
      expect(mutations.length).toBeGreaterThanOrEqual(6);
      for (const mutation of mutations) expectNoneOf(foreign, said(mutation.files, lesson, tree));
      const { dockerfile } = manifest.files;
      const text = files[dockerfile];
      if (text === undefined) return;
      for (const slip of slips)
        expectNoneOf(foreign, said({ ...files, [dockerfile]: withLine(text, slip) }, lesson, tree));
    },
  );

  test.each([
    [
      'Python',
      'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
      [uv, npm, go, nginx, poetry],
    ],
    ['Node', 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "app.js"]\n', [uv, go, nginx, poetry]],
    ['Go', 'FROM golang:1.24\nWORKDIR /app\nCOPY . .\nCMD ["/app/server"]\n', [uv, npm, nginx, poetry]],
    [
      'a shell',
      'FROM debian:stable-slim\nWORKDIR /app\nCOPY . .\nCMD ["sh", "run.sh"]\n',
      [uv, npm, go, nginx, poetry],
    ],
  ])(
    'The check without a manifest never speaks of another toolchain to who writes a Dockerfile of %s',
    (_what, Dockerfile, foreign) => {
      for (const slip of slips)
        expectNoneOf(
          foreign,
          said({ Dockerfile: withLine(Dockerfile, slip) }, lessonWithoutManifest, { files: [] }),
        );
    },
  );

  test.each(rules.filter(({ id }) => /^(?:DL|SC)\d+$/.test(id)).map((rule) => [rule.id, rule] as const))(
    'The reason of %s, which is of no lesson, never speaks of uv',
    (_id, { title, why }) => {
      for (const text of [title, why])
        for (const locale of locales) expect(translate(locale, text)).not.toMatch(uv);
    },
  );
});
