import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { RecordedDeadLetters } from '../../src/checker/dead-letters.ts';
import { PooledTextReader } from '../../src/checker/text-reader.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { variation } from '../growth/variations.ts';
import { until } from '../support/until.ts';
import { openStaffRoom, type StaffRoom, Visitor } from './support.ts';

jest.setTimeout(120_000);

/** The staff pages with the real checkers, which have planted faults: a stored file triggers one. */
let pool: CheckerPool;
let room: StaffRoom;
let tess: Visitor;
beforeAll(async () => {
  pool = new CheckerPool(new URL('../checker/planted-process.ts', import.meta.url));
  room = await openStaffRoom(
    {},
    async (records) => new PooledTextReader(pool, await RecordedDeadLetters.load(records)),
  );
  tess = new Visitor(room);
  await tess.signInAs(room.tess);
  // The first check starts all processes.
  await room.ada.waitForReply(room.ada.dm('FROM python:3.11-slim\n'), { ms: 60_000 });
}, 120_000);
afterAll(async () => {
  await room?.close();
  await pool?.close();
}, 60_000);

const board = (): string => `/s/${room.guild.id}`;
const lettersOf = (user: string) =>
  room.records.deadLetters
    .ofGuild(room.guild.id, 50)
    .then((letters) => letters.filter((letter) => letter.user === user));

async function timed<T>(work: Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const before = performance.now();
  const result = await work;
  return { result, ms: performance.now() - before };
}

/** A student whose remembered Dockerfile triggers that fault in any checker; nobody has checked it yet. */
async function withFile(plant: string) {
  const student = room.classroom.join({ name: 'Mallory', guild: room.guild });
  const text = `FROM python:3.11-slim\n# ${plant}-IN-CHECK ${student.id}\nRUN <b>bold</b>\n`;
  const whose = { guild: room.guild.id, user: student.id };
  await room.records.workspaces.remember(whose, 'backend-docker', { Dockerfile: text }, Date.now());
  return { student, path: `${board()}/student/${student.id}` };
}

describe('the page of a student whose stored file ends what checks it', () => {
  test.each(['PLANTED-HANG', 'PLANTED-MEMORY', 'PLANTED-END'])(
    'shows a file with %s as text at once and serves others meanwhile',
    async (plant) => {
      const { student, path } = await withFile(plant);
      // How long a page takes on this machine, which others use as well: before and after.
      const before = await timed(tess.go(board()));
      const first = timed(tess.go(path).then((answer) => answer.text()));
      const others = await Promise.all([
        timed(tess.go(board())),
        timed(tess.go(`${board()}/class`)),
        timed(tess.go(`${board()}/student/${room.ada.id}`)),
      ]);
      const page = await first;
      const after = await timed(tess.go(board()));
      const soon = 2_000 + 6 * Math.max(before.ms, after.ms);
      for (const { ms } of [page, ...others]) expect(ms).toBeLessThan(soon);
      for (const { result } of others) expect(result.status).toBe(200);
      expect(page.result).toContain(`${plant}-IN-CHECK`);
      expect(page.result).toContain('&lt;b&gt;bold');
      expect(page.result).not.toContain('no file was handed in');
      await until(
        () => lettersOf(student.id),
        (letters) => letters.length > 0,
        30_000,
      );
    },
  );

  test('says that the file could not be checked, and ends no second checker even after a restart', async () => {
    const { student, path } = await withFile('PLANTED-HANG');
    await tess.go(path);
    const [letter] = await until(
      () => lettersOf(student.id),
      (letters) => letters.length > 0,
      30_000,
    );
    expect(letter).toMatchObject({ kind: 'files', why: 'time' });
    const before = await until(
      () => pool.pids(),
      (pids) => pids.length >= 2,
      30_000,
    );
    await room.restartPages();
    for (let turn = 0; turn < 3; turn += 1) {
      const result = await (await tess.go(path)).text();
      expect(result).toContain('could not be checked');
      expect(result).toContain('PLANTED-HANG-IN-CHECK');
    }
    expect(before.filter((pid) => !pool.pids().includes(pid))).toEqual([]);
  });
});

/** 20 variations with DOCKHAND_FULL=1, else a sample. DOCKHAND_SEED repeats a run. */
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_130);
const random = seededRandom(seed);
const variations = Array.from({ length: process.env.DOCKHAND_FULL === '1' ? 20 : 5 }, () =>
  variation(random),
);

test(`variations of hostile files that are stored: each student's page comes, and others are served meanwhile (seed ${seed})`, async () => {
  for (const { name, files } of variations) {
    const student = room.classroom.join({ name: 'Mallory', guild: room.guild });
    const whose = { guild: room.guild.id, user: student.id };
    await room.records.workspaces.remember(whose, 'backend-docker', files, Date.now());
    const usual = await timed(tess.go(board()));
    const [page, other] = await Promise.all([
      timed(tess.go(`${board()}/student/${student.id}`)),
      timed(tess.go(`${board()}/class`)),
    ]);
    expect({ name, page: page.result.status, other: other.result.status }).toEqual({
      ...{ name, page: 200, other: 200 },
    });
    // The text is there, whatever it did to its checker.
    expect(await page.result.text()).toContain('Dockerfile');
    expect(Math.max(page.ms, other.ms)).toBeLessThan(1_000 + 4 * usual.ms);
  }
});

test('lists the text by its digest on the board and alerts the staff channel', async () => {
  const { student, path } = await withFile('PLANTED-HANG');
  await tess.go(path);
  const [letter] = await until(
    () => lettersOf(student.id),
    (letters) => letters.length > 0,
    30_000,
  );
  const digest = letter?.digest.slice(0, 16) ?? 'none';
  const page = await (await tess.go(board())).text();
  expect(page).toContain('Could not be read');
  expect(page).toContain(digest);
  expect(page).not.toContain('PLANTED');
  // An alert is posted once, with the text that was the newest then.
  const digests = (await room.records.deadLetters.ofGuild(room.guild.id, 50)).map((one) =>
    one.digest.slice(0, 16),
  );
  const told = () => room.tess.sees(room.staffChannel).map(textOf);
  await until(
    () => told().filter((text) => digests.some((one) => text.includes(one))).length,
    (count) => count > 0,
    90_000,
  );
  expect(told().join('\n')).not.toContain('PLANTED');
});
