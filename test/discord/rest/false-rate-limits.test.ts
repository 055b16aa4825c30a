import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RateLimitError, REST } from 'discord.js';
import { forgetFalseRateLimits } from '../../../src/discord/rest/false-rate-limits.ts';

/** A Discord that answers every request, and says that the next request of a bucket may come in a second. */
const day = 86_400_000;
let server: Server;
let rest: REST;
/** Seconds that Discord asks for. */
let pause = 1;
let requests = 0;
const later = globalThis.setTimeout;
beforeEach(async () => {
  // Timers of discord.js that would fire in a day or in ten minutes do not keep the test's process alive.
  const briefly = (work: (...more: unknown[]) => void, ms = 0, ...more: unknown[]) => {
    const timer = later(work, ms, ...more);
    return ms > 60_000 ? timer.unref() : timer;
  };
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(briefly as typeof setTimeout);
  [pause, requests] = [1, 0];
  server = createServer((_, response) => {
    requests += 1;
    response.setHeader('x-ratelimit-limit', '1');
    response.setHeader('x-ratelimit-remaining', '0');
    response.setHeader('x-ratelimit-reset-after', `${pause}`);
    response.setHeader('x-ratelimit-bucket', 'b');
    response.setHeader('content-type', 'application/json');
    if (pause > 1) response.writeHead(429, { 'retry-after': `${pause}` });
    response.end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  rest = new REST({ api: `http://127.0.0.1:${port}`, version: '10' }).setToken('x');
});
afterEach(() => {
  jest.restoreAllMocks();
  server.close();
});

const now = Date.now.bind(Date);
const clock = (off: number) => jest.spyOn(Date, 'now').mockImplementation(() => now() + off);
const ask = (channel: number) => rest.get(`/channels/${channel}` as `/${string}`);

describe('a clock set back by a day', () => {
  const sent = async (): Promise<void> => {
    clock(day);
    // As many as discord.js lets through in one second, all with the time of a day in the future.
    await Promise.all(Array.from({ length: rest.options.globalRequestsPerSecond }, (_, n) => ask(n)));
    clock(0);
  };

  test('loses one request, after which Dockhand keeps sending to old and new rate limit buckets', async () => {
    forgetFalseRateLimits(rest);
    await sent();
    await expect(ask(0)).rejects.toBeInstanceOf(RateLimitError);
    expect(await Promise.all([ask(0), ask(1_000)])).toEqual([{}, {}]);
  }, 20_000);

  test('silences plain discord.js until the clock has caught up', async () => {
    await sent();
    const answer = await Promise.race([ask(0), new Promise((late) => setTimeout(late, 3_000, 'nothing'))]);
    expect(answer).toBe('nothing');
  }, 20_000);
});

test('waits out a pause of minutes when Discord asks for it a second time', async () => {
  forgetFalseRateLimits(rest);
  pause = 600;
  for (let n = 0; n < 4; n += 1) await expect(ask(0)).rejects.toBeInstanceOf(RateLimitError);
  expect(requests).toBe(2);
});
