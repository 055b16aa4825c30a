import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { execInContainer } from '../../../workers/sandbox/engine/exec.ts';

/** With `late`, an engine that notices a program's exit late, as a real one does on a crowded machine. */
async function engineThatHearsLate(late: number) {
  const folder = await mkdtemp(join(tmpdir(), 'exec-'));
  const output = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 2]), Buffer.from('t\n')]);
  let looks = 0;
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '';
    if (path.endsWith('/start')) return void answer.writeHead(200).end(output);
    answer.writeHead(200, { 'content-type': 'application/json' });
    if (!path.endsWith('/json')) return void answer.end(JSON.stringify({ Id: 'e' }));
    const running = looks++ < late;
    answer.end(JSON.stringify({ Running: running, ExitCode: running ? null : 0 }));
  });
  const socketPath = join(folder, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    container: new Docker({ socketPath }).getContainer('c'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

describe('a program that was run in a container', () => {
  test.each([0, 1, 12])(
    'has its own exit code when the engine hears of its end %i looks later',
    async (late) => {
      const { container, close } = await engineThatHearsLate(late);
      try {
        expect(await execInContainer(container, ['true'])).toEqual({ code: 0, text: 't\n' });
      } finally {
        await close();
      }
    },
  );
});
