import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { examineBoxes } from '../../src/cli/doctor/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { until } from '../support/until.ts';
import { type PretendBox, pretendBox } from '../workers/support/pretend-box.ts';
import { boxesDir } from '../workers/support/real-box.ts';

/** Whether boxes really build: asked of simulated ones that do not, and of a real one. */
const limits = readLimits({});
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function box(): Promise<PretendBox> {
  const made = await pretendBox();
  endings.push(() => made.close());
  return made;
}

/** An engine that accepts a build and reports an error, as with a full disk. */
async function failingEngine({ folder, name }: PretendBox, why: string): Promise<void> {
  const server: Server = createServer((asked, answer) => {
    asked.resume();
    asked.on('end', () => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.end(`${JSON.stringify({ errorDetail: { message: why }, error: why })}\n`);
    });
  });
  // BuildKit's session, in which this engine requests nothing.
  const sessions = new Set<Duplex>();
  server.on('upgrade', (_asked, session: Duplex) => {
    sessions.add(session.on('error', () => undefined));
    session.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  });
  const path = join(folder, name, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  endings.push(async () => {
    for (const session of sessions) session.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(path, { force: true });
  });
}

describe('the doctor’s small build', () => {
  test('finds a free box whose engine is away, says what to do, and releases the box', async () => {
    const made = await box();
    const findings = await examineBoxes(made.folder, limits);
    expect(findings).toMatchObject([
      { check: 'boxes', status: 'ok', message: 'one is free' },
      {
        check: 'boxes.build',
        status: 'problem',
        message: 'A free box does not build: nobody listens at its socket',
        todo: expect.stringContaining('node setup/main.js up'),
      },
    ]);
    expect({ leases: made.leases, state: made.state }).toEqual({ leases: ['doctor'], state: 'free' });
  }, 60_000);

  test('reports why an engine does not build, and releases the box', async () => {
    const made = await box();
    await failingEngine(made, 'no space left on device');
    const findings = await examineBoxes(made.folder, limits);
    expect(findings.find(({ check }) => check === 'boxes.build')).toMatchObject({
      status: 'problem',
      message: 'one does not build: its disk is full',
      todo: expect.stringContaining('node setup/main.js up'),
    });
    expect({ leases: made.leases, state: made.state }).toEqual({ leases: ['doctor'], state: 'free' });
  }, 60_000);

  test('quotes an unknown message of an engine in one line of code', async () => {
    const made = await box();
    await failingEngine(made, 'solver `x`:\nunheard of');
    const findings = await examineBoxes(made.folder, limits);
    expect(findings.find(({ check }) => check === 'boxes.build')?.message).toBe(
      'one does not build: it says `solver x : unheard of`',
    );
  }, 60_000);

  test('a box that is at work is well, and is not asked for the small build', async () => {
    const made = await box();
    made.state = 'leased';
    expect(await examineBoxes(made.folder, limits)).toMatchObject([
      { check: 'boxes', status: 'ok' },
      { check: 'boxes.build', status: 'ok', message: expect.stringContaining('at work') },
    ]);
    expect(made.leases).toEqual([]);
  });

  test('a box that a worker leases before the small build is at work, and no problem', async () => {
    const made = await box();
    made.contended = true;
    expect(await examineBoxes(made.folder, limits)).toMatchObject([
      { check: 'boxes', status: 'ok', message: 'one is free' },
      { check: 'boxes.build', status: 'ok', message: expect.stringContaining('at work') },
    ]);
    expect(made.leases).toEqual([]);
  }, 60_000);

  test('a small build is a problem where no box answers', async () => {
    const made = await box();
    made.silent = true;
    expect(await examineBoxes(made.folder, limits)).toMatchObject([
      { check: 'boxes', status: 'warning', todo: expect.stringContaining('logs one') },
      { check: 'boxes.build', status: 'problem', message: 'No box answers' },
    ]);
  }, 60_000);

  test('a small build is done by a real box', async () => {
    const folder = boxesDir();
    // Other tests use the boxes as well, and a used box starts a new life: wait until one is free.
    const built = await until(
      async () => (await examineBoxes(folder, limits)).find(({ check }) => check === 'boxes.build'),
      (finding) => !/at work|No box answers/.test(finding?.message ?? ''),
      300_000,
    );
    expect(built).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(/^box-\d+ built a small image in \d+\.\d s$/),
      todo: null,
    });
  }, 360_000);
});
