import { describe, expect, test } from '@jest/globals';
import { nothingToVerify } from '../../src/discord/render/verification/verify.ts';
import { parseManifest } from '../../src/lesson/manifest/read-manifest.ts';
import { fileNamesOf, mainFileOf, studentFilesOf } from '../../src/lesson/manifest/requested-files.ts';

const manifestWith = (studentFiles: string) =>
  parseManifest(
    `slug: a\nlesson: lesson.md\nimage: a\nport: 80\nprobe: {path: /, as: any}\nbaseImages: [debian]\ntodos: []\n${studentFiles}`,
    'manifest.yaml',
  ).manifest;

describe('the list of students’ files', () => {
  test('the usual three files are all needed where the lesson gives no list', () => {
    for (const files of [studentFilesOf(null), studentFilesOf(manifestWith(''))]) {
      expect(files.map(({ path }) => path)).toEqual(['Dockerfile', '.dockerignore', 'entrypoint.sh']);
      expect(files.every(({ needed }) => needed)).toBe(true);
    }
    expect(fileNamesOf(null).further).toEqual([]);
  });

  test('builds the first of two Dockerfiles, and takes the second for a file besides', () => {
    const manifest = manifestWith(
      'studentFiles: [{role: dockerfile, name: Dockerfile.prod}, {role: dockerfile, name: Dockerfile.dev}]',
    );
    expect(manifest.files.dockerfile).toBe('Dockerfile.prod');
    expect(studentFilesOf(manifest).map(({ role }) => role)).toEqual(['dockerfile', 'other']);
    expect(fileNamesOf(manifest).further).toEqual([{ path: 'Dockerfile.dev', kind: 'other' }]);
  });

  test('names what the lesson has in the place of a Dockerfile where nothing was sent yet', () => {
    const wanted = studentFilesOf(
      manifestWith(
        'studentFiles: [{role: other, name: a.md, needed: false}, {role: compose, name: compose.yaml}]',
      ),
    );
    expect(mainFileOf(wanted)?.path).toBe('compose.yaml');
    const said = JSON.stringify(nothingToVerify('en', { main: 'compose.yaml', dockerfile: 'Dockerfile' }));
    expect(said).toContain('I have no `compose.yaml` of yours yet');
    expect(said).toContain('Send me your `compose.yaml` first');
    expect(said).not.toContain('Dockerfile');
  });

  test('refuses a path that leads out of the project, and one that no field can be named by', () => {
    for (const name of ['/etc/passwd', '../x', 'a/../../x', 'x'.repeat(91)])
      expect(() => manifestWith(`studentFiles: [{role: other, name: ${name}}]`)).toThrow(
        /studentFiles\[0\]\.name/,
      );
  });
});
