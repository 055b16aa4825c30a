/**
 * Images: official ones where a registry answers, else stand-ins made from Debian packages. Either way the Dockerfiles under
 * deploy/ are the same; only their BASE differs.
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
import { digestOf } from './digest.js';
import { bootstrapOptions, installMissing, mirror, newDebian } from './packages.js';
import { inState, root } from './paths.js';
import { asRoot, run, succeeds } from './run.js';
import { firstUid } from './uids.js';

/** @typedef {import('./progress.js').Tell} Tell */

/** @param {string} image */
export const hasImage = (image) => succeeds('docker', ['image', 'inspect', image], { seconds: 20 });

/** @param {string} image */
export const imageId = async (image) =>
  (await run('docker', ['image', 'inspect', '--format', '{{.Id}}', image], { seconds: 20 })).trim();

/** @type {Promise<boolean> | undefined} */
let answered;
/** Whether an image registry answers; asked once, with a short limit, because a machine without one must not wait. */
export const registryAnswers = () => {
  answered ??= succeeds('docker', ['manifest', 'inspect', 'debian:stable-slim'], {
    seconds: 10,
    env: { DOCKER_CLI_EXPERIMENTAL: 'enabled' },
  });
  return answered;
};

const standInDebian = 'dockhand-base/debian:stand-in';

/** A small Debian from packages, the base of every image here where no registry answers. @param {Tell} tell */
async function makeDebian(tell) {
  if (await hasImage(standInDebian)) return standInDebian;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, tell);
  const tar = inState('tmp', 'debian.tar');
  await asRoot(
    'mmdebstrap',
    [
      ...['--variant=minbase', '--include=ca-certificates', ...bootstrapOptions],
      '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*',
      ...[newDebian, tar, ...mirror],
    ],
    { onLine: tell, seconds: 600 },
  );
  await run('docker', ['import', '-c', 'CMD ["/bin/bash"]', tar, standInDebian], { seconds: 120 });
  await asRoot('rm', ['-f', tar]);
  return standInDebian;
}

/** @param {Tell} tell @param {string} official */
async function debianFor(tell, official) {
  if (!(await hasImage(standInDebian)) && (await registryAnswers())) return official;
  return makeDebian(tell);
}

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The lesson's base image under its own name, and the other names that mean the same Debian and Python.
 * @param {string} image such as `python:3.11-slim`
 * @param {readonly string[]} alike
 * @param {Tell} tell
 */
export async function ensureBaseImage(image, alike, tell) {
  /** @type {string | false} */
  let said = false;
  if (!(await hasImage(image))) {
    if (await registryAnswers()) {
      await run('docker', ['pull', image], { onLine: tell, seconds: 900 });
      said = 'pulled';
    } else {
      await makePython(image, tell);
      said = 'a stand-in from Debian packages: no image registry answers';
    }
  }
  if (await isStandIn(image))
    for (const other of alike)
      if (!(await hasImage(other))) await run('docker', ['tag', image, other], { seconds: 20 });
  return said;
}

const standInLabel = 'dockhand.stand-in';
/** @param {string} image */
export const isStandIn = async (image) =>
  (
    await run('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${standInLabel}"}}`, image])
  ).trim() === 'yes';

/** @param {string} image @param {Tell} tell */
async function makePython(image, tell) {
  await installMissing({ mmdebstrap: 'mmdebstrap' }, tell);
  const tar = inState('tmp', 'python.tar');
  // bookworm is the Debian whose Python is 3.11.
  await asRoot('sh', [join(root, 'deploy/base/python-stand-in.sh'), 'bookworm', tar], {
    onLine: tell,
    seconds: 900,
  });
  const env = ['SSL_CERT_FILE', 'PIP_CERT', 'REQUESTS_CA_BUNDLE']
    .map((name) => `${name}=${bundle}`)
    .join(' ');
  await run(
    'docker',
    ['import', '-c', 'CMD ["python3"]', '-c', `ENV ${env}`, '-c', `LABEL ${standInLabel}=yes`, tar, image],
    { seconds: 180 },
  );
  await asRoot('rm', ['-f', tar]);
}

/**
 * Builds one of Dockhand's own images, unless it was built from the same inputs before. Gives its name with the digest as tag.
 * @param {string} name folder under deploy/
 * @param {string} official base where a registry answers
 * @param {Readonly<Record<string, string>>} extra name in the context → file or folder
 * @param {Tell} tell
 * @param {Readonly<Record<string, string>>} [args] build arguments
 */
async function buildOwn(name, official, extra, tell, args = {}) {
  const source = join(root, 'deploy', name);
  const given = Object.entries(args).map(([each, value]) => `${each}=${value}`);
  const digest = digestOf(given, [source, ...Object.values(extra)]);
  const image = `dockhand/${name}:${digest}`;
  if (await hasImage(image)) return { image, built: false };
  const base = await debianFor(tell, official);
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
      onLine: tell,
      seconds: 900,
    },
  );
  rmSync(context, { recursive: true, force: true });
  return { image, built: true };
}

/** The set-up's own Node 24, as a file. */
const nodeBinary = () => join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

/** @param {Tell} tell */
export const buildBox = async (tell) => {
  const supervisor = inState('build', 'supervisor');
  rmSync(supervisor, { recursive: true, force: true });
  mkdirSync(supervisor, { recursive: true });
  const folder = join(root, 'deploy', 'box');
  for (const file of readdirSync(folder))
    if (/\.(ts|sh)$/.test(file) || file === 'package.json')
      copyFileSync(join(folder, file), join(supervisor, file));
  const args = { FIRST_UID: String(await firstUid()) };
  return buildOwn('box', `debian:${newDebian}-slim`, { supervisor, node: nodeBinary() }, tell, args);
};

/** @param {Tell} tell */
export const buildEgress = (tell) => buildOwn('egress', 'debian:trixie-slim', {}, tell);

/** Redis' own image, or a stand-in. @param {Tell} tell */
export async function redisImage(tell) {
  const official = 'redis:7-alpine';
  if (await hasImage(official)) return { image: official, built: false };
  if (!(await hasImage(standInDebian)) && (await registryAnswers())) {
    await run('docker', ['pull', official], { onLine: tell, seconds: 600 });
    return { image: official, built: true };
  }
  return buildOwn('redis', 'debian:trixie-slim', {}, tell);
}

/**
 * The PostgreSQL that a lesson's manifest names, or a stand-in under its name.
 * @param {string} image such as `postgres:16-alpine`
 * @param {Tell} tell
 */
export async function ensurePostgresImage(image, tell) {
  if (await hasImage(image)) return false;
  if (!(await hasImage(standInDebian)) && (await registryAnswers())) {
    await run('docker', ['pull', image], { onLine: tell, seconds: 900 });
    return 'pulled';
  }
  const own = await buildOwn('base/postgres', 'debian:trixie-slim', {}, tell);
  await run('docker', ['tag', own.image, image], { seconds: 20 });
  return 'a stand-in from Debian packages: no image registry answers';
}

/** Bot and worker as an image, for an operator who wants them as services. @param {Tell} tell */
export async function buildApp(tell) {
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
  // Without the workspaces: what only the classroom needs stays out of the image.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['ci', '--omit=dev', '--workspaces=false', ...quiet], {
    cwd: app,
    onLine: tell,
    seconds: 600,
  });
  return buildOwn('app', 'debian:trixie-slim', { checkout: app }, tell);
}

/** @param {string} path */
export const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
/** @param {string} path @param {string} text */
export function writeWhenNew(path, text) {
  if (readText(path) === text) return false;
  writeFileSync(path, text);
  return true;
}
