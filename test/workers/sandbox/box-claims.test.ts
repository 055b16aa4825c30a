import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BoxClaims, boxesOf } from '../../../workers/sandbox/box/box-claims.ts';
import { type BoxReport, inspectBoxes, leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { openSmallDisk } from '../../faults/support/small-disk.ts';
import { type PretendBox, pretendBox } from '../support/pretend-box.ts';

const limits = { ...readLimits({}), boxWaitSeconds: 0, callSeconds: 5 };
const queue = 'class';
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Machine {
  readonly folder: string;
  readonly boxes: readonly PretendBox[];
}

async function machine(count: number): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'claims-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return machineIn(folder, count);
}

async function machineIn(folder: string, count: number): Promise<Machine> {
  const boxes: PretendBox[] = [];
  for (let n = 1; n <= count; n += 1) {
    const box = await pretendBox({ folder, name: `box-${n}` });
    endings.push(() => box.close());
    boxes.push(box);
  }
  return { folder, boxes };
}

const look = (folder: string): Promise<readonly BoxReport[]> => inspectBoxes(folder, limits);
const worker = (folder: string, name: string): BoxClaims => new BoxClaims(folder, { worker: name, queue });

/** The boxes of each after all of them have announced themselves twice. */
async function settled(
  folder: string,
  claims: readonly BoxClaims[],
  busy = 0,
): Promise<readonly (readonly string[])[]> {
  const all = await look(folder);
  for (let round = 0; round < 2; round += 1) for (const each of claims) await each.share(all, busy);
  return Promise.all(claims.map((each) => each.share(all, busy)));
}

describe('sharing the boxes of one folder', () => {
  test.each([
    [1, 1, [1]],
    [2, 1, [2]],
    [2, 2, [1, 1]],
    [2, 3, [1, 1, 0]],
    [3, 3, [1, 1, 1]],
    [5, 2, [3, 2]],
    [7, 3, [3, 3, 1]],
  ])('divides %d boxes among %d workers: each box belongs to one worker', async (count, workers, shares) => {
    const { folder } = await machine(count);
    const claims = Array.from({ length: workers }, (_, n) => worker(folder, `worker-${n}`));
    const owned = await settled(folder, claims);
    expect(owned.map(({ length }) => length).toSorted((a, b) => b - a)).toEqual(shares);
    expect(owned.flat().toSorted()).toEqual((await look(folder)).map(({ name }) => name));
  });

  test('gives the boxes of a worker that leaves to the others', async () => {
    const { folder } = await machine(2);
    const [first, second] = [worker(folder, 'first'), worker(folder, 'second')];
    expect(await settled(folder, [first, second])).toEqual([[expect.any(String)], [expect.any(String)]]);
    await first.release();
    expect(await settled(folder, [second])).toEqual([['box-1', 'box-2']]);
    await second.release();
    expect((await readdir(folder)).filter((name) => !/^box-\d$/.test(name))).toEqual([]);
  });

  test.each([
    ['whose process is gone', { host: hostname(), process: 99_999_999 }, 0],
    ['of another machine that has been silent', { host: 'elsewhere', process: 1 }, 60_000],
    [
      'that had this process’s number before',
      { host: hostname(), process: process.pid },
      performance.now() + 10_000,
    ],
  ])('gives the boxes of a worker %s to the others', async (_case, sign, silentMs) => {
    const { folder } = await machine(2);
    await settled(folder, [worker(folder, 'dead')]);
    const [file = ''] = (await readdir(folder)).filter((name) => name.startsWith('dead.'));
    await writeFile(join(folder, file), JSON.stringify(sign));
    const then = new Date(Date.now() - silentMs);
    await utimes(join(folder, file), then, then);
    expect(await settled(folder, [worker(folder, 'living')])).toEqual([['box-1', 'box-2']]);
  });

  test('leaves boxes to a worker of another machine that gave a sign a moment ago', async () => {
    const { folder } = await machine(2);
    await settled(folder, [worker(folder, 'far')]);
    const [file = ''] = (await readdir(folder)).filter((name) => name.startsWith('far.'));
    await writeFile(join(folder, file), JSON.stringify({ host: 'elsewhere', process: 1 }));
    expect(await settled(folder, [worker(folder, 'near')])).toEqual([[]]);
  });

  test('gives no box back before the job in it is over', async () => {
    const { folder, boxes } = await machine(2);
    const [first, second] = [worker(folder, 'first'), worker(folder, 'second')];
    await settled(folder, [first], 2);
    for (const box of boxes) box.state = 'leased';
    expect(await settled(folder, [first, second], 2)).toEqual([['box-1', 'box-2'], []]);
    for (const box of boxes) box.state = 'free';
    expect((await settled(folder, [first, second], 0)).map(({ length }) => length)).toEqual([1, 1]);
  });

  test('lets a worker lease its own boxes and no other', async () => {
    const { folder } = await machine(2);
    const [first, second] = [worker(folder, 'first'), worker(folder, 'second')];
    const [[own = ''] = []] = await settled(folder, [first, second]);
    const claimant = { worker: 'first', queue };
    const signal = new AbortController().signal;
    const box = await leaseBox(folder, 'first/job', limits, signal, { claimant });
    expect(box.name).toBe(own);
    await expect(leaseBox(folder, 'first/job', limits, signal, { claimant })).rejects.toMatchObject({
      reason: 'no-box',
    });
    await box.release();
  });

  test('ignores what workers of another queue claim', async () => {
    const { folder } = await machine(2);
    await new BoxClaims(folder, { worker: 'other', queue: 'another' }).share(await look(folder), 0);
    expect(await settled(folder, [worker(folder, 'one')])).toEqual([['box-1', 'box-2']]);
  });

  test('gives a worker all boxes where it cannot write, and lets it lease any', async () => {
    const { folder } = await machine(2);
    const all = await look(folder);
    const nowhere = new BoxClaims(join(folder, 'absent'), { worker: 'one', queue });
    expect(await nowhere.share(all, 0)).toEqual(['box-1', 'box-2']);
    expect(await boxesOf(folder, { worker: 'one', queue }, all)).toEqual(all);
  });
});

