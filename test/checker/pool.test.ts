import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { bounds } from '../../src/checker/bounds.ts';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { CheckerProcess } from '../../src/checker/checker-process.ts';
import { CheckerEnded, TooMuchAtOnce } from '../../src/checker/failures.ts';
import { until } from '../support/until.ts';

const hostile = new URL('hostile-process.ts', import.meta.url);
let pool: CheckerPool | undefined;
afterEach(() => pool?.close());

const ask = async (name: string, whose: string, args: readonly unknown[] = []): Promise<unknown> =>
  pool?.call({ name, args }, whose);

describe('what ends a process', () => {
  test.each([
    ['hang', 'time'],
    ['regex', 'time'],
    ['heap', 'memory'],
    ['map', 'memory'],
    ['split', 'memory'],
    ['join', 'memory'],
    ['buffers', 'memory'],
    ['leave', 'broken'],
  ])(
    '%s: its caller hears %s, everybody else is answered',
    async (name, cause) => {
      pool = new CheckerPool(hostile);
      await ask('echo', 'other');
      const ended = ask(name, 'attacker').then(
        () => null,
        (error: unknown) => error,
      );
      let answered = 0;
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (!over) {
        expect(await ask('echo', 'other', [answered])).toBe(answered);
        answered += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const error = await ended;
      expect(error).toBeInstanceOf(CheckerEnded);
      // Both limits cover memory: either may notice first.
      const causes = cause === 'memory' ? ['memory', 'time'] : [cause];
      expect(causes).toContain((error as CheckerEnded).why);
      expect(await ask('echo', 'attacker', ['again'])).toBe('again');
    },
    60_000,
  );
});

test('what a process holds outside of its heap is bounded, however little it works', async () => {
  pool = new CheckerPool(hostile);
  await expect(ask('hoard', 'attacker')).rejects.toMatchObject({ why: 'memory' });
}, 60_000);

test('checker processes end with a parent that is killed, even in the middle of a reading', async () => {
  const parent = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'hanging-parent.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  const { pid = 0 } = parent;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  expect(children.length).toBeGreaterThan(0);
  parent.kill('SIGKILL');
  await until(
    () => children.filter((child) => existsSync(`/proc/${child}/exe`)),
    (alive) => alive.length === 0,
    10_000,
  );
}, 60_000);

test('a dead process leaves behind where its reading was', async () => {
  pool = new CheckerPool(hostile);
  await expect(ask('lost', 'a')).rejects.toMatchObject({ why: 'time', position: { file: 1, line: 7 } });
  await expect(ask('hang', 'b')).rejects.toMatchObject({ why: 'time', position: null });
}, 60_000);

test('a fault of ours is an error of its call, and the process goes on', async () => {
  pool = new CheckerPool(hostile);
  const before = await ask('pid', 'a');
  await expect(ask('throws', 'a')).rejects.toThrow('a fault of ours');
  expect(await ask('pid', 'a')).toBe(before);
}, 60_000);

test('what waits takes no processor, so a long wait is no overrun', async () => {
  pool = new CheckerPool(hostile);
  expect(await ask('waits', 'a', [2_500])).toBe('waited');
}, 60_000);

test('a process that somebody else kills is nobody’s fault: its reading is done once more', async () => {
  pool = new CheckerPool(hostile);
  await ask('echo', 'a');
  const slow = ask('waits', 'a', [700]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const pid of pool.pids()) process.kill(pid, 'SIGKILL');
  expect(await slow).toBe('waited');
}, 60_000);

test('one person has one reading at a time and only so many in line; nobody else waits for them', async () => {
  pool = new CheckerPool(hostile, { bounds: { waitingPerPerson: 3 } });
  await ask('echo', 'other');
  const order: string[] = [];
  const mine = Array.from({ length: 6 }, (_, n) =>
    ask('waits', 'a', [n === 0 ? 3_000 : 10]).then(
      () => order.push(`a${n}`),
      (error: unknown) => {
        expect(error).toBeInstanceOf(TooMuchAtOnce);
        order.push('refused');
      },
    ),
  );
  await ask('echo', 'b').then(() => order.push('b'));
  await Promise.all(mine);
  // One runs and three wait.
  expect(order).toEqual(['refused', 'refused', 'b', 'a0', 'a1', 'a2', 'a3']);
}, 60_000);

test('kept values are the same as if they had been sent, also once older ones are forgotten', async () => {
  pool = new CheckerPool(hostile);
  const [one, two] = [{ a: 1 }, { b: [2] }];
  for (let n = 0; n < 200; n += 1)
    expect(
      await pool.call({ name: 'kept', cached: [n % 2 === 0 ? one : { n }, two], args: [] }, 'a'),
    ).toEqual([n % 2 === 0 ? one : { n }, two]);
}, 60_000);

test('what a process compiled is kept for the next one, although it only ends by being killed', async () => {
  const compileCache = mkdtempSync(join(tmpdir(), 'dockhand-compiled-'));
  try {
    const checker = new CheckerProcess(hostile, bounds, { talks: false, folder: null, compileCache });
    await checker.ready;
    await checker.close();
    const [forThisNode = ''] = readdirSync(compileCache);
    expect(readdirSync(join(compileCache, forThisNode)).length).toBeGreaterThan(0);
  } finally {
    rmSync(compileCache, { recursive: true });
  }
});
