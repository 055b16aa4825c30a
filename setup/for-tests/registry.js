import { existsSync } from 'node:fs';
import { extract } from '../offline/debian.js';
import { installMissing } from '../packages.js';
import { inState } from '../paths.js';

/** The registry that tests of base images start: Debian's package, unpacked, so that no service comes with it. */
const ownRegistry = () => inState('bin', 'docker-registry');

/** @param {import('../progress.js').Tell} tell @returns {Promise<false | undefined>} false: already there */
export async function ensureRegistry(tell) {
  if (existsSync(ownRegistry())) return false;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, tell);
  await extract('docker-registry', 'usr/bin/docker-registry', ownRegistry(), tell);
  return undefined;
}
