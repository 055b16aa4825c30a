import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ensureLockFile, readLessons } from '../../setup/lessons.js';

// What the run of the tests is made ready for is not what these lessons are about.
const names = ['LESSONS_DIR', 'DOCKHAND_SETUP_LESSONS'] as const;
const before = names.map((name) => [name, process.env[name]] as const);
let dir: string;
beforeEach(async () => {
  for (const name of names) delete process.env[name];
  dir = await mkdtemp(join(tmpdir(), 'lessons-'));
  process.env.LESSONS_DIR = dir;
  await put('good', 'slug: good\nbackend: project\n');
});
afterEach(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  jest.restoreAllMocks();
  await rm(dir, { recursive: true, force: true });
});
const put = async (name: string, manifest: string): Promise<void> => {
  await mkdir(join(dir, name));
  await writeFile(join(dir, name, 'manifest.yaml'), manifest);
};

test.each([
  ['is no YAML', 'slug: ['],
  ['is empty', ''],
  ['is a list', '- slug\n'],
  ['is a sentence', 'to be written\n'],
  ['has a key twice', 'slug: a\nslug: b\n'],
])('The set-up leaves out a lesson whose manifest %s, says so, and goes on', async (_what, manifest) => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await put('bad', manifest);
  expect((await readLessons()).map(({ slug }) => slug)).toEqual(['good']);
  expect(String(said.mock.calls[0])).toContain(join(dir, 'bad', 'manifest.yaml'));
});

test('The set-up takes the answer for the project, and makes no lock file in it, where students hand in their own', async () => {
  await put('own', 'slug: own\ncontext: student\n');
  const [, own] = await readLessons();
  expect(own).toMatchObject({ slug: 'own', backend: join(dir, 'own', 'solution') });
  await mkdir(join(dir, 'own', 'solution'));
  await writeFile(join(dir, 'own', 'solution', 'pyproject.toml'), '[project]\n');
  if (own === undefined) throw new Error('it is not read');
  expect(await ensureLockFile(own, 'none:at-all', () => undefined)).toBe(false);
});

test('The set-up takes fields of the wrong kind as they are written', async () => {
  await put('odd', 'slug: 7\nbackend: 3\nsolution: [a]\nfiles: none\nbaseImages: python\n');
  expect((await readLessons()).map(({ slug }) => slug)).toEqual(['7', 'good']);
});
