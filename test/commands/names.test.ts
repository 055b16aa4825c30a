import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Person } from '../../classroom/server.ts';
import type { ClassServer } from '../support/class-server.ts';
import { openStaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';
import { codeBlock, dockerfile } from './student-files.ts';

jest.setTimeout(120_000);

let classServer: ClassServer;
beforeEach(async () => {
  ({ classServer } = await openStaffedClass());
});
afterEach(() => classServer.close());

const queueAsShown = async (): Promise<string> => {
  const queue = await classServer.tess.slash('/queue');
  await queue.untilFilled();
  return JSON.stringify(queue.message?.components);
};
/** Sends files and asks for a verification in DMs alone. */
const verifyByDm = async (who: Person): Promise<void> => {
  await who.waitForReply(who.dm(codeBlock(dockerfile)), { ms: 60_000 });
  await who.waitForReply(who.dm('/verify'), { ms: 60_000 });
};

test('names a student who wrote only in DMs by their name in the server, also after a restart', async () => {
  const { ada, guild } = classServer;
  const member = guild.members.get(ada.id);
  if (member === undefined) throw new Error('Ada is no member');
  guild.members.set(ada.id, { ...member, nick: 'Ada L. (group 2)' });
  await verifyByDm(ada);
  await until(queueAsShown, (shown) => shown.includes('Ada L. (group 2)'), 60_000);
  await classServer.restart();
  expect(await queueAsShown()).toContain('Ada L. (group 2)');
});

test('follows a name that changes', async () => {
  const { ada, guild } = classServer;
  await verifyByDm(ada);
  const member = guild.members.get(ada.id);
  if (member === undefined) throw new Error('Ada is no member');
  guild.members.set(ada.id, { ...member, nick: 'Countess' });
  await (await ada.slash('/status')).untilFilled();
  expect(await queueAsShown()).toContain('Countess');
});
