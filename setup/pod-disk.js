/**
 * Lays this machine's warmed disk for boxes of pods, whose users have other ids; `box.warm.volume` of the Helm chart is a volume with what is in the folder.
 *
 *   node setup/main.js up && node setup/pod-disk.js FOLDER
 */
import './environment.js';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { layingFlags } from './boxes/container.js';
import { firstUid } from './boxes/uids.js';
import { boxNames, inState, state } from './paths.js';
import { note } from './progress.js';
import { NeedsPerson, run } from './run.js';

/** @param {string} name of a variable that the set-up determined @returns {string} */
function workedOut(name) {
  const found = new RegExp(`^${name}=(.+)$`, 'm').exec(readFileSync(inState('compose.env'), 'utf8'));
  if (found?.[1] === undefined) throw new NeedsPerson('There is no warmed disk yet: node setup/main.js up');
  return found[1];
}

/** @param {string | undefined} folder */
async function layForPods(folder) {
  if (folder === undefined) throw new NeedsPerson('Say where to: node setup/pod-disk.js FOLDER');
  const target = resolve(folder);
  mkdirSync(target, { recursive: true });
  const [first = ''] = boxNames;
  const digest = workedOut('SANDBOX_WARM');
  await run('docker', [
    ...['run', '--rm', '--label', 'dockhand=warm', ...(await layingFlags())],
    ...['-e', `BOX_NUMBER=${first.replace(/^box-/, '')}`, '-e', `BOX_FIRST_UID=${await firstUid()}`],
    ...['-v', `${join(state, 'warm', digest, first, 'data')}:/from:ro`, '-v', `${target}:/to`],
    ...['--entrypoint', '/usr/local/bin/node', workedOut('DOCKHAND_BOX_IMAGE')],
    ...['/opt/box/copy-disk.ts', '/from', '/to', 'pod'],
  ]);
  note(`${join(target, 'box-pod')} is what the volume has to hold; box.warm.digest is ${digest}`);
}

layForPods(process.argv[2]).catch((error) => {
  note(`${error instanceof Error ? error.message : String(error)} [DOCKHAND_SETUP]`);
  process.exitCode = 1;
});
