import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BoxEngine } from '../../../workers/sandbox/engine/engine.ts';

/** What the engine does at each stop request, in order. */
type Doing = (asked: IncomingMessage, answer: ServerResponse) => void;
const breaksOff: Doing = (asked) => asked.socket.destroy();
const stops: Doing = (_, answer) => answer.writeHead(204).end();
const refuses: Doing = (_, answer) => answer.writeHead(500).end('{"message":"no"}');
const isSilent: Doing = () => undefined;

let folder = '';
let server: Server;
let asked = 0;
let doings: readonly Doing[] = [];
beforeEach(async () => {
  asked = 0;
  folder = await mkdtemp(join(tmpdir(), 'dockhand-engine-'));
  server = createServer((question, answer) => {
    doings[asked]?.(question, answer);
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'engine.sock'), resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** The result of the call, and how often the engine was asked. */
async function told(repeatable: boolean, ms: number, ...given: readonly Doing[]) {
  doings = given;
  const engine = new BoxEngine(join(folder, 'engine.sock'), ms);
  const said = await engine
    .call('stop', (docker) => docker.getContainer('c').stop(), { repeatable })
    .then(
      () => 'stopped',
      (error: Error & { reason?: string }) => error.reason ?? error.name,
    );
  return [said, asked];
}

describe('repeated', () => {
  test.each([
    ['is asked once more where its connection broke off', 20_000, [breaksOff, stops], ['stopped', 2]],
    ['is not asked a third time', 20_000, [breaksOff, breaksOff, stops], ['engine-away', 2]],
    ['is asked once where it is refused', 20_000, [refuses, stops], ['EngineRefused', 1]],
    ['is asked once where nothing answers in time', 200, [isSilent, stops], ['engine-away', 1]],
    ['is asked once where it is done', 20_000, [stops, stops], ['stopped', 1]],
  ])('a repeatable call of the engine %s', async (_, ms, given, said) => {
    expect(await told(true, ms, ...given)).toEqual(said);
  });

  test('a repeatable call of the engine is asked once where nobody is there', async () => {
    const engine = new BoxEngine(join(folder, 'absent.sock'), 20_000);
    let calls = 0;
    const call = engine.call(
      'stop',
      (docker) => {
        calls += 1;
        return docker.getContainer('c').stop();
      },
      { repeatable: true },
    );
    await expect(call).rejects.toMatchObject({ reason: 'engine-away' });
    expect(calls).toBe(1);
  });
});

test('another call of the engine is asked once, although its connection broke off', async () => {
  expect(await told(false, 20_000, breaksOff, stops)).toEqual(['engine-away', 1]);
});

test.each([
  [
    'answers a build’s session as any other question',
    (answer: ServerResponse) => answer.end('{}'),
    'engine-away',
  ],
  ['answers it with nothing', (answer: ServerResponse) => answer.end(), 'engine-away'],
  ['refuses it', (answer: ServerResponse) => answer.writeHead(500).end('{"message":"no"}'), 'EngineRefused'],
])('an engine that %s fails the build and not the process', async (_which, answers, wanted) => {
  doings = [(_, answer) => answers(answer)];
  const engine = new BoxEngine(join(folder, 'engine.sock'), 20_000);
  const failed = await engine
    .call('build', (docker) => docker.buildImage(Readable.from([]), { version: '2', t: 'x' }))
    .catch((error: unknown) => error);
  const { reason, name } = failed as Error & { reason?: string };
  expect([reason ?? name, asked]).toEqual([wanted, 1]);
});
