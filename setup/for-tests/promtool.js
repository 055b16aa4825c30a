import { existsSync } from 'node:fs';
import { extract } from '../offline/debian.js';
import { find, installMissing } from '../packages.js';
import { inState } from '../paths.js';

const ownPromtool = () => inState('bin', 'promtool');

/**
 * Ensures promtool, which tests the alert rules: the machine's, else Debian's package, unpacked, so that no service is installed.
 * @param {import('../progress.js').ReportProgress} report
 * @returns {Promise<false | undefined>} false: already there
 */
export async function ensurePromtool(report) {
  if (find('promtool') !== null || existsSync(ownPromtool())) return false;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  await extract('prometheus', 'usr/bin/promtool', ownPromtool(), report);
  return undefined;
}
