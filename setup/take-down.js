/** Stops what {@link bringUp} started. */
import { existsSync } from 'node:fs';
import { ownMounts, releaseDisks } from './boxes/disks.js';
import { engineAnswers, stopEngine } from './engine.js';
import { readStarted } from './ownership.js';
import { inState, project } from './paths.js';
import { step } from './progress.js';
import { allowAgain, NeedsPerson, run } from './run.js';
import { stopServices } from './services/services.js';

/**
 * Stops what was started, and only that. Where no engine answers, it still does what needs none.
 * @throws NeedsPerson that says what is left
 */
export async function takeDown() {
  allowAgain();
  /** @type {string[]} */
  const left = [];
  if (!(await engineAnswers())) {
    if (readStarted().services)
      left.push(
        'no Docker engine answers, so the containers of Redis, the egress proxy and the boxes are left to it, and come back with it',
      );
  } else if (readStarted().services || (await hasContainers())) {
    await step('stopping Redis, egress proxy and boxes', stopServices).catch((error) => {
      left.push(`the containers of Redis, the egress proxy and the boxes (${error.message})`);
    });
  }
  if (ownMounts().length > 0)
    await step('unmounting the disks of the boxes', async () => {
      for (const folder of await releaseDisks())
        left.push(`${folder} is still mounted, because something uses it`);
    });
  if (readStarted().engine !== null) await step('stopping the Docker engine', stopEngine);
  if (left.length > 0)
    throw new NeedsPerson(
      `Not all could be stopped: ${left.join('; ')}. See to that, then run node setup/main.js down again.`,
    );
}

/** Whether the engine has containers of this checkout, even if the set-up has no note of them. */
async function hasContainers() {
  const own = ['--filter', `label=com.docker.compose.project=${project}`];
  const ids = await run('docker', ['ps', '-aq', ...own], { seconds: 20 }).catch(() => '');
  return ids.trim() !== '' && existsSync(inState('compose.env'));
}
