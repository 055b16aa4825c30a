/**
 * The warmed disk: the engine's data folder with the base images loaded and each lesson's own answer built once, so that a
 * fresh box begins with a student's dependency layer in its cache.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './digest.js';
import { imageId } from './images.js';
import { ownNode } from './packages.js';
import { inState, project, root, state } from './paths.js';
import { asRoot, run } from './run.js';
import { waitForBoxes } from './services.js';

/**
 * @param {object} inputs
 * @param {string} inputs.boxImage
 * @param {readonly string[]} inputs.images to load from the host's engine
 * @param {Readonly<Record<string, string>>} inputs.inBoxes what boxes get in place of an image, where that is another
 * @param {readonly import('./lessons.js').LessonFolder[]} inputs.lessons
 */
export async function warmDigest({ boxImage, images, inBoxes, lessons }) {
  const ids = await Promise.all(
    images.map(async (image) => `${image} ${await imageId(inBoxes[image] ?? image)}`),
  );
  const files = lessons.flatMap(({ backend, solution }) => [backend, solution]);
  // How a context is laid decides whether a worker's build finds the cache.
  const code = ['setup/warm-disk.ts', 'workers/sandbox/context.ts'].map((path) => join(root, path));
  return digestOf([boxImage, ...ids], [...files, ...code]);
}

/** @param {string} digest */
export const warmFolder = (digest) => join(state, 'warm', digest);
/** @param {string} digest */
export const isWarm = (digest) => existsSync(join(warmFolder(digest), 'digest'));

/**
 * Makes the disk in a box of its own that is not leased but filled, and stopped cleanly.
 * @param {string} digest
 * @param {Parameters<typeof warmDigest>[0]} inputs
 * @param {import('./progress.js').Tell} tell
 */
export async function makeWarmDisk(digest, { boxImage, images, inBoxes, lessons }, tell) {
  const part = inState('warm-part');
  const name = `${project}-warm`;
  await run('docker', ['rm', '-f', name], { seconds: 30 }).catch(() => '');
  await asRoot('rm', ['-rf', part]);
  mkdirSync(join(part, 'box'), { recursive: true });
  mkdirSync(join(part, 'data'), { recursive: true });
  try {
    const limits = ['--memory', '2g', '--pids-limit', '1024', '--network', 'none', '--init'];
    const caps = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID', 'SETFCAP'];
    const seccomp = process.env.SANDBOX_SECCOMP || join(root, 'deploy/box/seccomp.json');
    const security = [`seccomp=${seccomp}`, 'apparmor=unconfined', 'systempaths=unconfined'];
    await run('docker', [
      ...['run', '-d', '--name', name, '--label', 'dockhand=warm', ...limits, '--cap-drop', 'ALL'],
      ...caps.flatMap((cap) => ['--cap-add', cap]),
      ...security.flatMap((each) => ['--security-opt', each]),
      ...['--device', '/dev/net/tun', '--read-only', '--tmpfs', '/run', '--tmpfs', '/tmp'],
      ...['-e', 'BOX_MODE=warm', '-e', 'BOX_NAME=warm', '-v', `${part}/box:/box`, '-v', `${part}/data:/data`],
      ...['-v', `${state}/egress:/egress:ro`, boxImage],
    ]);
    await waitForBoxes([join(part, 'box', 'supervisor.sock')], 90);
    const plan = { engine: join(part, 'box', 'engine.sock'), images, inBoxes, lessons };
    await run(ownNode(), [join(root, 'setup/warm-disk.ts'), JSON.stringify(plan)], {
      onLine: tell,
      seconds: 1200,
    });
    tell('stopping the engine cleanly');
    await run('docker', ['stop', '-t', '30', name], { seconds: 60 });
  } finally {
    await run('docker', ['rm', '-f', name], { seconds: 30 }).catch(() => '');
  }
  writeFileSync(join(part, 'digest'), digest);
  await asRoot('rm', ['-rf', warmFolder(digest)]);
  await asRoot('mv', [part, warmFolder(digest)]);
}

/** Throws away the warmed disks that nothing uses any more. @param {string} current */
export async function forgetOldDisks(current) {
  for (const name of readdirSync(join(state, 'warm')))
    if (name !== current && name !== 'none') await asRoot('rm', ['-rf', join(state, 'warm', name)]);
}
