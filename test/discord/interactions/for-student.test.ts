import { expect, test } from '@jest/globals';
import type { CommandCall } from '../../../src/discord/interactions/command-call.ts';
import { renewed, type StudentRequest } from '../../../src/discord/interactions/for-student.ts';
import type { Services } from '../../../src/discord/interactions/services.ts';
import { lessonIn } from '../../../src/lesson/lesson-in.ts';
import { fileNamesOf, studentFilesOf } from '../../../src/lesson/manifest/requested-files.ts';
import { openLibrary } from '../../../src/library/library.ts';
import { localeOf } from '../../../src/wording/wording.ts';

const library = await openLibrary(new URL('../../../lessons', import.meta.url).pathname);
const installed = library.get('backend-docker');
if (installed === undefined) throw new Error('no lesson');
const { lesson, tree } = installed;
const { manifest } = lesson;
if (manifest === null) throw new Error('no manifest');

const call: CommandCall = {
  user: '2',
  guild: '1',
  channel: '3',
  roles: [],
  manages: false,
  locale: localeOf('fr'),
  at: 0,
  token: null,
};
const request: StudentRequest = {
  lesson: lessonIn(lesson, localeOf('fr')),
  tree,
  student: { guild: '1', user: '2' },
  guild: { id: '1', lesson: lesson.slug, taRole: null, taChannel: null, classChannel: null },
  names: fileNamesOf(manifest),
  wantedFiles: studentFilesOf(manifest),
};
const changed = {
  ...installed,
  lesson: {
    ...lesson,
    digest: 'another',
    manifest: { ...manifest, files: { ...manifest.files, dockerfile: 'Containerfile' } },
  },
};

test('A request that was renewed has all that its changed lesson says now, in the language of whoever asks', async () => {
  let now = installed;
  const services = {
    reloadLessons: async () => {
      now = changed;
    },
    lesson: () => now,
  } as unknown as Services;
  const again = await renewed(request, call, services);
  expect(again.lesson.digest).toBe('another');
  expect(again.names.dockerfile).toBe('Containerfile');
  expect(again.wantedFiles.map(({ path }) => path)).toContain('Containerfile');
  expect(again.lesson.title).toBe(request.lesson.title);
  expect(again.lesson.title).not.toBe(lesson.title);
  expect(again.student).toBe(request.student);
});

test('A request whose lesson has gone stays as it was', async () => {
  const services = { reloadLessons: async () => {}, lesson: () => null } as unknown as Services;
  expect(await renewed(request, call, services)).toBe(request);
});
