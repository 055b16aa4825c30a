import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { until } from '../support/until.ts';
import { openDice, seedOf } from './support/dice.ts';
import { recorded } from './support/recorded.ts';
import { isVerdict, openRig, type Rig, verdictsShownTo } from './support/rig.ts';

/**
 * The promise from the student's side: they are notified of their verdict, once, whatever dies between recording and notifying; their
 * messages are answered, once; and they never see "got it" for something that Dockhand does not have.
 */

const full = process.env.DOCKHAND_FULL === '1';
const seed = seedOf();
const dice = openDice(seed);
const patience = 120_000;
let rig: Rig;

beforeAll(async () => {
  console.info(`the seed is ${seed}: DOCKHAND_SEED=${seed} plays this again`);
  rig = await openRig({ workers: 1, boxes: 2, pace: 0.1 });
  await rig.start();
}, 240_000);
afterAll(async () => {
  await rig?.close();
}, 60_000);

const ofPerson = (person: Person) => recorded(rig.database).filter((one) => one.user === person.id);
const notified = (person: Person) =>
  until(
    () => ofPerson(person),
    (all) => all.length > 0 && all.every((one) => one.notified),
    patience,
  );
/** Long enough for a second notification to appear, if there were one. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1_500));

const points = [
  'records.submissions.judge:before',
  'records.submissions.judge:after',
  'notify:before',
  'notify:after',
  'records.submissions.markNotified:before',
  'records.submissions.markNotified:after',
] as const;
/** Which ways to notify the student are open. */
const ways = {
  'in the answer itself': () => {},
  'by a DM': () => rig.classroom.expireTokens(),
  'by a mention in the class channel': (person: Person) => {
    rig.classroom.expireTokens();
    person.closeDms();
  },
} as const;
const all = points.flatMap((point) => Object.entries(ways).map(([way, close]) => ({ point, way, close })));

describe('a bot that is killed while it notifies', () => {
  // One of the points at which a student may be notified twice is always tried.
  const always = all.filter(({ point, way }) => point === 'notify:after' && way !== 'in the answer itself');
  const rest = dice.shuffled(all.filter((one) => !always.includes(one)));
  test.each(full ? all : [dice.one(always), ...rest.slice(0, 1)])(
    'notifies once after a kill at $point, $way',
    async ({ point, close }) => {
      const person = rig.student();
      await rig.submit(person);
      close(person);
      rig.bot.inject({ crashAt: point });
      expect(await rig.bot.died(patience)).toBe(true);
      await rig.bot.start();
      await notified(person);
      await aWhile();
      expect(verdictsShownTo(person)).toHaveLength(1);
      expect(ofPerson(person)).toMatchObject([{ outcome: 'passed', verdicts: 1 }]);
    },
    2 * patience,
  );

  const restarted = ['which checks again', 'which is killed before it checks again'] as const;
  test.each(full ? restarted : [dice.one(restarted)])(
    'notifies once when Discord applies an earlier edit after the restarted bot has notified, %s',
    async (then) => {
      const person = rig.student();
      await rig.submit(person);
      // Progress is being shown: Discord has the edit, the bot dies, and the verdict is sent before the edit is applied.
      rig.classroom.faults.add({ slow: 14_000, times: 1, where: /PATCH/ });
      rig.bot.inject({ crashAt: 'records.submissions.judge:after' });
      expect(await rig.bot.died(patience)).toBe(true);
      await rig.bot.start();
      await notified(person);
      if (then.includes('killed')) {
        await rig.bot.kill();
        await rig.bot.start();
      }
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      await notified(person);
      expect(verdictsShownTo(person)).toHaveLength(1);
      expect(ofPerson(person)).toMatchObject([{ outcome: 'passed', verdicts: 1 }]);
    },
    2 * patience,
  );

  test(
    'notifies once when Discord’s answer to the message is lost',
    async () => {
      const person = rig.student();
      await rig.submit(person);
      rig.classroom.expireTokens();
      const killed = new Promise<void>((resolve) => {
        const stop = rig.classroom.world.listen((happening) => {
          if (happening.kind !== 'message' || happening.change !== 'created') return;
          if (!isVerdict(textOf(happening.message.payload))) return;
          stop();
          // The response to the request has not been written yet.
          void rig.bot.kill().then(resolve);
        });
      });
      await killed;
      expect(ofPerson(person)).toMatchObject([{ notified: false }]);
      await rig.bot.start();
      await notified(person);
      await aWhile();
      expect(verdictsShownTo(person)).toHaveLength(1);
    },
    2 * patience,
  );
});

