import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { openPool, type Pool } from '../../src/checker/pool.ts';
import { openReading } from '../../src/checker/reading.ts';
import { openSchool, type School } from '../commands/school.ts';
import { until } from '../support/until.ts';
import { hostileFiles, hostileMessages } from './hostile-texts.ts';

/** The genuine bot, whose checkers have faults planted in them beside what they are. */
let school: School;
let pool: Pool;
beforeAll(async () => {
  pool = openPool(new URL('planted-process.ts', import.meta.url));
  school = await openSchool({ reading: openReading(pool) });
  await school.ada.waitForReply(school.ada.dm('FROM python:3.11-slim\n'), { ms: 60_000 });
}, 120_000);
afterAll(async () => {
  await school?.close();
  await pool?.close();
}, 60_000);

const fence = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([name, text]) => `${name}\n\`\`\`\n${text}\`\`\``)
    .join('\n');

const someone = (name: string): Person =>
  school.classroom.join({ name, guild: school.guild, home: school.general });

/** A busy machine may take its time; what is promised is told by the order of things and by the processor. */
const patience = { ms: 60_000 } as const;
/** What the bot's thread may do at a stretch, in milliseconds of the processor: others are answered in between. */
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
    // Somebody else each time: what one person may ask is limited.
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
    ['a check that never ends', { text: fence({ Dockerfile: 'FROM a\n# PLANTED-HANG-IN-CHECK\n' }) }],
    ['a check that takes all memory', { text: fence({ Dockerfile: 'FROM a\n# PLANTED-MEMORY-IN-CHECK\n' }) }],
    ['a check that breaks down', { text: fence({ Dockerfile: 'FROM a\n# PLANTED-END-IN-CHECK\n' }) }],
    ['an intake that never ends', { text: 'PLANTED-HANG-IN-INTAKE' }],
  ])(
    '%s: its sender hears so, everybody else is answered at once',
    async (_, { text }) => {
      const attacker = someone('Mallory');
      const answer = attacker.waitForReply(attacker.dm(text), patience);
      const others = await othersDuring(answer);
      expect(others.answered).toBeGreaterThan(0);
      expect(others.turn).toBeLessThan(atAStretch);
      expect(textOf(await answer)).toContain(cannot);
      expect(
        textOf(await attacker.waitForReply(attacker.dm(fence({ Dockerfile: 'FROM a\n' })), patience)),
      ).not.toContain(cannot);
    },
    60_000,
  );

  test('by the form, by a command on a message, and by /status afterwards', async () => {
    const attacker = someone('Mallory');
    const opened = await attacker.slash('/check');
    await opened.modal.fill({ dockerfile: 'FROM a\n# PLANTED-HANG-IN-CHECK\n' }).submit();
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
