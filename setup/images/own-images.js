/**
 * Images: official ones if a registry answers, else stand-ins (offline/stand-ins.js). The Dockerfiles under deploy/ are the same in both
 * cases; only their BASE differs.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { firstUid } from '../boxes/uids.js';
import { digestOf } from '../digest.js';
import {
  debianFor,
  isStandIn,
  makePython,
  officialImagesAnswer,
  registryAnswers,
} from '../offline/stand-ins.js';
import { npmFolder } from '../packages.js';
import { inState, root } from '../paths.js';
import { NeedsPerson, run } from '../run.js';
import { leaveOutWhatDoesNotRun } from './app-files.js';
import { hasImage } from './local-images.js';
import { officialImages } from './official-images.js';

/** @typedef {import('../progress.js').ReportProgress} ReportProgress */

/**
 * Ensures a lesson's base image under its own name; a stand-in also gets the other names for the same Debian and Python.
 * @param {string} image such as `python:3.11-slim`
 * @param {readonly string[]} alike
 * @param {ReportProgress} report
 */
export async function ensureBaseImage(image, alike, report) {
  /** @type {string | false} */
  let said = false;
  if (!(await hasImage(image))) {
    if (await registryAnswers()) {
      await run('docker', ['pull', image], { onLine: report, seconds: 900 });
      said = 'pulled';
    } else {
      await makeStandIn(image, report);
      said = 'a stand-in from Debian packages: no image registry answers';
    }
  }
  if (await isStandIn(image))
    for (const other of alike)
      if (!(await hasImage(other))) await run('docker', ['tag', image, other], { seconds: 20 });
  return said;
}

/** Official images with a stand-in under deploy/offline. */
const standIns = ['golang', 'node', 'nginx'];

/**
 * Builds a stand-in for an official image that no registry provides.
 * @param {string} image
 * @param {ReportProgress} report
 */
async function makeStandIn(image, report) {
  const [name = ''] = image.split(':');
  if (name === 'python') return makePython(image, report);
  if (!standIns.includes(name) || image.includes('alpine'))
    throw new NeedsPerson(
      `No image registry answers, and there is no stand-in for ${image}. Take the lesson that is built upon it out of LESSONS_DIR, or load the image with docker load.`,
    );
  const [extra, args] = name === 'node' ? npmForStandIn() : [{}, {}];
  const own = await buildOwn(`offline/${name}`, officialImages.debian, extra, report, args);
  await run('docker', ['tag', own.image, image], { seconds: 20 });
  return undefined;
}

/**
 * This machine's npm for the stand-in of Node; Debian's npm when this one keeps its dependencies elsewhere.
 * @returns {[Readonly<Record<string, string>>, Readonly<Record<string, string>>]} what goes into the context, and build arguments
 */
function npmForStandIn() {
  const own = npmFolder();
  if (own !== null) return [{ npm: own }, { DEBIAN_NPM: '' }];
  const empty = inState('build', 'no-npm');
  mkdirSync(empty, { recursive: true });
  return [{ npm: empty }, {}];
}

/**
 * Builds one of Dockhand's own images, unless it has been built from the same inputs before. Returns its name with the digest as tag.
 * @param {string} name folder under deploy/
 * @param {string} official base where a registry answers
 * @param {Readonly<Record<string, string>>} extra name in the context → file or folder
 * @param {ReportProgress} report
 * @param {Readonly<Record<string, string>>} [args] build arguments
 */
async function buildOwn(name, official, extra, report, args = {}) {
  const source = join(root, 'deploy', name);
  const given = Object.entries(args).map(([each, value]) => `${each}=${value}`);
  const digest = digestOf(given, [source, ...Object.values(extra)]);
  const image = `dockhand/${name}:${digest}`;
  if (await hasImage(image)) return { image, built: false };
  const base = await debianFor(report, official);
  const context = inState('build', name);
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  cpSync(source, context, { recursive: true });
  for (const [to, from] of Object.entries(extra))
    cpSync(from, join(context, to), { recursive: true, verbatimSymlinks: true });
  await run(
    'docker',
    [
      'build',
      ...[`BASE=${base}`, ...given].flatMap((each) => ['--build-arg', each]),
      '--label',
      'dockhand=image',
      '-t',
      image,
      context,
    ],
    {
      onLine: report,
      seconds: 900,
    },
  );
  rmSync(context, { recursive: true, force: true });
  return { image, built: true };
}

/** The set-up's own Node 24, as a file. */
const nodeBinary = () => join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

/** @param {ReportProgress} report */
export const buildBox = async (report) => {
  const supervisor = inState('build', 'supervisor');
  rmSync(supervisor, { recursive: true, force: true });
  mkdirSync(supervisor, { recursive: true });
  const folder = join(root, 'deploy', 'box');
  for (const file of readdirSync(folder))
    if (/\.(ts|sh)$/.test(file) || file === 'package.json')
      copyFileSync(join(folder, file), join(supervisor, file));
  const args = { FIRST_UID: String(await firstUid()) };
  return buildOwn('box', officialImages.debianOfBoxes, { supervisor, node: nodeBinary() }, report, args);
};

/** @param {ReportProgress} report */
export const buildEgress = (report) => buildOwn('egress', officialImages.debian, {}, report);

/** Redis's official image, or a stand-in. @param {ReportProgress} report */
export async function redisImage(report) {
  const official = officialImages.redis;
  if (await hasImage(official)) return { image: official, built: false };
  if (await officialImagesAnswer()) {
    await run('docker', ['pull', official], { onLine: report, seconds: 600 });
    return { image: official, built: true };
  }
  return buildOwn('offline/redis', officialImages.debian, {}, report);
}

/**
 * The PostgreSQL image that a lesson's manifest names, or a stand-in under that name.
 * @param {string} image such as `postgres:16-alpine`
 * @param {ReportProgress} report
 */
export async function ensurePostgresImage(image, report) {
  if (await hasImage(image)) return false;
  if (await officialImagesAnswer()) {
    await run('docker', ['pull', image], { onLine: report, seconds: 900 });
    return 'pulled';
  }
  const own = await buildOwn('offline/postgres', officialImages.debian, {}, report);
  await run('docker', ['tag', own.image, image], { seconds: 20 });
  return 'a stand-in from Debian packages: no image registry answers';
}

/** Bot and worker as an image, for an operator who runs them as services. @param {ReportProgress} report */
export async function buildApp(report) {
  const app = inState('build', 'checkout');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  for (const part of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'bin',
    'src',
    'commands',
    'workers',
    'deploy',
    'lessons',
  ])
    if (existsSync(join(root, part)))
      cpSync(join(root, part), join(app, part), { recursive: true, verbatimSymlinks: true });
  // Without the workspaces: the image excludes what only the classroom needs.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['ci', '--omit=dev', '--workspaces=false', ...quiet], {
    cwd: app,
    onLine: report,
    seconds: 600,
  });
  leaveOutWhatDoesNotRun(join(app, 'node_modules'));
  return buildOwn('app', officialImages.debian, { checkout: app }, report);
}

/** @param {string} path */
const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
/** @param {string} path @param {string} text */
export function writeWhenNew(path, text) {
  if (readText(path) === text) return false;
  writeFileSync(path, text);
  return true;
}
