import { describe, expect, test } from '@jest/globals';
import { type Zippable, zipSync } from 'fflate';
import type { FileNames } from '../../src/intake/intake-result.ts';
import { defaultFileNames, readMessage } from '../../src/intake/read-message.ts';
import { readZip } from '../../src/intake/zip.ts';
import { lessonFiles } from './wrappings.ts';

const { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore } = lessonFiles;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const zip = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? bytes(content) : content,
      ]),
    ) as Zippable,
  );
const read = (content: Uint8Array, names: FileNames = defaultFileNames) =>
  readMessage(
    { text: '', files: [{ name: 'backend.zip', base64: Buffer.from(content).toString('base64') }] },
    names,
  );

describe('a zip of a student', () => {
  test.each([
    ['at its top', ''],
    ['in a folder', 'backend/'],
    ['deep down', './shop-main/apps/backend/'],
    ['in a folder with a blank and an accent', 'Mon dépôt/backend/'],
    ['with paths of Windows', 'shop\\backend\\'],
  ])('finds the lesson’s files in a zip %s', (_where, folder) => {
    const sent = zip({
      [`${folder}.dockerignore`]: ignore,
      [`${folder}Dockerfile`]: dockerfile,
      [`${folder}README.md`]: '# FROM here to there\n',
      [`${folder}core/manage.py`]: 'import os\n',
      [`${folder}entrypoint.sh`]: script,
    });
    expect(read(sent)).toEqual({
      kind: 'files',
      files: { Dockerfile: dockerfile, '.dockerignore': ignore, 'entrypoint.sh': script },
      problems: [],
    });
  });

  test('keeps the line endings of files in a zip', () => {
    const crlf = script.replaceAll('\n', '\r\n');
    expect(read(zip({ 'entrypoint.sh': crlf })).files).toEqual({ 'entrypoint.sh': crlf });
  });

  test('reports a file in a zip that has another name than Docker looks for', () => {
    expect(read(zip({ 'backend/Dockerfile.txt': dockerfile }))).toMatchObject({
      files: { Dockerfile: dockerfile },
      problems: [{ kind: 'misnamed', name: 'Dockerfile.txt', path: 'Dockerfile' }],
    });
  });

  test('takes the Dockerfile that Docker takes, of two in a folder of a zip', () => {
    const sent = zip({ 'Dockerfile.old': 'FROM scratch\n', Dockerfile: dockerfile, 'setup.sh': 'true\n' });
    expect(read(sent).files).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': 'true\n' });
  });

  test('takes the folder of a zip with the most of the lesson’s files, then the nearest to the top', () => {
    const most = zip({ Dockerfile: 'FROM scratch\n', 'b/Dockerfile': dockerfile, 'b/entrypoint.sh': script });
    expect(read(most).files).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': script });
    const nearest = zip({ 'a/b/Dockerfile': 'FROM scratch\n', 'a/Dockerfile': dockerfile });
    expect(read(nearest).files).toEqual({ Dockerfile: dockerfile });
  });

  test('a zip is searched for what its owner wrote, not for what tools put there', () => {
    const sent = zip({
      '__MACOSX/backend/._Dockerfile': 'x',
      'backend/._Dockerfile': 'x',
      'backend/.venv/lib/entrypoint.sh': 'x',
      'backend/node_modules/a/Dockerfile': 'FROM x\n',
      'backend/node_modules/a/.dockerignore': 'x\n',
      'backend/Dockerfile': dockerfile,
    });
    expect(read(sent).files).toEqual({ Dockerfile: dockerfile });
  });

  test('the further files of a lesson are found in a zip at their paths', () => {
    const names: FileNames = {
      ...defaultFileNames,
      further: [
        { path: 'nginx.conf', kind: 'nginx' },
        { path: 'deploy/compose.yaml', kind: 'compose' },
      ],
    };
    const sent = zip({
      'front/Dockerfile': dockerfile,
      'front/nginx.conf': 'server {}\n',
      'front/deploy/compose.yaml': 'services: {}\n',
    });
    expect(read(sent, names).files).toEqual({
      Dockerfile: dockerfile,
      'nginx.conf': 'server {}\n',
      'deploy/compose.yaml': 'services: {}\n',
    });
  });

  test('a zip without any of the lesson’s files is reported as such', () => {
    expect(read(zip({ 'core/manage.py': 'import os\n' }))).toMatchObject({
      kind: 'unreadable',
      problems: [{ kind: 'not-in-archive', name: 'backend.zip' }],
    });
  });
});

