import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ClassServer, openClassServer } from '../support/class-server.ts';
import { until } from '../support/until.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
}, 30_000);
afterEach(() => classServer.close());

const dockerfile = async () => ({
  name: 'Dockerfile',
  bytes: await readFile(join(import.meta.dirname, '../../lessons/backend-docker/solution/Dockerfile')),
});

test('/cancel stops a waiting verification once', async () => {
  const { ada, records } = classServer;
  const answer = await ada.slash('/verify', { files: [await dockerfile()] });
  expect(answer.text).toContain('Queued');
  const stopped = await ada.slash('/cancel');
  expect(stopped.text).toContain('Stopped');
  expect(stopped.ephemeral).toBe(true);
  await answer.until((now) => now.text.includes('Cancelled'), { ms: 15_000 });
  const submission = await records.submissions.latest(
    { guild: classServer.guild.id, user: ada.id },
    'backend-docker',
  );
  expect(submission?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-student' });
  expect((await ada.slash('/cancel')).text).toContain('no verification');
});

test('/cancel stops only the student’s own verification', async () => {
  const { ada, bob, records } = classServer;
  await ada.slash('/verify', { files: [await dockerfile()] });
  expect((await bob.slash('/cancel')).text).toContain('no verification');
  const hers = await until(
    () => records.submissions.latest({ guild: classServer.guild.id, user: ada.id }, 'backend-docker'),
    (submission) => submission !== null,
  );
  expect(hers?.state).not.toBe('judged');
});
