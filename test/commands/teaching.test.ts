import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { openChecker } from '../../src/check/check.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { allTextOf, forge, openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

jest.setTimeout(120_000);

/**
 * A lab hour with two teaching assistants and thirty students, all through the gateway, with the real check, queue and records. Only the
 * sandbox is simulated: ten students forget to make their script executable, ten pass, and ten only check.
 */

const solution = join(import.meta.dirname, '../../lessons/backend-docker/solution');
const lesson = 'backend-docker';
const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });

let room: StaffedClass;
let classServer: ClassServer;
let grace: Person;
let students: Person[];
const failing = new Set<string>();

const notExecutable: Verdict = {
  ...verdictOf('failed'),
  reason: 'not-executable',
  explanation: { page: 'verdict-reason', key: 'not-executable', values: { file: '/entrypoint.sh' } },
  todo: 5,
  file: 'Dockerfile',
  line: 3,
  excerpt: ['exec /entrypoint.sh: permission denied @everyone ```'],
};

beforeAll(async () => {
  room = await openStaffedClass({ check: await openChecker() });
  classServer = room.classServer;
  grace = classServer.classroom.join({
    name: 'Grace',
    guild: classServer.guild,
    roles: [classServer.taRole],
    home: room.staff,
  });
  const names = ['=SUM(1+1)', '<@&everyone> **Eve**', '+49 Ben', '"; DROP TABLE', 'Zoë 🙂'];
  students = Array.from({ length: 30 }, (_, i) =>
    classServer.classroom.join({
      name: names[i] ?? `Student ${i}`,
      guild: classServer.guild,
      home: classServer.general,
    }),
  );
  const right = await readFile(join(solution, 'Dockerfile'), 'utf8');
  const entrypoint = await readFile(join(solution, 'entrypoint.sh'), 'utf8');
  const ignore = await readFile(join(solution, '.dockerignore'), 'utf8');
  const wrong = right.replace(/^RUN chmod.*\n/m, '');
  classServer.work(async (job) => {
    const owner = (await classServer.records.submissions.get(job.submission))?.student.user ?? '';
    return failing.has(owner) ? notExecutable : verdictOf('passed');
  });
  for (const [i, who] of students.entries()) {
    const dockerfile = i < 10 ? wrong : right;
    if (i < 10) failing.add(who.id);
    if (i < 20) {
      const answer = await who.command('verify', {
        dockerfile: file('Dockerfile', dockerfile),
        entrypoint: file('entrypoint.sh', entrypoint),
        dockerignore: file('dockerignore', ignore),
      });
      await answer.untilFilled();
    } else {
      const opened = await who.slash('/check');
      const filled = await opened.modal.fill({ dockerfile: 'FROM python:3.11-slim\n' }).submit();
      await filled.untilFilled();
    }
  }
  for (const who of students.slice(0, 20))
    await until(
      () => classServer.records.submissions.latest({ guild: classServer.guild.id, user: who.id }, lesson),
      (one) => one?.state === 'judged',
      30_000,
    );
}, 120_000);
afterAll(() => classServer.close());

const at = (i: number): Person => {
  const who = students[i];
  if (who === undefined) throw new Error(`there is no student ${i}`);
  return who;
};

