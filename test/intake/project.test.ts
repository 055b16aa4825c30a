import { describe, expect, test } from '@jest/globals';
import { type ZipAttributes, type Zippable, zipSync } from 'fflate';
import type { FileNames, FileProblem } from '../../src/intake/intake-result.ts';
import { defaultFileNames, readMessage } from '../../src/intake/read-message.ts';
import { projectLimits } from '../../src/submission/project-limits.ts';

type Content = string | Uint8Array | readonly [string, { readonly mode: number }];

const names: FileNames = { ...defaultFileNames, context: 'student' };
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const fromUnix = (mode: number): ZipAttributes => ({ os: 3, attrs: mode * 0x1_00_00 }) as ZipAttributes;

const zip = (files: Readonly<Record<string, Content>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => {
        if (typeof content === 'string') return [path, bytes(content)];
        return [
          path,
          content instanceof Uint8Array ? content : [bytes(content[0]), fromUnix(content[1].mode)],
        ];
      }),
    ) as Zippable,
  );
const read = (content: Uint8Array, asked: FileNames = names, text = '') =>
  readMessage(
    { text, files: [{ name: 'shop.zip', base64: Buffer.from(content).toString('base64') }] },
    asked,
  );
const refusal = (content: Uint8Array): FileProblem | undefined => read(content).problems[0];

const express = {
  Dockerfile:
    'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
  '.dockerignore': 'node_modules\n',
  'package.json': '{ "name": "shop", "dependencies": { "express": "^5.0.0" } }\n',
  'package-lock.json': `{ "lockfileVersion": 3, "packages": {} }${' '.repeat(100_000)}\n`,
  'server.js': "require('express')().listen(3000);\n",
  'routes/teas.js': 'module.exports = [];\n',
};
const site = {
  Dockerfile: 'FROM nginx:stable\nCOPY . /usr/share/nginx/html\n',
  'index.html': '<h1>Tea</h1>\n',
  'css/main.css': 'h1 { color: green }\n',
};
const flask = {
  Dockerfile:
    'FROM python:3.11-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app app\n',
  'requirements.txt': 'flask==3.1.0\n',
  'app/__init__.py': 'from flask import Flask\napp = Flask(__name__)\n',
  'app/templates/index.html': '{{ title }}\n',
};
const spaced = {
  Dockerfile: 'FROM scratch\nCOPY ["my page.html", "/"]\n',
  'my page.html': 'hello\n',
  'données/thé vert.txt': 'Sencha\n',
};
const below = {
  'docker/Dockerfile': 'FROM scratch\n',
  'src/main.go': 'package main\n',
  'go.mod': 'module x\n',
};

