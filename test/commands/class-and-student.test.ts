import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

let room: StaffedClass;
let classServer: ClassServer;
beforeEach(async () => {
  room = await openStaffedClass();
  classServer = room.classServer;
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync\n';
const file = (name: string, bytes: string) => ({ name, bytes: Buffer.from(bytes) });
const submit = async (who: Person): Promise<void> => {
  const answer = await who.command('verify', { dockerfile: file('Dockerfile', dockerfile) });
  await answer.untilFilled();
  expect(answer.text).toContain('Queued');
  // The answer is shown a moment before the queue position is recorded.
  const student = { guild: classServer.guild.id, user: who.id };
  await until(
    () => classServer.records.submissions.latest(student, 'backend-docker'),
    (one) => one?.state === 'queued',
    10_000,
  );
};
describe('staff commands', () => {
  test('refuses a student who presses a TA’s buttons or forges a command', async () => {
    await submit(classServer.ada);
    const shown = await classServer.tess.slash('/queue');
    expect(shown.ephemeral).toBe(true);
    const classAnswer = await classServer.tess.slash('/class');
    await classAnswer.untilFilled();
    for (const name of ['queue', 'class', 'export']) {
      const answer = await classServer.bob.slash(`/${name}`, { force: true });
      await answer.untilFilled();
      expect(answer.text).toContain('for the teaching assistants of this class');
    }
    expect(await room.auditLog()).toEqual([]);
  });
});

describe('/class and /student', () => {
  test('shows everybody’s progress as a picture and as text', async () => {
    for (const who of [classServer.ada, classServer.bob]) {
      const opened = await who.slash('/check');
      await opened.modal.fill({ dockerfile }).submit();
    }
    await submit(classServer.ada);
    classServer.work(async () => ({ ...verdictOf('failed'), todo: 5, excerpt: ['exec: not found'] }));
    await until(
      () =>
        classServer.records.submissions.latest(
          { guild: classServer.guild.id, user: classServer.ada.id },
          'backend-docker',
        ),
      (one) => one?.state === 'judged',
      15_000,
    );
    const answer = await classServer.tess.slash('/class');
    await answer.untilFilled();
    expect(answer.text).toContain('2 students');
    expect(answer.text).toContain('TODO 5');
    expect(messageOf(answer).components).toMatchObject([{ components: [{}, { type: 12 }, {}, {}] }, {}]);
    const light = await classServer.tess.press(messageOf(answer), 'Light picture');
    await light.untilFilled();
    expect(light.failed).toBe(false);

    const page = await classServer.tess.command('student', { name: classServer.ada.id });
    await page.untilFilled();
    expect(page.text).toContain('exec: not found');
    expect(page.text).toContain('TODO 5');
    const files = await classServer.tess.press(messageOf(page), 'Files');
    await files.untilFilled();
    expect(JSON.stringify(files.message)).toContain('1-Dockerfile.txt');
  });
});

describe('/export', () => {
  test('exports a CSV without formulas, and JSON', async () => {
    await classServer.records.roster.replace(
      classServer.guild.id,
      [
        {
          number: '1',
          name: '=HYPERLINK("http://x","y")',
          section: '@A',
          discord: null,
          user: classServer.ada.id,
        },
      ],
      1,
    );
    const answer = await classServer.tess.slash('/export');
    await answer.untilFilled();
    const stored = [...classServer.classroom.world.files.values()].at(-1);
    const csv = await (await fetch(stored?.attachment.url ?? '')).text();
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(csv).toContain(`'@A`);
    const json = await classServer.tess.slash('/export json');
    await json.untilFilled();
    expect(json.failed).toBe(false);
  });
});

describe('the board', () => {
  test('edits its message, replaces a deleted one and finds it again after a restart', async () => {
    const board = await room.waitForStaffMessage('The board');
    await submit(classServer.ada);
    await classServer.tess.waitFor((one) => one.id === board.id && textOf(one).includes('1 waiting'), {
      where: room.staff,
      ms: 30_000,
    });
    await classServer.restart();
    await submit(classServer.bob);
    await classServer.tess.waitFor((one) => one.id === board.id && textOf(one).includes('2 waiting'), {
      where: room.staff,
      ms: 30_000,
    });
    // If the message is deleted, the next change posts another one.
    classServer.classroom.world.messagesOf(room.staff.id).delete(board.id);
    await (await classServer.ada.command('ask', { question: 'Why?' })).untilFilled();
    const fresh = await classServer.tess.waitFor((one) => textOf(one).includes('Open questions: 1'), {
      where: room.staff,
      ms: 45_000,
    });
    expect(fresh.id).not.toBe(board.id);
    classServer.classroom.requests.length = 0;
    expect(classServer.tess.sees(room.staff).filter((one) => textOf(one).includes('The board'))).toHaveLength(
      1,
    );
  }, 90_000);
});
