import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, textOf, type UploadedFile } from '../../../classroom/server.ts';
import { filesOf, isVerdict } from '../../../src/cli/try/tour.ts';
import { RealServer } from './real-server.ts';

/**
 * The first week of a real server, as README has an operator make it, on real containers: set-up, a class, a reboot, a Redis that is
 * killed, more workers, a backup that is put back. It takes some ten minutes, so it runs with DOCKHAND_FULL=1.
 */
const full = process.env.DOCKHAND_FULL === '1' && process.getuid?.() === 0;
const root = join(import.meta.dirname, '../../..');
const minutes = (n: number): number => n * 60_000;

let server: RealServer;
let answer: readonly UploadedFile[];
const students: Person[] = [];

/** Sends the lesson's own answer with a comment, so that no verdict is remembered, and asks for a verification. */
async function verify(student: Person, note: string): Promise<() => Promise<string>> {
  const files = answer.map(({ name, bytes }) =>
    name === 'Dockerfile'
      ? { name, bytes: Buffer.concat([bytes, Buffer.from(`\n# ${note}\n`)]) }
      : { name, bytes },
  );
  await student.waitForReply(student.dm('', files), { ms: minutes(2) });
  const asked = await student.slash('/verify', { where: 'dm' });
  return async () => {
    await asked.until((now) => isVerdict(now.text), { ms: minutes(12) });
    return asked.text;
  };
}

const heading = (text: string): string => /^### .*$/m.exec(text)?.[0] ?? text;

/** Why one did not pass is in the worker's log, which goes with the stack. */
async function mustHavePassed(text: string): Promise<void> {
  if (/Passed/.test(heading(text))) return;
  const logs = await server.compose('--profile', 'app', 'logs', '--tail', '60', 'worker', 'bot');
  throw new Error(`${text}\n${logs}`);
}

/** Verdicts that a student sees: as many as verifications, if nobody is told twice. */
const verdictsSeen = (student: Person): number =>
  student.sees('dm').filter((message) => isVerdict(textOf(message))).length;

(full ? describe : describe.skip)('the first week of a real server', () => {
  beforeAll(async () => {
    const state = join(process.env.DOCKHAND_STATE ?? join(root, '.state'), 'week');
    server = await RealServer.prepare(state, { SANDBOX_BOX_COUNT: '3', WEB_PORT: '18391' });
    const files = await filesOf(join(root, 'lessons/backend-docker/solution'));
    answer = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
    students.push(...['Ada', 'Ben', 'Cleo'].map((name) => server.join(name)));
  }, minutes(2));
  afterAll(() => server.close(), minutes(5));

  test(
    'begins with one command, after which bot and workers are well',
    async () => {
      await server.command('setup/main.js', 'app');
      const [ada] = students as [Person];
      await server.ready(ada);
      await server.boxesFree();
      const doctor = await server.command('bin/dockhand.js', 'doctor', '--json');
      const { findings } = JSON.parse(doctor) as { findings: readonly { status: string; message: string }[] };
      expect(findings.filter(({ status }) => status === 'problem')).toEqual([]);
      expect((await fetch('http://127.0.0.1:18391/readyz')).status).toBe(200);
    },
    minutes(25),
  );

  test(
    'verifies the lesson’s answer, and tells the student once',
    async () => {
      const [ada] = students as [Person];
      await mustHavePassed(await (await verify(ada, 'first'))());
      expect(verdictsSeen(ada)).toBe(1);
    },
    minutes(15),
  );

  test(
    'verifies for three students at once with three workers, each of which has a box',
    async () => {
      await server.compose('--profile', 'app', 'up', '-d', '--no-recreate', '--scale', 'worker=3', 'worker');
      await server.boxesFree();
      const asked = [];
      for (const student of students) asked.push(await verify(student, 'scaled'));
      const verdicts = await Promise.all(asked.map((verdict) => verdict()));
      for (const text of verdicts) await mustHavePassed(text);
      const logs = await server.compose('--profile', 'app', 'logs', 'worker');
      expect(logs).not.toMatch(/"reason":"no-box"/);
      // Each of them carried one out.
      for (const n of [1, 2, 3])
        expect(logs).toMatch(new RegExp(`^worker-${n} .*verification-over.*passed`, 'm'));
    },
    minutes(20),
  );

  test(
    'holds boxes to their disks after a reboot, and has their disks again once the unit has run',
    async () => {
      const disks = 2e9;
      await server.reboot();
      await server.boxesFree();
      expect(await server.mounts()).toEqual([]);
      for (const { status } of await server.boxes())
        expect(status?.counters.diskLimitBytes).toBeLessThanOrEqual(disks);
      await server.startAsUnit();
      await server.boxesFree();
      expect((await server.mounts()).length).toBe(6);
      for (const { status } of await server.boxes()) {
        expect(status?.counters.diskLimitBytes).toBeLessThanOrEqual(disks);
        // A disk of its own says what is on it at once, down to the byte; a folder is counted now and then.
        expect(status?.counters.diskBytes).toBeGreaterThan(0);
      }
      const [, ben] = students as [Person, Person];
      await server.ready(ben);
      await mustHavePassed(await (await verify(ben, 'rebooted'))());
      expect(verdictsSeen(ben)).toBe(2);
    },
    minutes(25),
  );

  test(
    'loses nothing when Redis is killed in the middle of a verification',
    async () => {
      const [ada] = students as [Person];
      const before = verdictsSeen(ada);
      const verdict = await verify(ada, 'redis');
      await server.strike('redis');
      await mustHavePassed(await verdict());
      expect(verdictsSeen(ada)).toBe(before + 1);
    },
    minutes(15),
  );

  test(
    'has its records again from a backup',
    async () => {
      const [, , cleo] = students as [Person, Person, Person];
      const file = join(server.state, 'backup');
      await server.command('bin/dockhand.js', 'backup', file);
      await server.compose('--profile', 'app', 'stop', 'bot');
      await server.command('bin/dockhand.js', 'restore', '--force', file);
      await server.compose('--profile', 'app', 'start', 'bot');
      await server.ready(cleo);
      const status = await cleo.slash('/status', { where: 'dm' });
      expect(status.text).toMatch(/Passed/i);
    },
    minutes(6),
  );

  test('asks nothing of Discord that it refuses', () => {
    expect(server.classroom.refused.map((one) => [one.method, one.path, one.status])).toEqual([]);
  });
});
