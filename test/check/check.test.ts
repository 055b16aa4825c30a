import { beforeAll, describe, expect, test } from '@jest/globals';
import { word } from '../../src/wording/wording.ts';
import { bareLesson, openSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting();
});

const statuses = (report: ReturnType<Setting['check']>): string =>
  report.todos.map(({ status }) => status[0]).join('');
const texts = (report: ReturnType<Setting['check']>): string =>
  [...report.todos, ...report.findings].map(({ message }) => word('en', message)).join('\n');

describe('the lesson’s own answer', () => {
  test('is done six times and ready', () => {
    const report = setting.check(setting.answer);
    expect(statuses(report)).toBe('dddddd');
    expect(report.ready).toBe(true);
    expect(report.wanted).toEqual([]);
    expect(report.findings.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });

  test('sent without the script and .dockerignore, it is judged as far as it goes, and they are asked for', () => {
    const report = setting.checkSent({ Dockerfile: setting.answer.Dockerfile ?? '' });
    expect(statuses(report)).toBe('dddd' + 'u' + 'd');
    expect(report.ready).toBeNull();
    expect(report.wanted).toEqual(['entrypoint.sh', '.dockerignore']);
  });

  test('its script alone: nothing is held against what was not sent', () => {
    const report = setting.checkSent({ 'entrypoint.sh': setting.answer['entrypoint.sh'] ?? '' });
    expect(statuses(report)).toBe('uuuuuu');
    expect(report.ready).toBeNull();
    expect(report.wanted).toEqual(['Dockerfile', '.dockerignore']);
    expect(report.findings).toEqual([]);
  });

  test('with .dockerignore kept back, a hidden file is no one’s fault', () => {
    const { '.dockerignore': _, ...sent } = setting.answer;
    expect(statuses(setting.checkSent(sent))).toBe('dddddd');
    expect(setting.checkSent(sent).ready).toBeNull();
  });
});

describe('what was sent alone is judged all the same', () => {
  test('a Dockerfile without a TODO', () => {
    const report = setting.checkSent({
      Dockerfile: (setting.answer.Dockerfile ?? '').replace('RUN pip install uv\n', ''),
    });
    expect(report.todos[0]).toMatchObject({ n: 1, status: 'missing' });
    expect(report.ready).toBe(false);
  });

  test('a script that only the container can reach', () => {
    const script = (setting.answer['entrypoint.sh'] ?? '').replace('0.0.0.0', '127.0.0.1');
    const report = setting.checkSent({ 'entrypoint.sh': script });
    expect(report.todos[4]).toMatchObject({
      status: 'wrong',
      rule: 'ListensEverywhere',
      file: 'entrypoint.sh',
      line: 4,
    });
  });

  test('a .dockerignore that Docker refuses', () => {
    const report = setting.checkSent({ '.dockerignore': 'a\n!\n' });
    expect(report.findings).toMatchObject([{ rule: 'DockerignoreInvalid', line: 2 }]);
  });
});

test('a folder without a Dockerfile: all is missing', () => {
  const report = setting.check({ 'entrypoint.sh': setting.answer['entrypoint.sh'] ?? '' });
  expect(statuses(report)).toBe('mmmmmm');
  expect(report.ready).toBe(false);
});

test('a lesson without a manifest: Docker’s own findings, no TODOs, nothing foretold', () => {
  const report = setting.checker({
    student: { files: { Dockerfile: 'FROM python:3.11-slim\nCMD foo\nENV A\n' }, complete: true },
    lesson: bareLesson,
    tree: { files: [] },
  });
  expect(report.todos).toEqual([]);
  expect(report.ready).toBeNull();
  expect(report.findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['KeyValueFormat', 'JSONArgsRecommended']),
  );
});

test('a secret is told and not echoed', () => {
  const dockerfile = `${setting.answer.Dockerfile}ENV SECRET_KEY=hunter2-hunter2 API_TOKEN=tok-123456\nARG PASSWORD=correct-horse\n`;
  const report = setting.check({ ...setting.answer, Dockerfile: dockerfile });
  expect(report.findings.filter(({ rule }) => rule === 'SecretsUsedInArgOrEnv')).toHaveLength(3);
  expect(texts(report)).not.toMatch(/hunter2|tok-123|correct-horse/);
});

test('what a student wrote stands in messages shortened and without its control characters', () => {
  const bad = `\u001b[31m\u202e\`@everyone\`${'x'.repeat(500)}`;
  const report = setting.check({
    ...setting.answer,
    Dockerfile: `${setting.answer.Dockerfile}${bad} y\nCOPY ${bad} /x\nEXPOSE ${bad}\n`,
  });
  const text = texts(report);
  expect(text).not.toMatch(/[\u001b\u202e]|`@everyone`|x{200}/);
});

test('an unset-up checkout, without uv.lock, is judged as if it were there', () => {
  const tree = { files: setting.tree.files.filter(({ path }) => path !== 'uv.lock') };
  const report = setting.checker({
    student: { files: setting.answer, complete: true },
    lesson: setting.lesson,
    tree,
  });
  expect(report.ready).toBe(true);
});

test('the same files give the same report', () => {
  expect(setting.check(setting.answer)).toEqual(setting.check(setting.answer));
});

test('errors come before warnings, and those before advice', () => {
  const report = setting.check({
    ...setting.answer,
    Dockerfile: `FROM python:3.11-slim AS Build\nENV A b\nCMD x\nEXPOSE 8000:8000\nFOO\n`,
  });
  const order = report.findings.map(({ severity }) => ['error', 'warning', 'advice'].indexOf(severity));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(3);
});
