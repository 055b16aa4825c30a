import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import { openInsights } from '../../src/check/insights/insights.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { loadLesson } from '../../src/library/library.ts';
import type { SubmittedFiles } from '../../src/submission/files.ts';
import { translate } from '../../src/wording/wording.ts';

let lesson: Lesson;
let checker: Checker;
beforeAll(async () => {
  ({ lesson } = await loadLesson(new URL('../lesson/lessons/own-site', import.meta.url).pathname));
  checker = await openChecker();
});

const tree = { files: [] };
const withManifest = (change: Partial<Manifest>): Lesson => {
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  return { ...lesson, manifest: { ...lesson.manifest, ...change } };
};
const check = (files: SubmittedFiles, change: Partial<Manifest> = {}, complete = true): CheckReport =>
  checker({ student: { files, complete }, lesson: withManifest(change), tree });
const blocker = ({ blocker: found }: CheckReport) =>
  found === null ? null : `${found.file}:${found.line} ${translate('en', found.message)}`;

const express = {
  Dockerfile:
    'FROM node:24-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
  'package.json': '{ "name": "shop", "version": "1.0.0" }\n',
  'package-lock.json':
    '{ "name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "shop", "version": "1.0.0" } } }\n',
  'server.js': "require('node:http').createServer().listen(8080);\n",
};
const flask = {
  Dockerfile:
    'FROM python:3.11-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nUSER 1000\nCMD ["flask", "run", "--host", "0.0.0.0"]\n',
  '.dockerignore': '.venv\n',
  'requirements.txt': 'flask==3.1.0\n',
  'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
};
const django = {
  Dockerfile:
    'FROM python:3.11-slim\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock* ./\nRUN uv sync --frozen\nCOPY . .\n',
  'pyproject.toml':
    '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = []\n',
  'core/manage.py': 'import os\n',
};

describe('the check of a student’s own project', () => {
  test.each<[string, SubmittedFiles, string | null]>([
    ['an Express project', express, null],
    ['a Flask project', flask, null],
    ['a site', { Dockerfile: 'FROM nginx:stable\nCOPY css /css\n', 'css/main.css': 'x' }, null],
    [
      'a name with a blank',
      { Dockerfile: 'FROM nginx:stable\nCOPY ["my page.html", "/"]\n', 'my page.html': 'x' },
      null,
    ],
    ['a folder that it lacks', { ...flask, Dockerfile: 'FROM python:3.11-slim\nCOPY src/ /src\n' }, 'src'],
    [
      'a file that its name has otherwise',
      { ...flask, Dockerfile: 'FROM python:3.11-slim\nCOPY App.py /\n' },
      'App.py',
    ],
    [
      'a file that it ignores itself',
      { ...flask, '.dockerignore': 'requirements.txt\n' },
      'requirements.txt',
    ],
    [
      'a script of npm that it lacks',
      { ...express, Dockerfile: express.Dockerfile.replace('npm ci', 'npm run build') },
      'build',
    ],
  ])('knows with %s what a build finds', (_what, files, names) => {
    const stops = blocker(check(files));
    if (names === null) expect(stops).toBeNull();
    else expect(stops).toContain(names);
  });

  test('assumes no lock file, which a lesson’s own tree would have', () => {
    const change = {
      project: { directory: 'core', manage: 'manage.py', dependencyFiles: ['pyproject.toml', 'uv.lock'] },
    };
    expect(blocker(check(django, change))).toContain('Dockerfile:5');
    const { 'package-lock.json': _, ...rest } = express;
    const Dockerfile = rest.Dockerfile.replace(' package-lock.json', '');
    expect(blocker(check({ ...rest, Dockerfile }))).toContain('Dockerfile:4');
  });

  test('reads the Dockerfile where the lesson has it, with all of the project around it', () => {
    const files = {
      'docker/Dockerfile': 'FROM nginx:stable\nCOPY pages/ /pages/\n',
      'pages/index.html': 'x',
    };
    const change = {
      files: { dockerfile: 'docker/Dockerfile', dockerignore: '.dockerignore', entrypoint: 'entrypoint.sh' },
    };
    expect(blocker(check(files, change))).toBeNull();
    expect(
      blocker(check({ ...files, 'docker/Dockerfile': 'FROM nginx:stable\nCOPY page /\n' }, change)),
    ).toContain('page');
  });

  test('knows that a whole project without an ignore file has none', () => {
    const { '.dockerignore': _, ...files } = flask;
    expect(check(files).findings.map(({ rule }) => rule)).toContain('DockerignoreMissing');
    expect(check(flask).findings.map(({ rule }) => rule)).not.toContain('DockerignoreMissing');
  });

  test.each([
    [
      'npm',
      'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
    ],
    [
      'npm run',
      'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "start"]\n',
    ],
    [
      'pip',
      'FROM python:3.11-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
    ],
    [
      'uv',
      'FROM python:3.11-slim\nRUN pip install uv\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\nCMD ["uv", "run", "app.py"]\n',
    ],
    [
      'commands of the shell',
      'FROM python:3.11-slim\nWORKDIR /app\nCOPY src/ .\nRUN ls x && chmod +x start.sh\nENTRYPOINT ["./start.sh"]\n',
    ],
    [
      'two stages',
      'FROM node:24 AS b\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM nginx:stable\nCOPY --from=b /app/dist /site\n',
    ],
    [
      'a mount',
      'FROM python:3.11-slim\nRUN --mount=type=bind,target=/m pip install -r /m/requirements.txt\n',
    ],
  ])('leaves open what a build finds with %s while only the Dockerfile is known', (_what, Dockerfile) => {
    const report = check({ Dockerfile }, {}, false);
    expect(blocker(report)).toBeNull();
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(blocker(check({ Dockerfile, 'other.txt': 'x' }))).not.toBeNull();
  });

  test('sees in a Dockerfile alone what no file of a project could change', () => {
    const Dockerfile = 'FROM python:3.11-slim\nWORKDIR /srv\nCOPY . .\nUSER 1000\n';
    const todos = check({ Dockerfile }, {}, false).todos.map(({ n, status }) => [n, status]);
    expect(todos).toEqual([
      [1, 'wrong'],
      [2, 'done'],
      [3, 'missing'],
    ]);
  });

  test('adds up the sizes of what the project sends and of what its ignore file excludes', async () => {
    const insights = await openInsights();
    const files = { ...flask, '.dockerignore': '*.md\n', 'README.md': 'x'.repeat(1_000) };
    const found = insights('xray', {}, { student: { files, complete: true }, lesson, tree });
    expect(found.hidden).toEqual({ files: 1, bytes: 1_000 });
    expect(found.sent.files).toBe(4);
  });

  test('accepts names of built-in object properties as file names', () => {
    const files = { ...flask, constructor: 'x', 'src/toString': 'y' };
    expect(
      blocker(check({ ...files, Dockerfile: 'FROM python:3.11-slim\nCOPY constructor src/toString /\n' })),
    ).toBeNull();
  });
});
