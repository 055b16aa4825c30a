import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { growingLine } from '../../workers/phases/explain/large-configuration.ts';
import { BoxEngine } from '../../workers/sandbox/engine/engine.ts';
import { AnswerTooLarge, EngineRefused } from '../../workers/sandbox/failures.ts';

const kilobyte = 'x'.repeat(1024);
let folder = '';
/** Kilobytes that the engine has sent, which show whether the client closed the connection. */
let sent = 0;

/** Answers with as many kilobytes as the path says; `error/…` with status 500, `stream/…` as a log. */
const server = createServer((asked, answer) => {
  const [, kind = '', size = '0'] = /\/(?:images|containers)\/(\w+)-(\d+)\//.exec(asked.url ?? '') ?? [];
  answer.writeHead(kind === 'error' ? 500 : 200, { 'content-type': 'application/json' });
  answer.write(kind === 'error' ? '{"message":"' : '{"Id":"');
  void send(answer, Number(size)).then(() => answer.end('"}'));
});

async function send(answer: ServerResponse, size: number): Promise<void> {
  for (sent = 0; sent < size && !answer.destroyed; sent += 1)
    if (!answer.write(kilobyte)) await Promise.race([once(answer, 'drain'), once(answer, 'close')]);
}
const once = (answer: ServerResponse, event: string) => new Promise((resolve) => answer.once(event, resolve));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-answers-'));
  await new Promise<void>((resolve) => server.listen(join(folder, 'engine.sock'), resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const engine = () => new BoxEngine(join(folder, 'engine.sock'), 20_000, { mostAnswerBytes: 100 * 1024 });
const inspect = (name: string) => engine().call('inspect', (docker) => docker.getImage(name).inspect());

describe('an answer of the engine', () => {
  test('reads an answer whole when it is not too large', async () => {
    expect((await inspect('small-99')).Id).toHaveLength(99 * 1024);
  });

  test('gives up an answer that is too large before all of it has come', async () => {
    await expect(inspect('large-200000')).rejects.toThrow(AnswerTooLarge);
    // Some megabytes are in the buffers between the two.
    expect(sent).toBeLessThan(20_000);
  });

  test('bounds an answer that refuses, too, and what is kept of it', async () => {
    await expect(inspect('error-200000')).rejects.toThrow(AnswerTooLarge);
    const refused = await inspect('error-90').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EngineRefused);
    expect((refused as Error).message.length).toBeLessThan(9000);
  });

  test('bounds an answer that refuses a stream, too', async () => {
    const logs = engine().call('logs', (docker) =>
      docker.getContainer('error-200000').logs({ follow: true, stdout: true }),
    );
    await expect(logs).rejects.toThrow(AnswerTooLarge);
  });

  test('leaves a stream to its reader', async () => {
    const stream = await engine().call('logs', (docker) =>
      docker.getContainer('stream-300').logs({ follow: true, stdout: true }),
    );
    let bytes = 0;
    for await (const chunk of stream) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(300 * 1024);
  });
});

describe('the line that makes a description large', () => {
  const from = 'FROM python:3.11-slim\nENV A=aaaaaaaaaaaaaaaa\n';
  test.each<readonly [string, number | null]>([
    ['ENV A=$A$A\n'.repeat(21), 14],
    ['ENV A=${A}${A} B=$A\n'.repeat(21), 14],
    ['ENV A=$A$A$A$A$A$A$A$A\n'.repeat(21), 6],
    [`ARG B=$A$A$A$A$A$A$A$A\n${'ENV A=$B$B\nARG B=$A$A\n'.repeat(20)}`, 12],
    [`${'ENV A=$A$A\n'.repeat(11)}LABEL x=$A$A$A$A`, 14],
    [`${'ENV A=$A$A\n'.repeat(11)}WORKDIR /$A/$A/$A/$A`, 14],
    ['ENV A=$A\n'.repeat(900), null],
    [`ENV PATH="/app/.venv/bin:$PATH"\n`.repeat(900), null],
    [`LABEL text="${'x'.repeat(40_000)}"\n`, null],
  ])('finds the large line %j', (lines, line) => expect(growingLine(from + lines, 65_536)).toBe(line));
});
