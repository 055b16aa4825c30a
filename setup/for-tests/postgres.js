import { existsSync, readFileSync } from 'node:fs';
import { find, installMissing } from '../packages.js';
import { asRoot } from '../run.js';

const settings = '/etc/postgresql-common/createcluster.conf';

/**
 * Installs Debian's PostgreSQL for the tests of the records. They start their own servers; no server is set up or started for the
 * machine.
 * @param {import('../progress.js').ReportProgress} report
 */
export async function installPostgres(report) {
  if (find('initdb') !== null) return false;
  await installMissing({ pg_ctlcluster: 'postgresql-common' }, report);
  const before = existsSync(settings) ? readFileSync(settings, 'utf8') : '';
  if (!/^create_main_cluster *= *false/m.test(before))
    await asRoot('sh', ['-c', `printf '\\ncreate_main_cluster = false\\n' >> ${settings}`]);
  return installMissing({ initdb: 'postgresql' }, report);
}