const inFolder = <Files extends Readonly<Record<string, Content>>>(folder: string, files: Files) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}${path}`, content]));

describe('a zip that is a whole project', () => {
  test.each([
    ['an Express project', express],
    ['a plain site', site],
    ['a Flask project', flask],
    ['a project with blanks and accents in its names', spaced],
  ])('a zip gives all texts of %s, in a folder or not', (_what, files) => {
    const all = { kind: 'files', files, isProject: true, problems: [] };
    expect(read(zip(files))).toEqual(all);
    expect(read(zip(inFolder('shop-main/', files)))).toEqual(all);
    expect(read(zip(inFolder('shop-main\\', files)))).toEqual(all);
  });

  test('a zip is its own context where the lesson’s Dockerfile lies in a folder of it', () => {
    const asked = { ...names, dockerfile: 'docker/Dockerfile' };
    expect(read(zip(below), asked)).toMatchObject({ files: below, problems: [] });
    expect(read(zip(inFolder('shop/', below)), asked)).toMatchObject({ files: below, problems: [] });
  });

  test('a zip’s build context is the folder with the Dockerfile; files outside it are listed', () => {
    const sent = zip({ 'repo/README.md': '# Shop\n', ...inFolder('repo/web/', site) });
    expect(read(sent)).toMatchObject({
      files: site,
      problems: [{ kind: 'left-out', outside: ['repo/README.md'] }],
    });
    expect(Object.keys(read(sent).files)).toEqual(Object.keys(site));
  });

  test('a zip in which two folders could be the context is refused with their names', () => {
    const sent = zip({ ...inFolder('api/', flask), ...inFolder('web/', site) });
    expect(read(sent)).toMatchObject({
      kind: 'unreadable',
      files: {},
      problems: [{ kind: 'project-refused', name: 'shop.zip', why: 'several', path: 'api, web' }],
    });
  });

  test('a zip without a Dockerfile loses the folder that holds everything', () => {
    const { Dockerfile: _, ...rest } = site;
    expect(read(zip(inFolder('site/', rest)))).toMatchObject({ files: rest, isProject: true });
  });

  test('takes a Dockerfile and an ignore file under a wrong name, and says so', () => {
    const { Dockerfile, ...rest } = site;
    const sent = zip({ ...rest, 'Dockerfile.txt': Dockerfile, dockerignore: '.git\n' });
    expect(read(sent)).toMatchObject({
      files: { ...site, '.dockerignore': '.git\n' },
      problems: [
        { kind: 'misnamed', name: 'Dockerfile.txt', path: 'Dockerfile' },
        { kind: 'misnamed', name: 'dockerignore', path: '.dockerignore' },
      ],
    });
  });

  test('leaves out what is no text, what is too large and what tools made, and says it once', () => {
    const sent = zip({
      ...site,
      'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
      'latin1.txt': new Uint8Array([0x54, 0xe9]),
      'utf16.txt': new Uint8Array([0xff, 0xfe, 0x54, 0x00]),
      'dump.sql': 'x'.repeat(projectLimits.fileBytes + 1),
      'node_modules/express/index.js': 'x',
      'app/__pycache__/a.py': 'x',
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.venv/bin/python': ['/usr/bin/python3', { mode: 0o120777 }],
      '__MACOSX/._index.html': 'x',
      '.DS_Store': 'x',
    });
    expect(read(sent)).toMatchObject({ kind: 'files', files: site });
    expect(Object.keys(read(sent).files)).toEqual(Object.keys(site));
    expect(read(sent).problems).toEqual([
      {
        kind: 'left-out',
        name: 'shop.zip',
        binary: ['logo.png', 'latin1.txt', 'utf16.txt'],
        large: ['dump.sql'],
        outside: [],
        tools: ['node_modules', '__pycache__', '.git', '.venv', '__MACOSX'],
      },
    ]);
  });

  test('leaves out a file that is read line by line and larger than one that is pasted may be', () => {
    const long = `#!/bin/sh\n${'x'.repeat(64 * 1024)}`;
    const sent = zip({ ...site, 'run.sh': long, 'package-lock.json': `{${' '.repeat(64 * 1024)}}` });
    expect(Object.keys(read(sent).files)).toEqual([...Object.keys(site), 'package-lock.json']);
    expect(read(sent).problems).toEqual([{ kind: 'too-big', name: 'run.sh', bytes: long.length }]);
  });

  test('keeps an ignore file of the Dockerfile’s own under its name', () => {
    const files = { ...site, 'Dockerfile.dockerignore': '*.md\n' };
    expect(read(zip(files))).toMatchObject({ files, problems: [] });
  });

  test('keeps line endings and byte order marks but those that Docker does not see', () => {
    const sent = zip({ Dockerfile: '\uFEFFFROM scratch\r\n', 'start.sh': '\uFEFF#!/bin/sh\r\n' });
    expect(read(sent).files).toEqual({ Dockerfile: 'FROM scratch\r\n', 'start.sh': '\uFEFF#!/bin/sh\r\n' });
  });

  test('a file attached beside a zip replaces the one in it', () => {
    const pasted = '```dockerfile\nFROM nginx:stable\nCOPY css /css\n```';
    expect(read(zip(site), names, pasted)).toMatchObject({
      files: { ...site, Dockerfile: 'FROM nginx:stable\nCOPY css /css\n' },
      isProject: true,
    });
  });

  test('a zip gives only the lesson’s own files where the lesson has a tree', () => {
    const { isProject, files } = read(zip(express), defaultFileNames);
    expect({ isProject, paths: Object.keys(files) }).toEqual({
      isProject: undefined,
      paths: ['Dockerfile', '.dockerignore'],
    });
  });
});

