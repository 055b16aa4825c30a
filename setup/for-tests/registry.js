import { existsSync } from 'node:fs';
import { extract } from '../offline/debian.js';
import { installMissing } from '../packages.js';
import { inState } from '../paths.js';

/** The registry that tests of base images start: Debian's package, unpacked, so that no service is installed. */
const ownRegistry = () => inState('bin', 'docker-registry');

/** @param {import('../progress.js').ReportProgress} report @returns {Promise<false | undefined>} false: already there */
export async function ensureRegistry(report) {
  if (existsSync(ownRegistry())) return false;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  await extract('docker-registry', 'usr/bin/docker-registry', ownRegistry(), report);
  return undefined;
}
