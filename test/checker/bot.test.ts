import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { RecordedDeadLetters } from '../../src/checker/dead-letters.ts';
import { PooledTextReader } from '../../src/checker/text-reader.ts';
import type { Records } from '../../src/records/records.ts';
import { type ClassServer, messageOf, openClassServer } from '../support/class-server.ts';
import { until } from '../support/until.ts';
import { hostileFiles, hostileMessages } from './hostile-texts.ts';

/** The real bot, whose checkers have planted faults in addition to their real code. */
let classServer: ClassServer;
let pool: CheckerPool;
let records: Records;
beforeAll(async () => {
  pool = new CheckerPool(new URL('planted-process.ts', import.meta.url));
  classServer = await openClassServer({
    reading: async (records) => new PooledTextReader(pool, await RecordedDeadLetters.load(records)),
  });
  records = classServer.records;
  await classServer.ada.waitForReply(classServer.ada.dm('FROM python:3.11-slim\n'), { ms: 60_000 });
}, 120_000);
afterAll(async () => {
  await classServer?.close();
  await pool?.close();
}, 60_000);

const fence = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([name, text]) => `${name}\n\`\`\`\n${text}\`\`\``)
    .join('\n');

const someone = (name: string): Person =>
  classServer.classroom.join({ name, guild: classServer.guild, home: classServer.general });

/** A busy machine may be slow; the promises are measured by the order of events and by processor time. */
const patience = { ms: 45_000 } as const;
/** How long the bot's thread may run without a break, in milliseconds of processor time: others are answered in between. */
const atAStretch = 500;

/** Others ask for a check again and again while something goes on: how many were answered, and the longest turn of the event loop. */
async function othersDuring(
  work: Promise<unknown>,
): Promise<{ readonly answered: number; readonly turn: number }> {
  let turn = 0;
  let since = process.threadCpuUsage();
  const watch = setInterval(() => {
    const { user, system } = process.threadCpuUsage(since);
    turn = Math.max(turn, (user + system) / 1000);
    since = process.threadCpuUsage();
  }, 1);
  let over = false;
  const end = work.finally(() => {
    over = true;
  });
  let answered = 0;
  for (let n = 0; !over; n += 1) {
    // A different person each time, because requests per person are limited.
    const other = someone(`Other ${n}`);
    const answer = await other.waitForReply(
      other.dm('FROM python:3.11-slim\nRUN pip install uv\n'),
      patience,
    );
    expect(textOf(answer)).not.toContain(cannot);
    if (!over) answered += 1;
  }
  await end;
  clearInterval(watch);
  return { answered, turn };
}

const cannot = 'I could not read this';

describe('a message that ends a checker', () => {
  test.each([
    [
      'a check that never ends',
      { text: fence({ Dockerfile: 'FROM a\n# PLANTED-HANG-IN-CHECK\n' }), lasts: true },
    ],
    [
      'a check that takes all memory',
      { text: fence({ Dockerfile: 'FROM a\n# PLANTED-MEMORY-IN-CHECK\n' }), lasts: false },
    ],
    [
      'a check that breaks down',
      { text: fence({ Dockerfile: 'FROM a\n# PLANTED-END-IN-CHECK\n' }), lasts: false },
    ],
    ['an intake that never ends', { text: 'PLANTED-HANG-IN-INTAKE', lasts: true }],
  ])(
    '%s: its sender hears so, everybody else is answered at once',
    async (_, { text, lasts }) => {
      const attacker = someone('Mallory');
      const answer = attacker.waitForReply(attacker.dm(text), patience);
      const others = await othersDuring(answer);
      // Something that ends at once may be over before the first of the others is answered.
      expect(others.answered).toBeGreaterThanOrEqual(lasts ? 1 : 0);
      expect(others.turn).toBeLessThan(atAStretch);
      expect(textOf(await answer)).toContain(cannot);
      expect(
        textOf(await attacker.waitForReply(attacker.dm(fence({ Dockerfile: 'FROM a\n' })), patience)),
      ).not.toContain(cannot);
    },
    60_000,
  );

  test('the sender hears so by the form, by a command on a message, and by /status afterwards', async () => {
    const attacker = someone('Mallory');
    const opened = await attacker.slash('/check');
    await opened.modal
      .fill({
        dockerfile:
          'FROM python:3.11-slim\nWORKDIR /app\n# PLANTED-HANG-IN-CHECK\nRUN pip install uv\nCOPY . .\nRUN uv sync\n',
      })
      .submit();
    await attacker.waitFor((one) => textOf(one).includes(cannot), patience);
    await attacker.slash('/status');
    await attacker.waitFor((one) => /TODO/.test(textOf(one)), patience);
  }, 60_000);
});