describe('a hostile project', () => {
  test.each([
    ['climbs out of it', 'outside', { 'a/../../etc/cron.d/x': 'x' }],
    ['climbs out of it in the way of Windows', 'outside', { 'a\\..\\..\\x': 'x' }],
    ['is an absolute path', 'outside', { '/etc/passwd': 'x' }],
    ['is an absolute path of Windows', 'outside', { 'C:\\Windows\\x': 'x' }],
    ['climbs out through a folder that is left out', 'outside', { 'node_modules/../../x': 'x' }],
    ['has a NUL in it', 'odd-path', { 'a\0.txt': 'x' }],
    ['has a line break in it', 'odd-path', { 'a\n.txt': 'x' }],
    ['is longer than any path', 'odd-path', { [`${'a/'.repeat(2_000)}x`]: 'x' }],
    ['is the name of an object’s own', 'odd-path', { 'src/__proto__/x': 'x' }],
    ['is longer than a path may be', 'long-path', { [`${'a'.repeat(201)}`]: 'x' }],
    ['lies in too many folders', 'too-deep', { [`${'a/'.repeat(13)}x`]: 'x' }],
    ['is a symbolic link', 'link', { 'src/data': ['/etc/passwd', { mode: 0o120777 }] }],
    ['is a device', 'special', { 'dev/sda': ['', { mode: 0o060660 }] }],
    ['is a terminal', 'special', { 'dev/tty': ['', { mode: 0o020666 }] }],
    ['is a pipe', 'special', { fifo: ['', { mode: 0o010644 }] }],
    ['differs from another by its case alone', 'twice', { 'INDEX.html': 'x' }],
    ['differs from another by how an accent is written', 'twice', { 'thé.txt': 'x', 'the\u0301.txt': 'y' }],
    ['is a folder and a file', 'twice', { 'index.html/x': 'x' }],
  ] as const)('a project is refused as a whole where a path %s', (_what, why, more) => {
    const found = read(zip({ ...site, ...(more as Record<string, Content>) }));
    expect(found).toMatchObject({
      kind: 'unreadable',
      files: {},
      problems: [{ kind: 'project-refused', why }],
    });
    expect(found.isProject).toBeUndefined();
  });

  test('names of devices are names of plain files in a zip', () => {
    const files = { ...site, 'dev/null': 'x', NUL: 'y', 'con.txt': 'z', constructor: 'c', toString: 't' };
    expect(read(zip(files)).files).toEqual(files);
  });

  test('a project with more files, or with many thousand, is refused', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.txt`, 'x']));
    expect(Object.keys(read(zip({ ...site, ...many(projectLimits.files - 3) })).files)).toHaveLength(
      projectLimits.files,
    );
    expect(refusal(zip({ ...site, ...many(projectLimits.files - 2) }))).toMatchObject({ why: 'too-many' });
    expect(refusal(zip(many(5_000)))).toMatchObject({ why: 'too-many' });
  });

  test('a project whose texts are too large together is refused', () => {
    const text = 'x'.repeat(projectLimits.fileBytes);
    const files = { 'a.txt': text, 'b.txt': text, 'c.txt': text };
    expect(Object.keys(read(zip(files)).files)).toHaveLength(3);
    expect(refusal(zip({ ...files, 'd.txt': text, 'e.txt': 'x' }))).toMatchObject({ why: 'too-large' });
  });

  test('a bomb stays packed, whatever it says of its size', () => {
    const honest = zip({ ...site, 'zeros.txt': new Uint8Array(50_000_000).fill(48) });
    expect(read(honest)).toMatchObject({
      files: site,
      problems: [{ kind: 'left-out', large: ['zeros.txt'] }],
    });
    const lying = Buffer.from(zip({ 'zeros.txt': new Uint8Array(50_000_000).fill(48), ...site }));
    lying.writeUInt32LE(100, lying.indexOf('PK\x01\x02') + 24);
    const before = process.memoryUsage().arrayBuffers;
    expect(read(lying)).toMatchObject({
      files: site,
      problems: [{ kind: 'left-out', binary: ['zeros.txt'] }],
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });

  test('a project of many large entries without text is refused', () => {
    const binary = new Uint8Array(projectLimits.fileBytes);
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`${at}.dat`, binary]));
    expect(refusal(zip({ ...site, ...files }))).toMatchObject({ why: 'too-large' });
  });

  test('a project with one path a thousand times is refused', () => {
    const one = Buffer.from(zip({ Dockerfile: 'FROM scratch\n' }));
    const [central, end] = [one.indexOf('PK\x01\x02'), one.indexOf('PK\x05\x06')];
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(1_000, 8);
    tail.writeUInt16LE(1_000, 10);
    const entries = Array.from({ length: 1_000 }, () => one.subarray(central, end));
    const sent = Buffer.concat([one.subarray(0, central), ...entries, tail]);
    expect(refusal(sent)).toMatchObject({ why: 'twice', path: 'Dockerfile' });
  });

  test.each([
    ['is cut off', (whole: Buffer) => whole.subarray(0, whole.length - 30)],
    ['is only its first bytes', (whole: Buffer) => whole.subarray(0, 8)],
    [
      'is noise behind its first bytes',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 4), Buffer.alloc(900, 7)]),
    ],
    [
      'is encrypted',
      (whole: Buffer) => {
        whole.writeUInt16LE(1, whole.indexOf('PK\x01\x02') + 8);
        return whole;
      },
    ],
    [
      'has its list outside of itself',
      (whole: Buffer) => {
        whole.writeUInt32LE(0x7fffffff, whole.indexOf('PK\x05\x06') + 16);
        return whole;
      },
    ],
  ] as const)('a zip cannot be opened where it %s', (_what, spoil) => {
    const content = spoil(Buffer.from(zip(site)));
    expect(read(content)).toMatchObject({ kind: 'unreadable', files: {}, problems: [{ kind: 'archive' }] });
  });

  test('a file whose content lies outside of the zip is left out', () => {
    const content = Buffer.from(zip({ 'a.txt': 'x', ...site }));
    content.writeUInt32LE(0x7fffffff, content.indexOf('PK\x01\x02') + 42);
    expect(read(content)).toMatchObject({ files: site, problems: [{ kind: 'left-out', binary: ['a.txt'] }] });
  });

  test('a zip with no text in it is refused as such', () => {
    expect(refusal(zip({ 'logo.png': new Uint8Array([0]) }))).toMatchObject({ why: 'empty' });
    expect(refusal(zip({}))).toMatchObject({ why: 'empty' });
  });
});
