import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../../', import.meta.url);

/** Pages whose sentences cross from a checker or a worker as data: those of the check and of verdicts. */
const pages = ['src/check/', 'src/submission/'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(new URL(folder + file, root), 'utf8');
      const page = /= words\('([\w-]+)'/.exec(text)?.[1];
      const rule = /\bdefineRule\(\{\s*id: '([^']+)'/.exec(text)?.[1];
      return [...(page === undefined ? [] : [page]), ...(rule === undefined ? [] : [`rule-${rule}`])];
    }),
);

// A process of its own: other tests load the check, and with it all its sentences.
test.each([
  ['a check in Discord', 'src/discord/render/check/check.ts', /^(?:rule-|check-todos)/],
  ['a verdict in Discord', 'src/discord/render/verification/verdict.ts', /./],
  ['the staff pages', 'src/web/pages/student.ts', /./],
  ['a check on the command line', 'src/cli/check/check-text.ts', /^(?:rule-|check-todos)/],
  ['a verdict on the command line', 'src/cli/verify.ts', /./],
])('%s has the sentences of what it is handed', (_, module, wanted) => {
  const script = `
    import ${JSON.stringify(new URL(module, root).href)};
    const { catalogued } = await import(${JSON.stringify(new URL('src/wording/wording.ts', root).href)});
    console.log(JSON.stringify([...catalogued('en').keys()]));
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  const known = new Set(JSON.parse(stdout) as readonly string[]);
  expect(pages.length).toBeGreaterThan(60);
  expect(pages.filter((page) => wanted.test(page) && !known.has(page))).toEqual([]);
});
