import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { messageOf, refused, type School } from './school.ts';
import { openStaffed, type Staffed } from './staff.ts';

let room: Staffed;
let school: School;
beforeEach(async () => {
  room = await openStaffed();
  school = room.school;
});
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync\n';
const file = (name: string, bytes: string) => ({ name, bytes: Buffer.from(bytes) });
const submit = async (who: Person): Promise<void> => {
  const answer = await who.command('verify', { dockerfile: file('Dockerfile', dockerfile) });
  await answer.untilFilled();
  expect(answer.text).toContain('Queued');
  // The answer is shown first, the place in the queue is marked a moment later.
  const student = { guild: school.guild.id, user: who.id };
  await until(
    () => school.records.submissions.latest(student, 'backend-docker'),
    (one) => one?.state === 'queued',
    10_000,
  );
};
describe('a student', () => {
  test('gets nothing by pressing what a TA was shown, nor by a forged command', async () => {
    await submit(school.ada);
    const shown = await school.tess.slash('/queue');
    expect(shown.ephemeral).toBe(true);
    const classAnswer = await school.tess.slash('/class');
    await classAnswer.untilFilled();
    for (const name of ['queue', 'class', 'export']) {
      const answer = await school.bob.slash(`/${name}`, { force: true });
      await answer.untilFilled();
      expect(answer.text).toContain('for the teaching assistants of this class');
    }
    expect(await room.deeds()).toEqual([]);
  });
});

describe('/class and /student', () => {
  test('show how far everybody is, as a picture and as text', async () => {
    for (const who of [school.ada, school.bob]) {
      const opened = await who.slash('/check');
      await opened.modal.fill({ dockerfile }).submit();
    }
    await submit(school.ada);
    school.work(async () => ({ ...verdictOf('failed'), todo: 5, excerpt: ['exec: not found'] }));
    await until(
      () =>
        school.records.submissions.latest({ guild: school.guild.id, user: school.ada.id }, 'backend-docker'),
      (one) => one?.state === 'judged',
      15_000,
    );
    const answer = await school.tess.slash('/class');
    await answer.untilFilled();
    expect(answer.text).toContain('2 students');
    expect(answer.text).toContain('TODO 5');
    expect(messageOf(answer).components).toMatchObject([{ components: [{}, { type: 12 }, {}, {}] }, {}]);
    const light = await school.tess.press(messageOf(answer), 'Light picture');
    await light.untilFilled();
    expect(light.failed).toBe(false);

    const page = await school.tess.command('student', { name: school.ada.id });
    await page.untilFilled();
    expect(page.text).toContain('exec: not found');
    expect(page.text).toContain('TODO 5');
    const files = await school.tess.press(messageOf(page), 'Files');
    await files.untilFilled();
    expect(JSON.stringify(files.message)).toContain('1-Dockerfile.txt');
  });
});

describe('/export', () => {
  test('is a CSV whose names are no formulas, and a JSON', async () => {
    await school.records.roster.replace(
      school.guild.id,
      [
        {
          number: '1',
          name: '=HYPERLINK("http://x","y")',
          section: '@A',
          discord: null,
          user: school.ada.id,
        },
      ],
      1,
    );
    const answer = await school.tess.slash('/export');
    await answer.untilFilled();
    const stored = [...school.classroom.world.files.values()].at(-1);
    const csv = await (await fetch(stored?.attachment.url ?? '')).text();
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(csv).toContain(`'@A`);
    const json = await school.tess.slash('/export json');
    await json.untilFilled();
    expect(json.failed).toBe(false);
  });
});

describe('the board', () => {
  test('is there, is edited when something happens, comes back when deleted, and is found after a restart', async () => {
    const board = await room.told('The board');
    await submit(school.ada);
    await school.tess.waitFor((one) => one.id === board.id && textOf(one).includes('1 waiting'), {
      where: room.staff,
      ms: 30_000,
    });
    await school.restart();
    await submit(school.bob);
    await school.tess.waitFor((one) => one.id === board.id && textOf(one).includes('2 waiting'), {
      where: room.staff,
      ms: 30_000,
    });
    // Somebody deletes it: with the next thing that happens there is another one.
    school.classroom.world.messagesOf(room.staff.id).delete(board.id);
    await (await school.ada.command('ask', { question: 'Why?' })).untilFilled();
    const fresh = await school.tess.waitFor((one) => textOf(one).includes('Open questions: 1'), {
      where: room.staff,
      ms: 45_000,
    });
    expect(fresh.id).not.toBe(board.id);
    school.classroom.requests.length = 0;
    expect(school.tess.sees(room.staff).filter((one) => textOf(one).includes('The board'))).toHaveLength(1);
  }, 90_000);
});
