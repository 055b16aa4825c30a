import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The beginning of a page: a call of `words`, or of a function that calls it for each rule, failure and term. */
const beginsPage = /\bwords\(\s*'|\bwords\(\s*`|\bdefine(?:Rule|Failure|Term)\(|\bterm\(/;

export const productFiles: readonly { readonly path: string; readonly code: string }[] = globSync(
  ['src/**/*.ts', 'commands/**/*.ts', 'workers/**/*.ts'],
  { cwd: root },
).map((path) => ({ path, code: readFileSync(new URL(path, root), 'utf8') }));

/** Programs run when they are imported; they have no texts of their own. */
const isProgram = (code: string): boolean => /^await |^process\.|import\.meta\.main/m.test(code);

/** The texts of the whole product, page by page, from a process of its own: this one would know only what it imports. */
export function productTexts(locale = 'en'): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const withPages = productFiles.filter(({ code }) => beginsPage.test(code) && !isProgram(code));
  const script = [
    ...withPages.map(({ path }) => `await import(${JSON.stringify(new URL(path, root).href)});`),
    `const { catalogued } = await import(${JSON.stringify(new URL('src/wording/wording.ts', root).href)});`,
    `process.stdout.write(JSON.stringify([...catalogued(${JSON.stringify(locale)})]), () => process.exit(0));`,
  ].join('\n');
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module'], {
    input: script,
    maxBuffer: 2 ** 26,
    encoding: 'utf8',
  });
  return new Map(JSON.parse(output) as readonly [string, Readonly<Record<string, string>>][]);
}