describe('what once took a process down', () => {
  test.each(Object.entries(hostileFiles))(
    '%s: nobody waits for it',
    async (_, files) => {
      const attacker = someone('Mallory');
      const uploads = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
      const answer = attacker.waitForReply(attacker.dm('', uploads), patience);
      expect((await othersDuring(answer)).turn).toBeLessThan(atAStretch);
    },
    60_000,
  );

  test.each(Object.entries(hostileMessages))(
    '%s, ten times: nobody waits for it',
    async (_, text) => {
      const attacker = someone('Mallory');
      const uploads = Array.from({ length: 10 }, (_each, n) => ({ name: `x${n}`, bytes: Buffer.from(text) }));
      const answer = attacker.waitForReply(attacker.dm('', uploads), patience);
      expect((await othersDuring(answer)).turn).toBeLessThan(atAStretch);
    },
    60_000,
  );
});

test('five who attack at once keep nobody from being answered', async () => {
  const answers = Array.from({ length: 5 }, (_, n) => {
    const attacker = someone(`Mallory ${n}`);
    return attacker.waitForReply(
      attacker.dm(fence({ Dockerfile: `FROM a\n# PLANTED-HANG-IN-CHECK ${n}\n` })),
      patience,
    );
  });
  expect((await othersDuring(Promise.all(answers))).answered).toBeGreaterThan(0);
  for (const answer of answers) expect(textOf(await answer)).toContain(cannot);
}, 120_000);

test('the processes that are left are as many as before', async () => {
  await until(
    () => pool.pids().length,
    (count) => count >= 2 && count <= 4,
    30_000,
  );
});

describe('a text that ended a checker is a dead letter', () => {
  const hostile = (n: number) => fence({ Dockerfile: `FROM a\n# PLANTED-HANG-IN-CHECK, a letter ${n}\n` });

  test('a dead letter ends no second one: not sent again, not by a restart, not where it is stored', async () => {
    const attacker = someone('Mallory');
    expect(textOf(await attacker.waitForReply(attacker.dm(hostile(1)), patience))).toContain(cannot);
    const before = pool.pids();
    expect(textOf(await attacker.waitForReply(attacker.dm(hostile(1)), patience))).toContain(cannot);
    await attacker.slash('/status');
    await attacker.waitFor((one) => /TODO/.test(textOf(one)), patience);
    const letters = await RecordedDeadLetters.load(records);
    await new PooledTextReader(pool, letters)
      .readMessage(
        { text: hostile(1), files: [] },
        { dockerfile: 'Dockerfile', dockerignore: '.dockerignore', entrypoint: 'entrypoint.sh' },
        { guild: classServer.guild.id, user: attacker.id },
      )
      .catch(() => undefined);
    letters.close();
    await classServer.restart();
    expect(textOf(await attacker.waitForReply(attacker.dm(hostile(1)), patience))).toContain(cannot);
    expect(before.filter((pid) => !pool.pids().includes(pid))).toEqual([]);
    // Another student's identical text is independent, and a changed text is a different one.
    expect(
      textOf(await attacker.waitForReply(attacker.dm(fence({ Dockerfile: 'FROM a\n' })), patience)),
    ).not.toContain(cannot);
  }, 120_000);

  test('teaching assistants get its digest, look at it in /queue, and let it be read again', async () => {
    const attacker = someone('Mallory');
    await attacker.waitForReply(attacker.dm(hostile(2)), patience);
    const [letter] = await records.deadLetters.ofGuild(classServer.guild.id, 10);
    expect(letter).toMatchObject({ user: attacker.id, kind: 'files', why: 'time' });
    await classServer.tess.slash('/queue', { force: true });
    const queue = await classServer.tess.waitFor(
      (one) => textOf(one).includes('Could not be read'),
      patience,
    );
    expect(textOf(queue)).not.toContain('PLANTED');
    const looked = await classServer.tess.select(queue, 'Look at a text that could not be read', [
      letter?.id ?? '',
    ]);
    expect(looked.text).toContain(letter?.digest.slice(0, 16));
    expect(looked.text).not.toContain('PLANTED');
    await classServer.tess.press(messageOf(looked), 'Let it be read again');
    expect((await records.deadLetters.ofGuild(classServer.guild.id, 10)).map(({ id }) => id)).not.toContain(
      letter?.id,
    );
    expect(
      (await classServer.records.audit.entries(classServer.guild.id, { limit: 5 })).map(
        ({ action }) => action,
      ),
    ).toContain('letter.retry');
  }, 120_000);
});
