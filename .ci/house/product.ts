import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export type ProductFile = { readonly path: string; readonly text: string };

const folders = ['bin', 'classroom', 'commands', 'deploy', 'setup', 'src', 'workers'];

/** Every file of TypeScript and JavaScript in the product that git knows or would take. */
export function productFiles(): readonly ProductFile[] {
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folders], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => /\.[jt]s$/.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
