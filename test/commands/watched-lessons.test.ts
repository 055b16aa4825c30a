import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { BotLessons } from '../../src/cli/bot/bot-lessons.ts';
import { readSettings } from '../../src/config/settings.ts';
import { refusedRequests } from '../support/class-server.ts';
import { silent } from '../support/redis.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { codeBlock, dockerfile } from './student-files.ts';

jest.setTimeout(180_000);

const ms = 60_000;
let dir: string;
let lessons: BotLessons;
let room: StaffedClass;
const shipped = (slug: string) => new URL(`../../lessons/${slug}`, import.meta.url).pathname;
const manifest = (): string => join(dir, 'go-docker', 'manifest.yaml');
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lessons-'));
  await cp(shipped('go-docker'), join(dir, 'go-docker'), { recursive: true });
  const settings = readSettings({ LESSONS_DIR: dir, DOCKHAND_LESSON: 'go-docker' });
  lessons = await BotLessons.open(settings, silent, 100);
  room = await openStaffedClass({ lesson: 'go-docker', watched: lessons });
});
afterAll(async () => {
  lessons.close();
  await room.classServer.close();
  await rm(dir, { recursive: true, force: true });
  expect(refusedRequests(room.classServer)).toEqual([]);
});

test('A broken lesson raises an alert with its file and line, stays in force, and the alert clears once it is fixed', async () => {
  const { ada } = room.classServer;
  const before = await readFile(manifest(), 'utf8');
  await writeFile(manifest(), before.replace(/^slug: .*$/m, 'slug: Not A Slug'));
  const alert = await room.waitForStaffMessage('cannot be used as it is now', ms);
  expect(textOf(alert)).toMatch(/manifest\.yaml\\?:\d+/);
  const hint = await ada.slash('/hint 1');
  await hint.untilFilled();
  expect(hint.text).toContain('TODO 1');
  await writeFile(manifest(), before);
  await room.classServer.tess.waitFor((one) => one.id === alert.id && textOf(one).includes('Over'), {
    where: room.staff,
    ms,
  });
});

test('A new lesson can be chosen without a restart, and the staff hears of it and what to type for its images', async () => {
  const { ada } = room.classServer;
  await cp(shipped('fastapi-docker'), join(dir, 'fastapi-docker'), { recursive: true });
  const news = textOf(await room.waitForStaffMessage('There is a new lesson', ms));
  expect(news).toContain('fastapi-docker');
  expect(news).toMatch(/images and its build cache are made by the set-up, which has not run since/);
  for (const command of ['app', 'worker']) expect(news).toContain(`node setup/main.js ${command}`);
  const chosen = await ada.command('lesson', { choose: 'fastapi-docker' });
  await chosen.untilFilled();
  expect(chosen.text).toContain('You work on');
  await (await ada.command('lesson', { choose: 'class' })).untilFilled();
});

test('A correction is offered as a regrade where there are results from before, and shows whose would change', async () => {
  const { ada, tess, records, guild } = room.classServer;
  room.classServer.work(async ({ lesson }) => {
    const now = lessons.get('go-docker')?.lesson.digest;
    return verdictOf(lesson.digest === now && now !== first ? 'passed' : 'failed');
  });
  const first = lessons.get('go-docker')?.lesson.digest;
  await ada.waitForReply(ada.dm(codeBlock(dockerfile)), { ms });
  await ada.waitForReply(ada.dm('/verify'), { ms });
  const student = { guild: guild.id, user: ada.id };
  await until(
    () => records.submissions.latest(student, 'go-docker'),
    (one) => one?.state === 'judged',
    ms,
  );
  await appendFile(join(dir, 'go-docker', 'lesson.md'), '\nA word more.\n');
  const news = await room.waitForStaffMessage('was changed', ms);
  expect(textOf(news)).toContain('1 student');
  const started = await tess.press(news, 'Try it out');
  await started.untilFilled();
  const summary = await until(
    async () => {
      const shown = await tess.command('grades regrade', {});
      await shown.untilFilled();
      return shown.text;
    },
    (text) => text.includes('Would pass now: 1'),
    ms,
  );
  expect(summary).toContain(ada.id);
  expect((await records.submissions.latest(student, 'go-docker'))?.verdict?.outcome).toBe('failed');
});
