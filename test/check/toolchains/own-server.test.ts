import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { replaced } from '../../support/replaced.ts';

/** The lesson about workflows brings a server of its own, a clock in Python, with its Dockerfile. */
const folder = join(import.meta.dirname, '../../../lessons/workflow-docker');
const name = '.github/workflows/image.yaml';

let check: Checker;
let lesson: InstalledLesson;
let answer: string;
beforeAll(async () => {
  [check, lesson, answer] = await Promise.all([
    openChecker(),
    loadLesson(folder),
    readFile(join(folder, 'solution', name), 'utf8'),
  ]);
});

const ready = (workflow: string, app: (text: string) => string = (text) => text): boolean | null => {
  const files = lesson.tree.files.map((file) =>
    file.path === 'app.py' ? { ...file, text: app(file.text ?? '') } : file,
  );
  const student = { files: { [name]: workflow }, complete: true };
  return check({ student, lesson: lesson.lesson, tree: { files } }).ready;
};

test('predicts that the workflow lesson passes with its own solution and with another correct one', async () => {
  expect(ready(answer)).toBe(true);
  expect(ready(await readFile(join(folder, 'also/by-commands', name), 'utf8'))).toBe(true);
});

describe('a workflow that the lesson does not take', () => {
  test.each([
    ['    needs: test\n', ''],
    ['branches: [main]', 'branches: [dev]'],
    ['          push: true\n', ''],
    ['${{ secrets.DOCKERHUB_TOKEN }}', 'secret'],
    ['python3 -m unittest', 'python3 -m pytest'],
    ['runs-on: ubuntu-latest', 'run-on: ubuntu-latest'],
  ])('predicts that a workflow with a mistake fails: %s → %s', (from, to) => {
    expect(ready(replaced(answer, from, to))).toBe(false);
  });
});

describe('a server in Python that a lesson brings', () => {
  test.each([
    ['("0.0.0.0", 8000)', '("", 8000)', true],
    ['("0.0.0.0", 8000)', '("0.0.0.0", 9000)', null],
    ['("0.0.0.0", 8000)', '("127.0.0.1", 8000)', null],
    ['("0.0.0.0", 8000)', '("0.0.0.0", int(sys.argv[1]))', null],
    ['import sys', 'import sys\nimport os', true],
    ['import sys', 'import sys\nzone = open("zone").read()', null],
    ['import sys', 'import sys\nimport os\nzone = os.environ["ZONE"]', null],
    ['import sys', 'import sys\nimport os\nzone = os.environ.get("ZONE")', null],
    ['import sys', 'import sys\nimport requests', null],
  ])('a server is read for where it listens, and for what it depends on: %s → %s', (from, to, expected) => {
    expect(ready(answer, (text) => replaced(text, from, to))).toBe(expected);
  });
});
