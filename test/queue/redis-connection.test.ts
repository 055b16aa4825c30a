import { expect, test } from '@jest/globals';
import { connectToWait } from '../../src/queue/redis-connection.ts';
import { redisUrl } from '../support/redis.ts';
import { until } from '../support/until.ts';

const isOver = (connection: { readonly status: string }): boolean => connection.status === 'end';

test('Closing a connection closes its copies, their copies, and those that are made later', async () => {
  const connection = connectToWait(redisUrl());
  const copy = connection.duplicate();
  const copyOfCopy = copy.duplicate();
  for (const each of [connection, copy, copyOfCopy]) each.on('error', () => undefined);
  await copyOfCopy.ping();
  connection.hangUp();
  const late = copy.duplicate();
  late.on('error', () => undefined);
  const all = await until(
    () => [connection, copy, copyOfCopy, late].map(isOver),
    (over) => over.every(Boolean),
    10_000,
  );
  expect(all).toEqual([true, true, true, true]);
});
