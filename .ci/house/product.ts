import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export type ProductFile = { readonly path: string; readonly text: string };

export const productFolders = ['action', 'bin', 'classroom', 'commands', 'deploy', 'setup', 'src', 'workers'];
/** What measures and guards the product: people read it as well, so it keeps to the same sizes. */
export const toolFolders = ['.ci', 'bench'];

/** Every TypeScript and JavaScript file of the product that git tracks or would add. */
export const productFiles = (): readonly ProductFile[] => filesIn(productFolders);

/** The same for benchmarks and gates. */
export const toolFiles = (): readonly ProductFile[] => filesIn(toolFolders);

/** The same for the tests. */
export const testFiles = (): readonly ProductFile[] => filesIn(['test']);

const filesIn = (paths: readonly string[]): readonly ProductFile[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => /\.[jt]s$/.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
