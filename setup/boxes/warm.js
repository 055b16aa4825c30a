/**
 * The warmed disk: an engine's data folder with the base images loaded and each lesson's solution built once, so that a new box has a
 * student's dependency layer in its cache from the start.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest.js';
import { imageId } from '../images/local-images.js';
import { ownNode } from '../packages.js';
import { boxNames, inState, project, root, state } from '../paths.js';
import { asRoot, run } from '../run.js';
import { waitForBoxes } from '../services/readiness.js';
import { layingFlags, warmingFlags } from './container.js';
import { demandRoomToWarm } from './disks.js';
import { firstUid } from './uids.js';

/**
 * @param {object} inputs
 * @param {string} inputs.boxImage
 * @param {readonly string[]} inputs.images to load from the host's engine
 * @param {Readonly<Record<string, string>>} inputs.inBoxes what boxes get in place of an image, where that is another
 * @param {readonly import('../lessons.js').LessonFolder[]} inputs.lessons
 */
export async function warmDigest({ boxImage, images, inBoxes, lessons }) {
  const ids = await Promise.all(
    images.map(async (image) => `${image} ${await imageId(inBoxes[image] ?? image)}`),
  );
  const files = lessons.flatMap(({ backend, solution }) => [backend, solution]);
  // How a context is packed decides whether a worker's build hits the cache.
  const code = ['setup/boxes/warm-disk.ts', 'workers/sandbox/build/context.ts'].map((path) =>
    join(root, path),
  );
  // The files on it belong to the users of boxes.
  return digestOf([boxImage, String(await firstUid()), boxNames.join(), ...ids], [...files, ...code]);
}

/** @param {string} digest */
const warmFolder = (digest) => join(state, 'warm', digest);
/** @param {string} digest */
export const isWarm = (digest) => existsSync(join(warmFolder(digest), 'digest'));

/**
 * Makes the disk in a box of its own, which is not leased but filled, and stopped cleanly.
 * @param {string} digest
 * @param {Parameters<typeof warmDigest>[0]} inputs
 * @param {import('../progress.js').ReportProgress} report
 */
export async function makeWarmDisk(digest, { boxImage, images, inBoxes, lessons }, report) {
  const part = inState('warm-part');
  const name = `${project}-warm`;
  await run('docker', ['rm', '-f', name], { seconds: 30 }).catch(() => '');
  await asRoot('rm', ['-rf', part]);
  demandRoomToWarm();
  const [first = '', ...others] = boxNames;
  mkdirSync(join(part, 'box'), { recursive: true });
  mkdirSync(join(part, first, 'data'), { recursive: true });
  const identity = [
    ...['-e', `BOX_NUMBER=${boxNumber(first)}`, '-e', `BOX_FIRST_UID=${await firstUid()}`],
    ...['-e', `BOX_WORKER_GROUP=${process.getgid?.() ?? 0}`],
  ];
  try {
    await run('docker', [
      ...['run', '-d', '--name', name, '--label', 'dockhand=warm', ...(await warmingFlags())],
      ...['-e', 'BOX_MODE=warm', '-e', 'BOX_NAME=warm', ...identity],
      ...['-v', `${part}/box:/box`, '-v', `${part}/${first}/data:/data`],
      ...['-v', `${state}/egress:/egress:ro`, boxImage],
    ]);
    await waitForBoxes([join(part, 'box', 'supervisor.sock')], 90);
    const plan = { engine: join(part, 'box', 'engine.sock'), images, inBoxes, lessons };
    await run(ownNode(), [join(root, 'setup/boxes/warm-disk.ts'), JSON.stringify(plan)], {
      onLine: report,
      seconds: 1200,
    });
    report('stopping the engine cleanly');
    await run('docker', ['stop', '-t', '30', name], { seconds: 60 });
    await run('docker', ['rm', '-f', name], { seconds: 30 });
    report('laying it for the other boxes');
    await run('docker', [
      ...['run', '--rm', '--name', name, '--label', 'dockhand=warm', ...(await layingFlags())],
      ...['-v', `${part}:/part`, ...identity, '--entrypoint', '/usr/local/bin/node', boxImage],
      ...['/opt/box/copy-disk.ts', `/part/${first}/data`, '/part', ...others.map(boxNumber)],
    ]);
  } finally {
    await run('docker', ['rm', '-f', name], { seconds: 30 }).catch(() => '');
  }
  await asRoot('rm', ['-rf', join(part, 'box')]);
  writeFileSync(join(part, 'digest'), digest);
  await asRoot('rm', ['-rf', warmFolder(digest)]);
  await asRoot('mv', [part, warmFolder(digest)]);
}

/** @param {string} name such as `box-2` */
const boxNumber = (name) => name.replace(/^box-/, '');

/** Removes warmed disks that are no longer used. @param {string} current */
export async function forgetOldDisks(current) {
  for (const name of readdirSync(join(state, 'warm')))
    if (name !== current && name !== 'none') await asRoot('rm', ['-rf', join(state, 'warm', name)]);
}
