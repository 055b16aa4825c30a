import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { imagesOfAnswer, readLessons } from '../../setup/lessons.js';
import { ensureLockFile } from '../../setup/toolchains/index.js';
import { loadLesson } from '../../src/library/library.ts';

// The lessons that the test run was prepared for do not matter here.
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
const put = async (name: string, manifest: string, file = 'manifest.yaml'): Promise<void> => {
  await mkdir(join(dir, name));
  await writeFile(join(dir, name, file), manifest);
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

test.each([
  ['manifest.json', '{"slug": "other", "baseImages": ["python:3.11-slim"]}'],
  ['manifest.json', '\uFEFF{"slug": "other", "baseImages": ["python:3.11-slim"]}'],
  ['manifest.yml', 'slug: other\nbaseImages: ["python:3.11-slim"]\n'],
])('The set-up reads a lesson whose manifest is a %s: %j', async (file, manifest) => {
  await put('other', manifest, file);
  const [, other] = await readLessons();
  expect(other).toMatchObject({ slug: 'other', baseImages: ['python:3.11-slim'] });
});

test('The set-up passes over a folder without a manifest, and says nothing of it', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await mkdir(join(dir, 'notes'));
  expect((await readLessons()).map(({ slug }) => slug)).toEqual(['good']);
  expect(said).not.toHaveBeenCalled();
});

test.each([
  ['studentFiles:\n  - { role: dockerfile, name: docker/Dockerfile }\n', 'docker/Dockerfile'],
  [
    'files: { dockerfile: Elsewhere }\nstudentFiles:\n  - { role: compose, name: compose.yaml }\n  - { role: dockerfile, name: api/Dockerfile }\n  - { role: dockerfile, name: web/Dockerfile }\n',
    'api/Dockerfile',
  ],
  ['files: { dockerfile: deploy/Dockerfile }\n', 'deploy/Dockerfile'],
  ['studentFiles:\n  - { role: compose, name: compose.yaml }\n', 'Dockerfile'],
  ['studentFiles: Dockerfile\n', 'Dockerfile'],
])('The set-up makes ready the images of the Dockerfile that the bot builds: %j', async (manifest, path) => {
  await put('listed', `slug: listed\n${manifest}`);
  const [, listed] = await readLessons();
  if (listed === undefined) throw new Error('it is not read');
  expect(listed.dockerfile).toBe(path);
  await mkdir(join(listed.solution, dirname(path)), { recursive: true });
  await writeFile(join(listed.solution, path), 'FROM golang:1.23 AS build\nFROM alpine:3.22\n');
  expect(imagesOfAnswer(listed)).toEqual(['golang:1.23', 'alpine:3.22']);
});

test('The set-up finds the Dockerfile where the bot finds it, in every shipped lesson', async () => {
  const shelf = join(import.meta.dirname, '../../lessons');
  process.env.LESSONS_DIR = shelf;
  const read = await readLessons();
  expect(read.length).toBeGreaterThanOrEqual(5);
  for (const { slug, dockerfile, backend, solution } of read) {
    const { lesson } = await loadLesson(join(shelf, slug));
    const { manifest } = lesson;
    expect([slug, dockerfile]).toEqual([slug, manifest?.files.dockerfile]);
    const project = manifest?.context === 'student' ? manifest.solution : manifest?.backend;
    expect([backend, solution]).toEqual([
      join(shelf, slug, String(project)),
      join(shelf, slug, String(manifest?.solution)),
    ]);
  }
});
