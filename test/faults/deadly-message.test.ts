import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { until } from '../support/until.ts';
import { openRig, type Rig } from './support/rig.ts';

/** A direct message that kills the bot itself, and not a checker: a real bot with planted faults (support/bot.ts). */

const patience = 120_000;
let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ workers: 0, boxes: 1 });
  await rig.bot.start();
}, 120_000);
afterAll(async () => {
  await rig?.close();
}, 60_000);

const dockerfile = 'FROM python:3.11-slim\n';
/** A person whose DM the bot knows. */
async function known(): Promise<Person> {
  const person = rig.student();
  await person.waitForReply(person.dm(dockerfile), { ms: patience });
  return person;
}
const repliesTo = (person: Person, message: { readonly id: string }): readonly string[] =>
  person
    .sees('dm')
    .filter((one) => one.author.id !== person.id && one.message_reference?.message_id === message.id)
    .map(textOf);

function rows(sql: string, { id }: Person) {
  const database = new DatabaseSync(rig.database, { readOnly: true, timeout: 10_000 });
  try {
    return database.prepare(sql).all(id);
  } finally {
    database.close();
  }
}
const lettersOf = (person: Person) => rows('select kind, why from dead_letter where user = ?', person);
/** How many answers to this person's message have begun without ending. */
const attemptsOf = (person: Person) =>
  rows('select dm_attempts from person where user = ?', person)[0]?.dm_attempts;

test(
  'a message that ends the bot is read twice, then it is a dead letter; others are answered at each life, and nobody twice',
  async () => {
    const [attacker, other] = [await known(), await known()];
    const asked: { readonly id: string }[] = [];
    const ask = () => asked.push(other.dm(dockerfile));
    const answered = (person: Person, message = asked.at(-1)) =>
      until(
        () => repliesTo(person, message ?? { id: '' }).length,
        (count) => count > 0,
        patience,
      );
    ask();
    await answered(other);
    const deadly = attacker.dm(`${dockerfile}# PLANTED-END-OF-THE-BOT`);
    expect(await rig.bot.died(patience)).toBe(true);
    const after = attacker.dm(`${dockerfile}RUN true\n`);
    ask();
    // It may die before it has reported that it started.
    await rig.bot.start().catch(() => undefined);
    await answered(other);
    expect(await rig.bot.died(patience)).toBe(true);
    expect(repliesTo(attacker, deadly)).toEqual([]);
    ask();
    await rig.bot.start();
    await answered(attacker, deadly);
    await answered(attacker, after);
    await answered(other);
    expect(rig.bot.running()).toBe(true);
    expect(repliesTo(attacker, deadly).join()).toContain('I could not read this');
    expect(lettersOf(attacker)).toMatchObject([{ kind: 'message', why: 'killed' }]);
    // Killed once more, from outside: nothing of the message comes back.
    await rig.bot.kill();
    ask();
    await rig.bot.start();
    await answered(other);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(asked.map((message) => repliesTo(other, message).length)).toEqual([1, 1, 1, 1]);
    expect([deadly, after].map((message) => repliesTo(attacker, message).length)).toEqual([1, 1]);
    expect(lettersOf(attacker)).toHaveLength(1);
    expect(lettersOf(other)).toEqual([]);
    // When it is sent again, it is recognised and kills nothing.
    const resent = attacker.dm(`${dockerfile}# PLANTED-END-OF-THE-BOT`);
    await answered(attacker, resent);
    expect(rig.bot.running()).toBe(true);
    expect(repliesTo(attacker, resent).join()).toContain('I could not read this');
    await rig.assistant.slash('/queue', { force: true });
    const queue = await rig.assistant.waitFor((one) => textOf(one).includes('Could not be read'), {
      ms: patience,
    });
    expect(textOf(queue)).not.toContain('PLANTED');
  },
  6 * patience,
);

test(
  'a bot that is stopped in the middle of an answer, again and again, did not die of it',
  async () => {
    await rig.bot.start();
    const person = await known();
    person.dm(`${dockerfile}# PLANTED-ANSWER-WITHOUT-END`);
    for (let turn = 0; turn < 3; turn += 1) {
      await until(
        () => attemptsOf(person),
        (count) => count === 1,
        patience,
      );
      // Asked to stop, and killed by the same caller if it is not done in time.
      const stopped = rig.bot.stop(3_000);
      await until(
        () => attemptsOf(person),
        (count) => count === 0,
        patience,
      );
      await stopped;
      await rig.bot.start();
    }
    await until(
      () => attemptsOf(person),
      (count) => count === 1,
      patience,
    );
    expect(lettersOf(person)).toEqual([]);
    await rig.bot.kill();
  },
  6 * patience,
);
