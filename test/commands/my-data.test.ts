import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { messageOf, openSchool, refused, type School } from './school.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool();
});
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

const attached = { dockerfile: { name: 'Dockerfile', bytes: Buffer.from('FROM a\nRUN b\n') } };
const ada = () => ({ guild: school.guild.id, user: school.ada.id });

test('somebody of whom nothing is kept is told so', async () => {
  const stranger = school.classroom.join({ name: 'Eve', guild: school.guild, home: school.general });
  const answer = await stranger.slash('/my-data');
  expect(answer.ephemeral).toBe(true);
  // Her language has just been named.
  expect(answer.text).toMatch(/Nothing\. I have no files|the language Discord names for you/);
  expect(answer.text).toContain('after 365 days');
});

test('shows what is kept, asks once more, and deletes all but how it came out', async () => {
  await school.ada.slash('/hint 2');
  await school.ada.command('verify', attached);
  school.work(async () => verdictOf('failed'));
  await school.ada.waitFor((one) => JSON.stringify(one).includes('Not passed yet'), { ms: 20_000 });
  const answer = await school.ada.slash('/my-data');
  expect(answer.text).toContain('`Dockerfile` (13 bytes, backend-docker, just now)');
  expect(answer.text).toContain('1 not passed');
  expect(answer.text).toContain('hints opened: 1');
  const asked = await school.ada.press(messageOf(answer), 'Delete my data');
  expect(messageOf(asked).id).toBe(messageOf(answer).id);
  expect(asked.text).toContain('this lesson keeps it');
  expect((await school.records.personalData.of(ada())).files).toHaveLength(1);
  const kept = await school.ada.press(messageOf(asked), 'No, keep it');
  expect(kept.text).toContain('Nothing was deleted');
  const again = await school.ada.press(messageOf(await school.ada.slash('/my-data')), 'Delete my data');
  const gone = await school.ada.press(messageOf(again), 'Yes, delete it');
  expect(gone.text).toContain('I keep only how your verifications came out');
  expect(await school.records.personalData.of(ada())).toMatchObject({
    files: [],
    submissions: [{ outcome: 'failed', withFiles: false }],
    hints: 0,
    checks: 0,
  });
  const status = await (await school.ada.slash('/status')).untilFilled();
  expect(status.text).toContain('not passed');
  expect(status.text).toContain('I have no files of yours yet');
});

test('what is under way is cancelled, and deleted too', async () => {
  await school.ada.command('verify', attached);
  const answer = await school.ada.press(messageOf(await school.ada.slash('/my-data')), 'Delete my data');
  await (await school.ada.press(messageOf(answer), 'Yes, delete it')).untilFilled();
  const kept = await until(
    () => school.records.personalData.of(ada()),
    ({ submissions }) => submissions.every((one) => one.outcome === 'cancelled' && !one.withFiles),
  );
  expect(kept.files).toEqual([]);
});

test('works in a DM, and nobody deletes for another', async () => {
  await school.ada.command('verify', attached);
  const answer = await school.ada.slash('/my-data', { where: 'dm' });
  expect(answer.text).toContain('`Dockerfile`');
  const bobs = await school.bob.slash('/my-data');
  expect(bobs.text).not.toContain('Dockerfile');
  expect((await school.records.personalData.of(ada())).files).toHaveLength(1);
});