const paste = (n: number): string => `\`\`\`dockerfile\nFROM python:3.11-slim\nRUN echo ${n}\n\`\`\``;
/** The bot's answers to messages, one for each id. */
const answersTo = (person: Person, ids: readonly string[]): readonly number[] => {
  const references = person
    .sees('dm')
    .filter((message) => message.author.id !== person.id)
    .map((message) => message.message_reference?.message_id);
  return ids.map((id) => references.filter((reference) => reference === id).length);
};

describe('messages in a student’s DM', () => {
  test(
    'answers once after a restart what came while the bot was down',
    async () => {
      const person = rig.student();
      const first = person.dm(paste(1));
      await person.waitForReply(first, { ms: patience });
      await rig.bot.kill();
      const meanwhile = [2, 3].map((n) => person.dm(paste(n)).id);
      await rig.bot.start();
      await until(
        () => answersTo(person, meanwhile),
        (counts) => counts.every((count) => count > 0),
        patience,
      );
      await rig.bot.kill();
      await rig.bot.start();
      await aWhile();
      expect(answersTo(person, [first.id, ...meanwhile])).toEqual([1, 1, 1]);
    },
    3 * patience,
  );

  test(
    'answers once what came while the gateway was down, resumable or not',
    async () => {
      const person = rig.student();
      const first = person.dm(paste(1));
      await person.waitForReply(first, { ms: patience });
      const { gateway } = rig.classroom;
      const sent: string[] = [first.id];
      for (const resumable of [false, true]) {
        gateway.refuse(true);
        gateway.drop({ resumable });
        sent.push(person.dm(paste(sent.length + 1)).id);
        await new Promise((resolve) => setTimeout(resolve, dice.between(0, 1_500)));
        gateway.refuse(false);
        await until(
          () => answersTo(person, sent),
          (counts) => counts.every((count) => count > 0),
          patience,
        );
      }
      await aWhile();
      expect(answersTo(person, sent)).toEqual([1, 1, 1]);
    },
    3 * patience,
  );
});

describe('a Discord that fails for a moment', () => {
  const faults = [
    { status: 500, times: 5 },
    { status: 502, times: 5 },
    { status: 429, retryAfter: 1, times: 2 },
    { status: 429, retryAfter: 1, global: true, times: 1 },
    { slow: 12_000, times: 1 },
  ] as const;
  test.each(full ? faults : [dice.one(faults)])(
    'retries and notifies once: %j',
    async (fault) => {
      const person = rig.student();
      await rig.submit(person);
      rig.classroom.expireTokens();
      rig.classroom.faults.add({ ...fault, where: /POST \/api\/v10\/channels\/\d+\/messages/ });
      await notified(person);
      await aWhile();
      expect(verdictsShownTo(person)).toHaveLength(1);
    },
    2 * patience,
  );

  test(
    'answers by DM when the interaction has expired',
    async () => {
      const person = rig.student();
      rig.classroom.faults.add({ slow: 3_500, where: /POST .*\/callback/ });
      await person.slash('/hint 3').catch(() => null);
      const hint = await person.waitFor((message) => textOf(message).includes('TODO 3'), {
        where: 'dm',
        ms: patience,
      });
      expect(hint.author.id).not.toBe(person.id);
    },
    patience,
  );
});

describe('records that another process locks', () => {
  test(
    'confirms nothing while the records are locked, says so, and recovers',
    async () => {
      const person = rig.student();
      const first = person.dm(paste(1));
      await person.waitForReply(first, { ms: patience });
      await aWhile();
      const other = new DatabaseSync(rig.database, { timeout: 10_000 });
      other.exec('BEGIN IMMEDIATE');
      try {
        const verify = await person.slash('/verify', { where: 'dm' });
        await verify.until((one) => one.text.includes('I have **not** taken this down'), { ms: 30_000 });
        const check = person.dm(paste(2));
        const answer = await person.waitForReply(check, { ms: 30_000 });
        expect(textOf(answer)).toContain('I have **not** kept it');
        expect(textOf(answer)).toContain('TODO');
        const hint = await (await person.slash('/hint 2')).untilFilled();
        expect(hint.text).toContain('TODO 2');
        expect(ofPerson(person)).toEqual([]);
      } finally {
        other.exec('ROLLBACK');
        other.close();
      }
      await rig.submit(person);
      await notified(person);
      expect(verdictsShownTo(person)).toHaveLength(1);
    },
    2 * patience,
  );

  test(
    'make a verdict wait, and nothing else',
    async () => {
      const person = rig.student();
      await rig.submit(person);
      const other = new DatabaseSync(rig.database, { timeout: 10_000 });
      other.exec('BEGIN IMMEDIATE');
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      expect(verdictsShownTo(person)).toEqual([]);
      other.exec('ROLLBACK');
      other.close();
      await notified(person);
      await aWhile();
      expect(verdictsShownTo(person)).toHaveLength(1);
    },
    2 * patience,
  );
});
