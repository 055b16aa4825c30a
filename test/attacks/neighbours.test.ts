import { afterEach, describe, expect, test } from '@jest/globals';
import { type Held, plain, runPython } from '../deploy/real-box.ts';
import { python } from '../support/host-engine.ts';
import { until } from '../support/until.ts';
import { picked } from './support/attack.ts';
import { leased, type OwnBox, ownBox } from './support/own-box.ts';
import { hoard, oneMore } from './support/programs.ts';

/**
 * Resources that the kernel counts per user are separate for each box: a box that takes all of them leaves the next box all of its own.
 */
const boxes: OwnBox[] = [];
afterEach(async () => {
  await Promise.all(boxes.splice(0).map((box) => box.remove()));
}, 180_000);

async function hold(number: 1 | 2): Promise<{ readonly box: OwnBox; readonly held: Held }> {
  const box = await ownBox({ number });
  boxes.push(box);
  return { box, held: await leased(box) };
}

/** A student's container that has taken everything, and what it reported. */
interface Hoarder {
  readonly said: string;
  readonly isRunning: () => Promise<boolean>;
}

/** Starts a container that takes everything, keeps it, and takes whatever becomes free later. */
async function takeAll({ docker }: Held): Promise<Hoarder> {
  const container = await docker.createContainer({ Image: python, Cmd: ['python', '-u', '-c', hoard] });
  await container.start();
  const end = Date.now() + 120_000;
  for (;;) {
    const said = plain(await container.logs({ stdout: true, stderr: true, follow: false }));
    if (said.includes('kept'))
      return { said, isRunning: async () => (await container.inspect()).State.Running };
    if (Date.now() > end) throw new Error(`it did not get so far: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('a box that has taken all inotify instances and all pipe memory of its user', () => {
  const leaves = 'leaves the next one its own';
  (picked(leaves, true) ? test : test.skip)(
    leaves,
    async () => {
      const [one, two] = await Promise.all([hold(1), hold(2)]);
      const hoarder = await takeAll(one.held);
      expect(hoarder.said).toMatch(/inotify [1-9]\d*, pipes [1-9]\d*/);
      // It has really taken everything: nothing is left in its own box. It first has to take what a container that just ended gave back.
      await until(
        () => runPython(one.held, oneMore),
        (left) => left === 'no inotify instance\nno large pipe\n',
      );
      expect(await hoarder.isRunning()).toBe(true);
      expect(await runPython(two.held, oneMore)).toBe('an inotify instance\na large pipe\n');
      expect(await hoarder.isRunning()).toBe(true);
    },
    900_000,
  );

  const control = 'would leave nothing to one with the same uids: the control';
  (picked(control, false) ? test : test.skip)(
    control,
    async () => {
      const [one, same] = await Promise.all([hold(1), hold(1)]);
      await takeAll(one.held);
      expect(await runPython(same.held, oneMore)).toBe('no inotify instance\nno large pipe\n');
    },
    900_000,
  );
});
