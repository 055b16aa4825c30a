import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import type { CheckReport } from '../../../src/check/model/report.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { translate } from '../../../src/wording/wording.ts';

const folder = join(import.meta.dirname, '../../../lessons/go-docker');

let check: Checker;
let lesson: InstalledLesson;
let answer: string;
beforeAll(async () => {
  [check, lesson, answer] = await Promise.all([
    openChecker(),
    loadLesson(folder),
    readFile(join(folder, 'solution/Dockerfile'), 'utf8'),
  ]);
});

const report = (dockerfile: string): CheckReport =>
  check({ student: { files: { Dockerfile: dockerfile }, complete: true }, ...lesson });
const open = ({ todos }: CheckReport): readonly number[] =>
  todos.filter(({ status }) => status !== 'done').map(({ n }) => n);
const sentences = ({ todos, findings }: CheckReport): string =>
  [...todos, ...findings].map(({ message }) => translate('en', message)).join('\n');

/** Other right ways to build the program. */
test.each([
  [
    'with go.mod first',
    (text: string) =>
      text.replace('COPY go.mod .\nCOPY *.go .', 'COPY go.mod ./\nRUN go mod download\nCOPY . ./'),
  ],
  [
    'into a folder',
    (text: string) =>
      text.replace('-o /server .', '-o=/out/ ./').replace('build /server', 'build /out/greeter'),
  ],
  ['of one file', (text: string) => text.replace('-o /server .', '-trimpath -o /server main.go')],
  [
    'with the variable in the image',
    (text: string) =>
      text.replace('CGO_ENABLED=0 ', '').replace('WORKDIR /src', 'WORKDIR /src\nENV CGO_ENABLED=0'),
  ],
  [
    'on Alpine, which has no C compiler',
    (text: string) => text.replace('golang:1.24', 'golang:1.24-alpine').replace('CGO_ENABLED=0 ', ''),
  ],
  [
    'from another folder',
    (text: string) => text.replace('RUN CGO', 'WORKDIR /\nRUN CGO').replace('go build', 'go build -C /src'),
  ],
])('a Go program built %s is ready', (_, change) => {
  const text = change(answer);
  expect(text).not.toBe(answer);
  const found = report(text);
  expect({ open: open(found), ready: found.ready }).toEqual({ open: [], ready: true });
});

/** Mistakes, with what is said. */
test.each([
  ['go.mod is not copied', (text: string) => text.replace('COPY go.mod .\n', ''), /go\.mod/],
  ['no Go file is copied', (text: string) => text.replace('COPY *.go .\n', ''), /main\.go|no Go files/],
  [
    'it is linked against the system’s library',
    (text: string) => text.replace('CGO_ENABLED=0 ', ''),
    /exec \/server: no such file/,
  ],
  ['the program lies elsewhere', (text: string) => text.replace('-o /server', '-o /app'), /server/],
  [
    'a package is named that is not there',
    (text: string) => text.replace('/server .', '/server ./cmd'),
    /no Go files in \/src\/cmd/,
  ],
  [
    'a user has a name that an empty image does not know',
    (text: string) => text.replace('USER 1000', 'USER app'),
    /unable to find user .?app/,
  ],
  [
    'the user is root by name, whom an empty image does not know either',
    (text: string) => text.replace('USER 1000', 'USER 1000\nUSER root'),
    /unable to find user .?root/,
  ],
  [
    'the group has a name',
    (text: string) => text.replace('USER 1000', 'USER 1000:staff'),
    /unable to find group .?staff/,
  ],
])('a Go program is not ready where %s', (_, change, says) => {
  const text = change(answer);
  expect(text).not.toBe(answer);
  const found = report(text);
  expect(found.ready).toBe(false);
  expect(sentences(found)).toMatch(says);
  expect(sentences(found)).not.toMatch(/python|\bpip\b|\buv\b|manage\.py|django/i);
});

test.each([
  (text: string) => text.replace('COPY --from=build /server /server\n', ''),
  (text: string) => text.replace('COPY --from=build', '# COPY --from=build'),
  (text: string) => text.replace('COPY --from=build /server /server', 'COPY main.go /main.go'),
])('a program that is not taken out of its stage leaves the TODO of the build done', (change) => {
  const found = report(change(answer));
  expect({ open: open(found), ready: found.ready }).toEqual({ open: [4, 6], ready: false });
});

test('a program that is taken out of another stage than its own leaves the TODO of the build open', () => {
  const second = 'FROM golang:1.24 AS other\nFROM scratch';
  const text = answer.replace('FROM scratch', second).replace('--from=build', '--from=other');
  expect(open(report(text))).toContain(2);
});

test.each([
  ['8080', true],
  ['9000', false],
  ['', true],
])('a variable that the lesson’s docker run gives counts: PORT=%s', (PORT, ready) => {
  const { manifest } = lesson.lesson;
  if (manifest === null) throw new Error('the lesson has no manifest');
  const run = { ...manifest.run, environment: { PORT } };
  const changed = { ...lesson.lesson, manifest: { ...manifest, run } };
  const student = { files: { Dockerfile: answer }, complete: true };
  expect(check({ student, lesson: changed, tree: lesson.tree }).ready).toBe(ready);
});

/** Users whose names come with the files that are copied in. */
test.each([
  'COPY --from=build /etc/passwd /etc/group /etc/\nUSER nobody',
  'COPY --from=build /etc/passwd /etc/passwd\nUSER daemon',
])('a Go program may run as a user of a copied list: %s', (lines) => {
  const found = report(answer.replace('USER 1000', lines));
  expect(sentences(found)).not.toMatch(/unable to find/);
  expect(found.ready).toBe(true);
});
