import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StudentNotifier } from '../../../src/discord/notifications/notify-verdict.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { earlyMessage } from '../../../src/discord/render/verification/verify.ts';
import type { Messenger } from '../../../src/discord/rest/messenger.ts';
import type { Records, ReplyPlace } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { silent } from '../../support/redis.ts';
import { verdictOf } from '../../support/verdicts.ts';

let records: Records;
beforeEach(async () => {
  records = await openRecords(':memory:');
});
afterEach(() => records.close());

const late: ReplyPlace = { kind: 'message', channel: 'dm', message: 'answer' };

/** Notifies of a verdict whose progress message is gone; `meanwhile` happens while the verdict is on its way by DM. */
async function notified(meanwhile: () => Promise<void>) {
  const sent: Message[] = [];
  const edits: (readonly [string, Message])[] = [];
  const messenger = {
    editMessage: async (_channel: string, id: string, message: Message) => void edits.push([id, message]),
    dmChannel: async () => 'dm',
    send: async (_channel: string, message: Message) => {
      await meanwhile();
      sent.push(message);
      return { channel: 'dm', message: 'verdict' };
    },
  } as unknown as Messenger;
  const submission = await records.submissions.create({
    id: 'sa1',
    student: { guild: '1', user: '2' },
    lesson: { slug: 'l', digest: 'd' },
    files: { Dockerfile: 'FROM a\n' },
    receivedAt: 1,
    reply: null,
  });
  await records.submissions.judge('sa1', 1, verdictOf('passed'), 2);
  const judged = await records.submissions.get(submission.id);
  if (judged === null) throw new Error('there is no submission');
  const notifier = new StudentNotifier({
    ...{ records, messenger, log: silent, lesson: () => null },
    liveMessages: { finish: async () => undefined },
    locales: { of: async () => 'en' },
    lessons: { label: (_locale, message) => message },
  });
  await notifier.notify(judged);
  return { sent, edits, place: (await records.submissions.get('sa1'))?.reply };
}

describe('an answer that finds its place while the verdict is sent by DM', () => {
  test('a late answer says where the verdict is, and no later look shows the verdict there, too', async () => {
    const { sent, edits, place } = await notified(() => records.submissions.setReply('sa1', late));
    expect(sent).toHaveLength(1);
    expect(edits).toEqual([['answer', earlyMessage('en')]]);
    expect(place).toBeNull();
  });

  test('a verdict sent by DM edits no other message where no answer found its place', async () => {
    const { sent, edits } = await notified(async () => undefined);
    expect([sent.length, edits]).toEqual([1, []]);
  });
});
