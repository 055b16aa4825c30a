import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export type ProductFile = { readonly path: string; readonly text: string };

const folders = ['action', 'bin', 'classroom', 'commands', 'deploy', 'setup', 'src', 'workers'];

/** Every TypeScript and JavaScript file of the product that git tracks or would add. */
export const productFiles = (): readonly ProductFile[] => filesIn(folders);

/** The same for the tests. */
export const testFiles = (): readonly ProductFile[] => filesIn(['test']);

const filesIn = (paths: readonly string[]): readonly ProductFile[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => /\.[jt]s$/.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
