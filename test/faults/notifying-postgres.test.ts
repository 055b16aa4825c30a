import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { type ClassServer, openClassServer } from '../support/class-server.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

/** The same promise with the records on a server of their own, which can be away. */

const patience = 120_000;
const attached = { dockerfile: { name: 'Dockerfile', bytes: Buffer.from('FROM a\nRUN b\n') } };
let server: Postgres;
let classServer: ClassServer;

beforeEach(async () => {
  server = await openPostgres();
  classServer = await openClassServer({ database: await server.database(), repairEveryMs: 5_000 });
}, patience);
afterEach(async () => {
  await server.start();
  await classServer.close();
  await server.close();
}, patience);

const ada = () => ({ guild: classServer.guild.id, user: classServer.ada.id });
const tellings = (): number =>
  classServer.ada.seesEverywhere().filter((message) => textOf(message).includes('Passed!')).length;

test(
  'confirms nothing while the server is down, and records and notifies what ran meanwhile once it is back',
  async () => {
    const answer = await classServer.ada.command('verify', attached);
    await answer.untilFilled();
    expect(answer.text).toContain('Queued');
    await server.kill();

    const refused = await classServer.bob.command('verify', attached);
    await refused.until((one) => one.text.includes('I have **not** taken this down'), { ms: 30_000 });

    // The verification ends while nothing can be recorded.
    let judged = 0;
    classServer.work(async () => {
      judged += 1;
      return verdictOf('passed');
    });
    await until(
      () => judged,
      (count) => count === 1,
      patience,
    );
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(tellings()).toBe(0);

    await server.start();
    // The bot itself notifies the student, without being restarted.
    await classServer.ada.waitFor((message) => textOf(message).includes('Passed!'), { ms: patience });
    const recorded = await until(
      () => classServer.records.submissions.latest(ada(), 'backend-docker'),
      (one) => (one?.notifiedAt ?? null) !== null,
      patience,
    );
    expect(recorded?.verdict?.outcome).toBe('passed');
    expect(
      await classServer.records.submissions.latest({ ...ada(), user: classServer.bob.id }, 'backend-docker'),
    ).toBeNull();
    const again = await classServer.bob.command('verify', attached);
    await again.until((one) => /Passed!|Queued|Building/.test(one.text), { ms: patience });
    expect(tellings()).toBe(1);
  },
  3 * patience,
);