describe('while the disk of the folder is full', () => {
  async function smallMachine(): Promise<{
    readonly folder: string;
    fill(): Promise<void>;
    empty(): Promise<void>;
  } | null> {
    const disk = await openSmallDisk(1);
    if (disk === null) return null;
    endings.push(() => disk.close());
    await machineIn(disk.folder, 2);
    return disk;
  }

  test('workers that run keep the boxes that they have', async () => {
    const disk = await smallMachine();
    // Whoever may mount nothing has no full disk to try it on.
    if (disk === null) return;
    const claims = [worker(disk.folder, 'first'), worker(disk.folder, 'second')];
    const before = await settled(disk.folder, claims);
    expect(before.map(({ length }) => length)).toEqual([1, 1]);
    await disk.fill();
    expect(await settled(disk.folder, claims)).toEqual(before);
    const all = await look(disk.folder);
    const leasable = await boxesOf(disk.folder, { worker: 'first', queue }, all);
    expect(leasable.map(({ name }) => name)).toEqual(before[0]);
    await disk.empty();
    expect(await settled(disk.folder, claims)).toEqual(before);
  });

  test('a worker that starts may lease every box that it counts, and shares when there is room again', async () => {
    const disk = await smallMachine();
    if (disk === null) return;
    await disk.fill();
    const claims = [worker(disk.folder, 'first'), worker(disk.folder, 'second')];
    const all = await look(disk.folder);
    for (const [n, each] of claims.entries()) {
      expect(await each.share(all, 0)).toEqual(['box-1', 'box-2']);
      const claimant = { worker: n === 0 ? 'first' : 'second', queue };
      expect(await boxesOf(disk.folder, claimant, all)).toEqual(all);
    }
    await disk.empty();
    expect((await settled(disk.folder, claims)).map(({ length }) => length)).toEqual([1, 1]);
  });
});