describe('a zip of a stranger', () => {
  /** Marks every file as compressed with another method. */
  const packedAs = (method: number, content: Uint8Array): Uint8Array => {
    const copy = Buffer.from(content);
    for (let from = copy.indexOf('PK\x01\x02'); from !== -1; from = copy.indexOf('PK\x01\x02', from + 4))
      copy.writeUInt16LE(method, from + 10);
    return copy;
  };
  const whole = zip({ Dockerfile: dockerfile });

  test.each([
    ['is cut off', whole.subarray(0, whole.length - 30)],
    ['is only its first bytes', whole.subarray(0, 8)],
    ['is packed in another way', packedAs(99, whole)],
    [
      'is noise behind its first bytes',
      new Uint8Array(Buffer.concat([whole.subarray(0, 4), Buffer.alloc(900, 7)])),
    ],
  ])('a zip that %s cannot be opened', (_what, content) => {
    expect(read(content)).toMatchObject({ kind: 'unreadable', problems: [{ kind: 'archive' }] });
  });

  test('a zip that holds another one under a file’s name is not opened further', () => {
    expect(read(zip({ Dockerfile: zip({ Dockerfile: dockerfile }) }))).toMatchObject({
      files: {},
      problems: [{ kind: 'archive', name: 'Dockerfile' }],
    });
  });

  test('a file that would be large is not unpacked', () => {
    const bomb = zip({ Dockerfile: new Uint8Array(3_000_000), 'entrypoint.sh': script });
    expect(read(bomb).files).toEqual({ 'entrypoint.sh': script });
  });

  test('a file that says that it is smaller than it is gives no more than it says', () => {
    const bomb = Buffer.from(zip({ Dockerfile: new Uint8Array(20_000_000).fill(35) }));
    const central = bomb.indexOf('PK\x01\x02');
    bomb.writeUInt32LE(100, central + 24);
    const content = readZip(bomb, defaultFileNames);
    const [file] = content.kind === 'files' ? content.files : [];
    expect(file === undefined || !('base64' in file) ? 0 : file.base64.length).toBeLessThan(200);
  });

  test('a file that a zip names a thousand times is read once', () => {
    const one = zip({ Dockerfile: dockerfile });
    const central = Buffer.from(one).indexOf('PK\x01\x02');
    const end = Buffer.from(one).indexOf('PK\x05\x06');
    const times = 1_000;
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(times, 8);
    tail.writeUInt16LE(times, 10);
    tail.writeUInt32LE((end - central) * times, 12);
    const entries = Array.from({ length: times }, () => one.subarray(central, end));
    const content = readZip(Buffer.concat([one.subarray(0, central), ...entries, tail]), defaultFileNames);
    expect(content).toMatchObject({ kind: 'files', files: [{ name: 'Dockerfile' }] });
  });

  test('a zip whose paths lead elsewhere is read by the names of its files alone', () => {
    const sent = zip({ '../../etc/Dockerfile': dockerfile, '../../etc/entrypoint.sh': script });
    expect(Object.keys(read(sent).files)).toEqual(['Dockerfile', 'entrypoint.sh']);
    expect(Object.keys(read(zip({ '/root/entrypoint.sh': script })).files)).toEqual(['entrypoint.sh']);
  });
});
