import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../support/until.ts';
import { openSchool, type School } from './school.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.close());

const dockerfile = async () => ({
  name: 'Dockerfile',
  bytes: await readFile(join(import.meta.dirname, '../../lessons/backend-docker/solution/Dockerfile')),
});

test('/cancel stops what waits, and its message says so; a second time there is nothing to stop', async () => {
  const { ada, records } = school;
  const answer = await ada.slash('/verify', { files: [await dockerfile()] });
  expect(answer.text).toContain('Queued');
  const stopped = await ada.slash('/cancel');
  expect(stopped.text).toContain('Stopped');
  expect(stopped.ephemeral).toBe(true);
  await answer.until((now) => now.text.includes('Cancelled'), { ms: 15_000 });
  const submission = await records.submissions.latest(
    { guild: school.guild.id, user: ada.id },
    'backend-docker',
  );
  expect(submission?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-student' });
  expect((await ada.slash('/cancel')).text).toContain('no verification');
});

test('/cancel stops only one’s own', async () => {
  const { ada, bob, records } = school;
  await ada.slash('/verify', { files: [await dockerfile()] });
  expect((await bob.slash('/cancel')).text).toContain('no verification');
  const hers = await until(
    () => records.submissions.latest({ guild: school.guild.id, user: ada.id }, 'backend-docker'),
    (submission) => submission !== null,
  );
  expect(hers?.state).not.toBe('judged');
});
