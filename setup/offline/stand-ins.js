/**
 * Stand-ins for official images, made from Debian packages, for a machine where no image registry answers. With a registry, none of this
 * runs.
 */
import { join } from 'node:path';
import { hasImage } from '../images/local-images.js';
import { installMissing } from '../packages.js';
import { inState, root } from '../paths.js';
import { asRoot, run, succeeds } from '../run.js';
import { bootstrapOptions, mirror, newDebian } from './debian.js';

/** @typedef {import('../progress.js').ReportProgress} ReportProgress */

/** @type {Promise<boolean> | undefined} */
let answered;
/** Whether an image registry answers. Asked once, with a short time limit, so that a machine without one does not wait. */
export const registryAnswers = () => {
  answered ??= succeeds('docker', ['manifest', 'inspect', 'debian:stable-slim'], {
    seconds: 10,
    env: { DOCKER_CLI_EXPERIMENTAL: 'enabled' },
  });
  return answered;
};

const standInDebian = 'dockhand-base/debian:stand-in';

/** A small Debian from packages: the base of every stand-in. @param {ReportProgress} report */
async function makeDebian(report) {
  if (await hasImage(standInDebian)) return standInDebian;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  const tar = inState('tmp', 'debian.tar');
  await asRoot(
    'mmdebstrap',
    [
      ...['--variant=minbase', '--include=ca-certificates', ...bootstrapOptions],
      '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*',
      ...[newDebian, tar, ...mirror],
    ],
    { onLine: report, seconds: 600 },
  );
  await run('docker', ['import', '-c', 'CMD ["/bin/bash"]', tar, standInDebian], { seconds: 120 });
  await asRoot('rm', ['-f', tar]);
  return standInDebian;
}

/** Whether official images are used here: not where stand-ins were made before, so that all of them fit together. */
export const officialImagesAnswer = async () => !(await hasImage(standInDebian)) && (await registryAnswers());

/** @param {ReportProgress} report @param {string} official */
export async function debianFor(report, official) {
  if (await officialImagesAnswer()) return official;
  return makeDebian(report);
}

const bundle = '/etc/ssl/certs/ca-certificates.crt';

const standInLabel = 'dockhand.stand-in';
/** @param {string} image */
export const isStandIn = async (image) =>
  (
    await run('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${standInLabel}"}}`, image])
  ).trim() === 'yes';

/** @param {string} image @param {ReportProgress} report */
export async function makePython(image, report) {
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  const tar = inState('tmp', 'python.tar');
  // bookworm is the Debian release that has Python 3.11.
  await asRoot('sh', [join(root, 'deploy/offline/python.sh'), 'bookworm', tar], {
    onLine: report,
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
