import { existsSync } from 'node:fs';
import { extract } from '../offline/debian.js';
import { installMissing } from '../packages.js';
import { inState } from '../paths.js';

const ownBuildx = () => inState('bin', 'docker-buildx');

/**
 * Installs Docker's buildx, which asks an engine to lint a Dockerfile: Debian's package, unpacked.
 * @param {import('../progress.js').ReportProgress} report
 * @returns {Promise<false | undefined>} false: already there
 */
export async function ensureBuildx(report) {
  if (existsSync(ownBuildx())) return false;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  await extract('docker-buildx', 'usr/libexec/docker/cli-plugins/docker-buildx', ownBuildx(), report);
  return undefined;
}
