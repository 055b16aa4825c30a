import { expect, test } from '@jest/globals';
import { Reminders } from '../../../src/discord/notifications/reminders.ts';
import type { Messenger } from '../../../src/discord/rest/messenger.ts';
import { defaultPolicy } from '../../../src/grading/policy.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { AuditLog } from '../../../src/teaching/staff-actions.ts';
import { silent } from '../../support/redis.ts';
import { verdictOf } from '../../support/verdicts.ts';
import { lessonOf } from '../render/lesson.ts';

const guild = '100000000000000001';
const user = (n: number): string => String(200000000000000000n + BigInt(n));

test('reminds students who have not passed once, except those who opted out', async () => {
  const records = await openRecords(':memory:');
  const lesson = lessonOf(3);
  const now = Date.now();
  const submit = async (n: number, outcome: 'passed' | 'failed') => {
    const id = `s${n}`;
    const at = { slug: lesson.slug, digest: 'd' };
    await records.submissions.create({
      id,
      student: { guild, user: user(n) },
      lesson: at,
      files: {},
      receivedAt: now,
      reply: null,
    });
    await records.submissions.judge(id, 1, verdictOf(outcome), now);
  };
  await submit(1, 'passed');
  await submit(2, 'failed');
  await submit(3, 'failed');
  await records.reminders.setWanted({ guild, user: user(3) }, false);
  const policy = { ...defaultPolicy, dueAt: now + 3_600_000, remindHours: 2 };
  await records.grades.savePolicy(guild, lesson.slug, policy);
  const told: string[] = [];
  const messenger = {
    dmChannel: async (to: string) => to,
    send: async (channel: string) => {
      told.push(channel);
      return { channel, message: '1' };
    },
  } as unknown as Messenger;
  const auditLog = new AuditLog({ records, announce: async () => {} });
  const reminders = new Reminders({
    records,
    lesson: () => ({ lesson }),
    messenger,
    locales: { of: async () => 'en' },
    auditLog,
    log: silent,
  });
  await reminders.sendDue();
  await reminders.sendDue();
  await reminders.close();
  expect(told).toEqual([user(2)]);
  expect(await records.audit.entries(guild, { limit: 9 })).toMatchObject([
    { action: 'lesson.remind', details: { count: 1 } },
  ]);
  await records.close();
});
