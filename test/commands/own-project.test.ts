import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { textOf } from '../../classroom/server.ts';
import { openChecker } from '../../src/check/check.ts';
import { BotLessons } from '../../src/cli/bot/bot-lessons.ts';
import { readSettings } from '../../src/config/settings.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerifyJob } from '../../src/submission/job.ts';
import { type ClassServer, filled, openClassServer, refusedRequests } from '../support/class-server.ts';
import { silent } from '../support/redis.ts';
import { verdictOf } from '../support/verdicts.ts';
import { codeBlock, rememberedFiles, studentOf, upload } from './student-files.ts';

jest.setTimeout(180_000);

const slug = 'own-site';
const site = {
  Dockerfile:
    'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nUSER 1000\nCMD ["python", "-m", "http.server", "8080"]\n',
  '.dockerignore': '.git/\n',
  'index.html': '<h1>Tea</h1>\n',
  'my teas.html': '<ul></ul>\n',
  'css/main.css': 'h1 { color: green }\n',
};
const zipped = (files: Readonly<Record<string, string>>, name = 'site.zip') =>
  upload(
    name,
    zipSync(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`site/${path}`, Buffer.from(text)])),
    ),
  );

let dir: string;
let lessons: BotLessons;
let classServer: ClassServer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'own-project-'));
  const lesson = new URL('../lesson/lessons/own-site', import.meta.url).pathname;
  await cp(lesson, join(dir, slug), { recursive: true });
  lessons = await BotLessons.open(readSettings({ LESSONS_DIR: dir, DOCKHAND_LESSON: slug }), silent, 10_000);
  classServer = await openClassServer({ lesson: slug, watched: lessons, check: await openChecker() });
});
beforeEach(() => classServer.records.workspaces.forget(studentOf(classServer, classServer.ada), slug));
afterAll(async () => {
  lessons.close();
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
  await rm(dir, { recursive: true, force: true });
});

const remembered = () => rememberedFiles(classServer, slug);
const dm = async (text: string, files: Parameters<ClassServer['ada']['dm']>[1] = []) =>
  classServer.ada.waitForReply(classServer.ada.dm(text, files));

describe('a lesson that builds the student’s own project', () => {
  test('a zip in a DM is checked as the whole context, and all of it is remembered', async () => {
    const more = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`page-${at}.html`, 'x']));
    const answer = textOf(await dm('', [zipped({ ...site, ...more })]));
    expect(answer).toContain('2 of 3 TODOs done');
    expect(answer).toContain('Looked at: `Dockerfile`, `.dockerignore`');
    expect(answer).toMatch(/and 3 more \(all just sent\)\./);
    expect(answer).not.toContain('Not sent yet');
    expect(await remembered()).toEqual({ ...site, ...more });
  });

  test('knows what the project lacks, and lists what was left out of it', async () => {
    const files = { ...site, Dockerfile: site.Dockerfile.replace('COPY . .', 'COPY src/ .') };
    const answer = textOf(await dm('', [zipped({ ...files, 'node_modules/a/b.js': 'x' })]));
    expect(answer).toContain('The build stops at line 3');
    expect(answer).toContain('I left out of `site.zip`: `node_modules/` (made by tools).');
  });

  test('a pasted Dockerfile replaces only that file of the remembered project', async () => {
    await dm('', [zipped(site)]);
    const changed = site.Dockerfile.replace('COPY . .', 'COPY ["my teas.html", "missing.html", "./"]');
    const answer = textOf(await dm(codeBlock(changed, 'dockerfile')));
    expect(answer).toContain('The build stops at line 3');
    expect(answer).toContain('missing.html');
    expect(answer).toContain('`.dockerignore` (remembered, sent just now)');
    expect(await remembered()).toEqual({ ...site, Dockerfile: changed });
  });

  test('a newer project replaces the older one, and the change can be undone', async () => {
    await dm('', [zipped(site)]);
    const { 'css/main.css': _, ...rest } = site;
    const newer = { ...rest, 'index.html': '<h1>More tea</h1>\n' };
    const answer = await dm('', [zipped(newer)]);
    expect(await remembered()).toEqual(newer);
    expect((await filled(classServer.ada.press(answer, 'Undo'))).text).toContain('Undone');
    expect(await remembered()).toEqual(site);
  });

  test('a project without a Dockerfile keeps the one that was sent before', async () => {
    await dm(codeBlock(site.Dockerfile, 'dockerfile'));
    const { Dockerfile, ...rest } = site;
    expect(textOf(await dm('', [zipped(rest)]))).toContain('`Dockerfile` (remembered, sent just now)');
    expect(await remembered()).toEqual({ Dockerfile, ...rest });
  });

  test('checks a Dockerfile alone as far as it goes, and asks for the project', async () => {
    const answer = textOf(await dm(codeBlock(site.Dockerfile, 'dockerfile')));
    expect(answer).toContain('This lesson builds your own project');
    expect(answer).not.toContain('The build stops');
    expect(answer).not.toContain('Everything is there');
    const refused = await classServer.ada.slash('/verify');
    expect(refused.text).toContain('no project of yours yet');
    expect(refused.text).toContain('Attach the .zip to');
    expect(
      await classServer.records.submissions.latest(studentOf(classServer, classServer.ada), slug),
    ).toBeNull();
  });

  test('a hostile zip is refused with its reason, and nothing of it is remembered', async () => {
    const hostile = zipSync({ Dockerfile: Buffer.from(site.Dockerfile), 'a/../../x': Buffer.from('x') });
    const answer = textOf(await dm('', [upload('site.zip', hostile)]));
    expect(answer).toContain('I take nothing of `site.zip`. The path `a/../../x` leads out of your project.');
    expect(await remembered()).toEqual({});
  });

  test('the form of /check takes the zip', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await filled(opened.modal.fill({ files: [zipped(site)] }).submit());
    expect(answer.text).toContain('2 of 3 TODOs done');
    expect(await remembered()).toEqual(site);
  });

  test('never reads a pull request in part, and asks for the zip instead', async () => {
    const url = 'http://127.0.0.1:9/ada/shop/pull/3';
    const answer = await filled(classServer.ada.command('submit-pr', { url }));
    expect(answer.text).toContain('Send me this project as a .zip');
  });

  test('asks a student without files for the folder, not for one file after the other', async () => {
    const answer = textOf(await dm('', [upload('empty.txt', ' ')]));
    expect(answer).toContain('Send me its folder as a .zip, with your `Dockerfile` in it');
  });

  test('/verify takes the zip under any of its options, and queues all of it', async () => {
    const student = studentOf(classServer, classServer.ada);
    const jobs: VerifyJob[] = [];
    classServer.work(async (job) => {
      jobs.push(job);
      return verdictOf('passed');
    });
    for (const option of ['file', 'dockerfile']) {
      const files = { ...site, 'option.txt': option };
      const answer = await classServer.ada.command('verify', { [option]: zipped(files) });
      await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
      expect(jobs.at(-1)?.files).toBe(digestOfFiles(files));
      expect((await classServer.records.submissions.latest(student, slug))?.files).toEqual(files);
    }
  });
});
