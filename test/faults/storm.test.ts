import { expect, test } from '@jest/globals';
import { seedOf } from './support/dice.ts';
import { storm } from './support/storm.ts';
import { isKept } from './support/storm-result.ts';

const full = process.env.DOCKHAND_FULL === '1';

/**
 * The promise under all faults: `npm run storm` with a thousand students; here as many as fit into a minute and a half. The message of a
 * failure contains the seed: DOCKHAND_SEED makes the same storm again.
 */
test('a class through a storm of faults: each submission judged once, each student notified once, nothing left over', async () => {
  const seed = seedOf();
  const lines: string[] = [];
  const result = await storm({
    count: full ? 200 : 25,
    seed,
    times: full ? 4 : 1,
    slowTimes: full ? 1 : 0,
    minuteMs: 20_000,
    workers: 2,
    boxes: 8,
    pace: 0.15,
    lockMs: 4_000,
    atOnce: 20,
    giveUpAfter: full ? 1_200 : 400,
    say: (line) => void lines.push(line),
  });
  const { submitted, verdicts, twice, notified, notifiedTwice, leftovers } = result;
  const story = `${lines.join('\n')}\n${JSON.stringify(result)}`;
  expect({ submitted, verdicts, twice, notified, notifiedTwice, leftovers, story: '' }).toEqual({
    submitted: full ? 200 : 25,
    verdicts: submitted,
    twice: 0,
    notified: submitted,
    notifiedTwice: 0,
    leftovers: 0,
    // Only to have it in the message of a failure.
    story: isKept(result) ? '' : story,
  });
  const struck = Object.values(result.faults).filter((times) => times > 0).length;
  expect(struck).toBeGreaterThan(20);
}, 1_500_000);
