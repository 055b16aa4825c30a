import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const attached = { dockerfile: { name: 'Dockerfile', bytes: Buffer.from('FROM a\nRUN b\n') } };
const ada = () => ({ guild: classServer.guild.id, user: classServer.ada.id });

test('/my-data says that nothing is stored about a newcomer', async () => {
  const stranger = classServer.classroom.join({
    name: 'Eve',
    guild: classServer.guild,
    home: classServer.general,
  });
  const answer = await stranger.slash('/my-data');
  expect(answer.ephemeral).toBe(true);
  // Discord has just sent the member's language.
  expect(answer.text).toMatch(/Nothing\. I have no files|the language Discord names for you/);
  expect(answer.text).toContain('after 365 days');
});

test('/my-data shows what is stored, asks for confirmation, and deletes everything but the results', async () => {
  await classServer.ada.slash('/hint 2');
  await classServer.ada.command('verify', attached);
  classServer.work(async () => verdictOf('failed'));
  await classServer.ada.waitFor((one) => JSON.stringify(one).includes('Not passed yet'), { ms: 20_000 });
  const answer = await classServer.ada.slash('/my-data');
  expect(answer.text).toContain('`Dockerfile` (13 bytes, backend-docker, just now)');
  expect(answer.text).toContain('1 not passed');
  expect(answer.text).toContain('hints opened: 1');
  const asked = await classServer.ada.press(messageOf(answer), 'Delete my data');
  expect(messageOf(asked).id).toBe(messageOf(answer).id);
  expect(asked.text).toContain('this lesson keeps it');
  expect((await classServer.records.personalData.of(ada())).files).toHaveLength(1);
  const kept = await classServer.ada.press(messageOf(asked), 'No, keep it');
  expect(kept.text).toContain('Nothing was deleted');
  const again = await classServer.ada.press(
    messageOf(await classServer.ada.slash('/my-data')),
    'Delete my data',
  );
  const gone = await classServer.ada.press(messageOf(again), 'Yes, delete it');
  expect(gone.text).toContain('I keep only how your verifications came out');
  expect(await classServer.records.personalData.of(ada())).toMatchObject({
    files: [],
    submissions: [{ outcome: 'failed', withFiles: false }],
    hints: 0,
    checks: 0,
  });
  const status = await (await classServer.ada.slash('/status')).untilFilled();
  expect(status.text).toContain('not passed');
  expect(status.text).toContain('I have no files of yours yet');
});

test('/my-data cancels and deletes what is in progress', async () => {
  await classServer.ada.command('verify', attached);
  const answer = await classServer.ada.press(
    messageOf(await classServer.ada.slash('/my-data')),
    'Delete my data',
  );
  await (await classServer.ada.press(messageOf(answer), 'Yes, delete it')).untilFilled();
  const kept = await until(
    () => classServer.records.personalData.of(ada()),
    ({ submissions }) => submissions.every((one) => one.outcome === 'cancelled' && !one.withFiles),
  );
  expect(kept.files).toEqual([]);
});

test('/my-data works in a DM and only for oneself', async () => {
  await classServer.ada.command('verify', attached);
  const answer = await classServer.ada.slash('/my-data', { where: 'dm' });
  expect(answer.text).toContain('`Dockerfile`');
  const bobs = await classServer.bob.slash('/my-data');
  expect(bobs.text).not.toContain('Dockerfile');
  expect((await classServer.records.personalData.of(ada())).files).toHaveLength(1);
});
