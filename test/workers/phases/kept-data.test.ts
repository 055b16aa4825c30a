import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { manifestSchema } from '../../../src/lesson/manifest/manifest.ts';
import { readDataAgain } from '../../../workers/phases/kept-data.ts';
import type { Work } from '../../../workers/phases/phase.ts';
import { BoundedText } from '../../../workers/sandbox/bounded-text.ts';
import type { RunningContainer } from '../../../workers/sandbox/containers/container.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { quiet } from '../support/pretend-box.ts';

/** A real server plays the new container: it returns the given answer. */
let server: Server;
let answer: { readonly status: number; readonly body: string };
beforeEach(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** The key of the sentence about a new container with this answer; null if everything is as it should be. */
async function judged(kept: boolean, json: unknown, status: number, body: string): Promise<string | null> {
  answer = { status, body };
  const manifest = manifestSchema.parse({
    ...{ slug: 'one', image: 'one', port: 8000, baseImages: ['a'] },
    promises: [{ assert: 'keeps-data', kept, write: { path: '/' }, read: { path: '/notes', json } }],
  });
  const port = (server.address() as AddressInfo).port;
  const work = {
    box: { tunnel: async () => connect(port, '127.0.0.1'), counters: async () => quiet },
    ...{ limits: readLimits({}), signal: new AbortController().signal, manifest, student: {}, image: null },
  } as unknown as Work;
  const running = {
    ...{ port, log: new BoundedText(10_000), sealed: () => true, exec: async () => null },
    flooded: new AbortController().signal,
    state: async () => ({ running: true, exitCode: null, error: '', health: null }),
  } as unknown as RunningContainer;
  const outcome = await readDataAgain(work, running);
  return outcome.failure === null ? null : outcome.failure.explanation.key;
}

describe('data in a fresh container', () => {
  test.each([
    ['is there', true, ['hello'], 200, '["hello"]', null],
    ['is gone', true, ['hello'], 200, '[]', 'data-lost'],
    ['is an empty list, which any pattern of elements fits', true, [{}], 200, '[]', 'data-lost'],
    ['is not found', true, { name: 'Ada' }, 404, '{}', 'data-lost'],
    ['is an empty object', true, { name: 'Ada' }, 200, '{}', 'data-lost'],
  ])('has to be kept, and %s', async (_, kept, json, status, body, said) => {
    expect(await judged(kept, json, status, body)).toBe(said);
  });

  test.each([
    ['is there', false, ['hello'], 200, '["hello"]', 'data-kept'],
    ['is another', false, ['hello'], 200, '["other"]', null],
    ['is an empty list', false, [{}], 200, '[]', null],
    ['is not found', false, { name: 'Ada' }, 404, '{}', null],
  ])('has to be gone, and %s', async (_, kept, json, status, body, said) => {
    expect(await judged(kept, json, status, body)).toBe(said);
  });
});
