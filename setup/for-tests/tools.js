import { find, installMissing } from '../packages.js';
import { step } from '../progress.js';
import { ensureBuildx } from './buildx.js';
import { ensureHelm } from './helm.js';
import { installPostgres } from './postgres.js';
import { ensurePromtool } from './promtool.js';
import { ensureRedisServers } from './redis-servers.js';
import { ensureRegistry } from './registry.js';

/** Installs what only tests need on this machine. @param {boolean} all a storm is a test of faults alone */
export async function ensureTestTools(all) {
  if (all && find('chromium') === null && find('google-chrome') === null)
    await step('a browser for the tests of the page', (report) =>
      installMissing({ chromium: 'chromium' }, report),
    );
  if (all) {
    await step('PostgreSQL for the tests of the records', installPostgres);
    await step('a registry for the tests of base images', ensureRegistry);
    await step('Redis 8 and Valkey 8 for the tests of Redis', ensureRedisServers);
    await step('promtool for the tests of alerts', ensurePromtool);
    await step('Helm for the tests of the chart', ensureHelm);
    await step('buildx, whose linter the check is compared with', ensureBuildx);
  }
  // A Redis that a test may kill: in this package the server has another name, and nothing starts it.
  if (find('redis-server') === null && find('redis-check-rdb') === null)
    await step('Redis for the tests of faults', (report) =>
      installMissing({ 'redis-check-rdb': 'redis-tools' }, report),
    );
}
