import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Person, textOf } from '../../classroom/server.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import type { ControlledProcess } from './support/controlled-process.ts';
import { openRig, type Rig, verdictsShownTo } from './support/rig.ts';

/** Two bots on the same records in PostgreSQL: one answers, and the other takes over when that is killed or frozen. */

const patience = 240_000;
/** With DOCKHAND_FULL leases last as long as in production: then a bot is replaced within half a minute. */
const takeOverMs = process.env.DOCKHAND_FULL === '1' ? 30_000 : patience;
let server: Postgres;
let database: pg.Client;
let rig: Rig;

beforeAll(async () => {
  server = await openPostgres();
  const url = await server.database();
  rig = await openRig({ workers: 1, boxes: 4, pace: 0.1, database: url });
  database = new pg.Client(url);
  await database.connect();
  await Promise.all([rig.bot.start(), rig.twin.start(), rig.workers[0]?.start()]);
}, patience);
afterAll(async () => {
  await rig?.close();
  await database?.end();
  await server?.close();
}, patience);

/** A student's submissions in the records, without those that a newer one replaced. */
async function submissionsOf({
  id,
}: Person): Promise<readonly { readonly state: string; readonly verdicts: number }[]> {
  const { rows } = await database.query(
    `SELECT s.state, v.reason, (SELECT count(*)::int FROM verdict w WHERE w.submission = s.id) AS verdicts
       FROM submission s LEFT JOIN verdict v ON v.submission = s.id AND v.run = s.run WHERE s."user" = $1`,
    [id],
  );
  return rows
    .filter(({ reason }) => reason !== 'superseded')
    .map(({ state, verdicts }) => ({ state, verdicts }));
}

/** The bot's direct messages to a student. */
const repliesTo = (person: Person): readonly string[] =>
  person
    .sees('dm')
    .filter(({ author }) => author.id !== person.id)
    .map(textOf);

/** The student has written before: Discord does not list a bot's direct messages, so a missed one is found only if the DM is known. */
async function known(person: Person): Promise<Person> {
  await person.waitForReply(person.dm('hint 1'), { ms: patience });
  return person;
}

interface Bots {
  readonly owner: ControlledProcess;
  readonly other: ControlledProcess;
  /** The bot's name as an owner of leases. */
  readonly id: string;
}

/** Which bot answers, according to its log about the current lease, and which one stands by. */
async function whoAnswers(): Promise<Bots> {
  const logs = (name: string): Promise<string> => readFile(join(rig.folder, `${name}.log`), 'utf8');
  const ask = async (): Promise<Bots | null> => {
    const sql = `SELECT owner FROM lease WHERE name = 'shard/0' AND until > extract(epoch from now()) * 1000`;
    const id = (await database.query(sql)).rows[0]?.owner ?? 'nobody';
    const taken = new RegExp(`shards.taken.*${id}`);
    if (taken.test(await logs('bot'))) return { owner: rig.bot, other: rig.twin, id };
    return taken.test(await logs('twin')) ? { owner: rig.twin, other: rig.bot, id } : null;
  };
  const found = await until(ask, (answer) => answer !== null, patience);
  if (found === null) throw new Error('nobody answers');
  return found;
}

const everyoneHeard = async (people: readonly Person[]): Promise<void> => {
  for (const person of people)
    await until(
      () => verdictsShownTo(person).length,
      (count) => count > 0,
      patience,
    );
};

/** Each submission was judged once, and its student was shown one verdict for each and no more. */
async function mustBeOnceEach(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    // Students who sent their files again because nobody answered have a second submission that may still run.
    const all = await until(
      () => submissionsOf(person),
      (found) => found.every(({ state }) => state === 'judged'),
      patience,
    );
    expect(all.length).toBeGreaterThan(0);
    for (const one of all) expect(one).toEqual({ state: 'judged', verdicts: 1 });
    await until(
      () => verdictsShownTo(person).length,
      (shown) => shown >= all.length,
      patience,
    );
    expect(verdictsShownTo(person)).toHaveLength(all.length);
  }
}

test(
  'a verification is queued once and its student notified once, though there are two bots',
  async () => {
    const [inServer, byMessage] = [0, 1].map(() => [rig.student(), rig.student(), rig.student()]);
    for (const person of byMessage ?? []) person.dm('', rig.files);
    await Promise.all((inServer ?? []).map((person) => rig.submit(person)));
    await Promise.all((byMessage ?? []).map((person) => rig.submit(person)));
    const people = [...(inServer ?? []), ...(byMessage ?? [])];
    await everyoneHeard(people);
    await mustBeOnceEach(people);
    // No student sent anything twice.
    for (const person of people) expect(await submissionsOf(person)).toHaveLength(1);
    await until(
      () => rig.classroom.gateway.connected,
      (count) => count === 1,
      patience,
    );
  },
  patience,
);

test(
  'a bot that is killed in the middle of a class is replaced in time, and nothing is done twice',
  async () => {
    const people = Array.from({ length: 10 }, () => rig.student());
    const { owner, other } = await whoAnswers();
    const asker = await known(rig.student());
    const [first, ...rest] = people;
    if (first !== undefined) await rig.submit(first);
    // It dies at the next crash point.
    owner.inject({ crashAt: 'queue.add:before' });
    const submitting = rest.map((person) => rig.submit(person));
    expect(await owner.died(patience)).toBe(true);
    await asker.waitForReply(asker.dm('hint 1'), { ms: takeOverMs });
    expect(other.running()).toBe(true);
    // After a restart it stands by, and takes nothing back.
    await owner.start();
    await Promise.all(submitting);
    await everyoneHeard(people);
    await mustBeOnceEach(people);
    expect((await whoAnswers()).owner).toBe(other);
    expect(repliesTo(asker)).toHaveLength(2);
  },
  2 * patience,
);

test(
  'a bot that was frozen while another took over answers nothing of what it finds waiting',
  async () => {
    const { owner, other } = await whoAnswers();
    const people = [await known(rig.student()), await known(rig.student())];
    owner.freeze();
    for (const person of people) person.dm('hint 2');
    await until(
      async () => (await whoAnswers()).owner,
      (now) => now === other,
      patience,
    );
    for (const person of people)
      await until(
        () => repliesTo(person).length,
        (count) => count > 1,
        patience,
      );
    owner.thaw();
    await until(
      () => rig.classroom.gateway.connected,
      (count) => count === 1,
      patience,
    );
    for (const person of people) {
      await person.waitForReply(person.dm('hint 3'), { ms: patience });
      expect(repliesTo(person)).toHaveLength(3);
    }
  },
  2 * patience,
);

test(
  'a bot that stops in good order hands over at once',
  async () => {
    // A second attempt finds the state in which the first one began.
    await Promise.all([rig.bot.start(), rig.twin.start()]);
    const { owner, other, id } = await whoAnswers();
    const person = await known(rig.student());
    await owner.stop(patience);
    // Its leases were released before it ended, and did not just expire: expired leases keep their owner's name.
    const { rows } = await database.query('SELECT name FROM lease WHERE owner = $1', [id]);
    expect(rows).toEqual([]);
    await person.waitForReply(person.dm('hint 1'), { ms: patience });
    expect((await whoAnswers()).owner).toBe(other);
    // A second answer to that message would have come before the answer to the next.
    await person.waitForReply(person.dm('hint 2'), { ms: patience });
    expect(repliesTo(person)).toHaveLength(3);
  },
  2 * patience,
);