describe('a lab hour', () => {
  test('shows in /class where thirty students are and where they are stuck', async () => {
    const answer = await classServer.tess.slash('/class');
    await answer.untilFilled();
    expect(answer.text).toContain('**30 students:** 10 passed · 10 failed last · 10 working');
    expect(answer.text).toMatch(/TODO 5\*\*.*10 students.*script not executable × 10/);
    const { components } = messageOf(answer);
    expect(JSON.stringify(components)).toContain('TODO 5: 10 of 30 done');
  });

  test('raises one alert with the TODO at which many students fail', async () => {
    const alert = await room.waitForStaffMessage('fail at TODO 5', 30_000);
    expect(textOf(alert)).toContain(
      'students fail at TODO 5 within the last 20 minutes: script not executable',
    );
    // Several rounds have passed meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(grace.sees(room.staff).filter((one) => textOf(one).includes('fail at TODO 5'))).toHaveLength(1);
  });

  test('gives a question to one of two teaching assistants who claim it at once', async () => {
    const asking = await at(0).command('ask', { question: 'What is chmod?' });
    await asking.untilFilled();
    const card = await room.waitForStaffMessage('What is chmod?');
    expect(textOf(card)).toContain('exec /entrypoint.sh: permission denied');
    await Promise.all([grace.press(card, 'I take it'), classServer.tess.press(card, 'I take it')]);
    const claims = async () =>
      (await classServer.records.audit.entries(classServer.guild.id, { limit: 99 })).filter(
        ({ action }) => action === 'ask.claim',
      );
    await until(claims, (all) => all.length > 0, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await claims()).toHaveLength(1);
    const board = await grace.waitFor(
      (one) => textOf(one).includes('The board') && textOf(one).includes('Open questions: 1'),
      { where: room.staff, ms: 30_000 },
    );
    expect(textOf(board)).toContain('takes care');
  });

  test('treats a name that is a formula, markup or SQL as a name everywhere', async () => {
    await classServer.records.roster.replace(
      classServer.guild.id,
      students.map((who, i) => ({
        number: String(i),
        name: who.name,
        section: i === 1 ? '\t=cmd' : 'A',
        discord: null,
        user: who.id,
      })),
      1,
    );
    const answer = await classServer.tess.slash('/export csv');
    await answer.untilFilled();
    const stored = [...classServer.classroom.world.files.values()].findLast(({ attachment }) =>
      attachment.filename.startsWith('grades-'),
    );
    const csv = await (await fetch(stored?.attachment.url ?? '')).text();
    expect(csv).toContain("'=SUM(1+1)");
    expect(csv).toContain("'+49 Ben");
    expect(csv).toContain('"""; DROP TABLE"');
    expect(csv).not.toMatch(/(^|,)"?[=+@\t]/m);
    expect(csv.trim().split('\r\n')).toHaveLength(31);
    const again = await classServer.tess.slash('/class');
    await again.untilFilled();
    expect(again.failed).toBe(false);
    expect(again.text).toContain('30 students');
    const page = await grace.command('student', { name: at(1).id });
    await page.untilFilled();
    // In a code block nothing mentions anybody; elsewhere, nothing may even look like a mention.
    const outside = page.text.replace(/```[\s\S]*?\n```/g, '');
    expect(outside).not.toContain('@everyone');
    expect(outside).not.toMatch(/<@&/);
  });

  test('refuses every staff button to students', async () => {
    const before = await classServer.records.audit.entries(classServer.guild.id, { limit: 99 });
    const eve = at(1);
    const ask = (await classServer.records.questions.open(classServer.guild.id))[0];
    const forged = [
      'v1:class-new',
      'v1:class-again:dark',
      `v1:student:${at(0).id}`,
      `v1:student-new:${at(0).id}`,
      `v1:student-files:${at(0).id}`,
      `v1:asked:claim:${ask?.id}`,
      `v1:asked:close:${ask?.id}`,
      `v1:asked:answer:${ask?.id}`,
      'v1:regrade:start',
      'v1:regrade:apply',
      'v1:regrade:drop',
    ];
    for (const [i, id] of forged.entries()) {
      // Several people take turns because of the rate limit.
      const who = at(10 + (i % 10));
      const answer = await forge(classServer, who, { id, how: 'press' });
      await answer.untilFilled();
      expect([id, answer.failed, allTextOf(answer)]).toEqual([
        id,
        false,
        expect.stringContaining('for the teaching assistants of this class'),
      ]);
    }
    expect(await classServer.records.audit.entries(classServer.guild.id, { limit: 99 })).toEqual(before);
    expect((await classServer.records.questions.open(classServer.guild.id))[0]).toEqual(ask);
    expect(eve.offered(classServer.general)).not.toEqual(
      expect.arrayContaining(['queue', 'class', 'student', 'export']),
    );
  });

  test('refuses a former teaching assistant at once, even on earlier buttons', async () => {
    const shown = await grace.slash('/queue');
    grace.setRoles(classServer.guild, []);
    const answer = await grace.press(messageOf(shown), 'Pause');
    expect(allTextOf(answer)).toContain('for the teaching assistants');
    grace.setRoles(classServer.guild, [classServer.taRole.id]);
  });

  test('sends Discord no request that it refuses', () => {
    const ours = refusedRequests(classServer).filter(({ path }) => !path.endsWith('/threads'));
    expect(ours.map(({ method, path, status }) => [method, path, status])).toEqual([]);
  });
});
