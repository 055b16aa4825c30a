/**
 * `npm run house`: what the house promises of itself and what no single tool looks at. Each gate finds what breaks its promise;
 * `.ci/house-left.json` says how many of them there still are. More than that is refused, fewer may be written down.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { crowdedFolders } from './house/crowded-folders.ts';
import { errorsWithoutCode } from './house/error-codes.ts';
import { importsInComments } from './house/imports-in-comments.ts';
import { logLines, pageOfEvents, withoutEvent } from './house/log-events.ts';
import { longFiles } from './house/long-files.ts';
import { productFiles, productFolders, testFiles, toolFiles, toolFolders } from './house/product.ts';
import { promisesLeftInTry } from './house/promises-left-in-try.ts';
import { titlesThatNeedContext, titlesUsedTwice } from './house/test-titles.ts';
import { toolNames } from './house/tool-names.ts';
import { typeNamesDeclaredTwice } from './house/type-names.ts';
import { unusedArrows } from './house/unused-arrows.ts';

type Findings = Readonly<Record<string, readonly string[]>>;

const leftFile = '.ci/house-left.json';
const eventsPage = 'docs/log-events.md';
const runTool = promisify(execFile);

/** Runs one of our tools; a red one ends with code 1 and still says what it found. */
const outputOf = (command: string, args: readonly string[]): Promise<string> =>
  runTool(command, args, { maxBuffer: 2 ** 28 }).then(
    ({ stdout }) => stdout,
    (error: Error & { stdout?: string }) => {
      if (!error.stdout) throw error;
      return error.stdout;
    },
  );

/** Functions and nesting that nobody can see through, and nested ternaries. */
async function sizes(): Promise<Findings> {
  type Diagnostic = { category: string; location: { path: string; start: { line: number } } };
  const args = ['lint', '--config-path=.ci/house/sizes.json', '--reporter=json', '--max-diagnostics=none'];
  const { diagnostics } = JSON.parse(
    await outputOf('biome', [...args, ...productFolders, ...toolFolders]),
  ) as {
    diagnostics: readonly Diagnostic[];
  };
  const found: Record<string, string[]> = {
    noExcessiveLinesPerFunction: [],
    noExcessiveNestedBlocks: [],
    noNestedTernary: [],
  };
  for (const { category, location } of diagnostics) {
    const rule = category.split('/').at(-1) ?? category;
    found[rule]?.push(`${location.path}:${location.start.line}`);
  }
  return found;
}

/** Files, exports and packages that nothing uses. */
async function unused(): Promise<Findings> {
  type Issue = { file: string } & Record<string, readonly { name: string }[]>;
  const { issues } = JSON.parse(await outputOf('knip', ['--reporter=json'])) as { issues: readonly Issue[] };
  const of = (...kinds: string[]): string[] =>
    issues.flatMap((issue) =>
      kinds.flatMap((kind) => (issue[kind] ?? []).map(({ name }) => `${issue.file}: ${name}`)),
    );
  return {
    unusedFiles: of('files'),
    unusedExports: of('exports', 'types', 'enumMembers', 'duplicates'),
    unusedPackages: of('dependencies', 'devDependencies', 'optionalPeerDependencies'),
    undeclaredPackages: of('unlisted', 'binaries', 'unresolved'),
  };
}

async function everything(): Promise<{ findings: Findings; page: string }> {
  const files = productFiles();
  const tests = testFiles();
  const lines = logLines(files);
  const [large, idle] = await Promise.all([sizes(), unused()]);
  const findings = {
    filesOver250Lines: longFiles([...files, ...toolFiles()]),
    crowdedFolders: crowdedFolders(files),
    ...large,
    ...idle,
    typeNamesDeclaredTwice: typeNamesDeclaredTwice(files).map((it) => `${it.name}: ${it.files.join(', ')}`),
    logLinesWithoutEvent: withoutEvent(lines).map((it) => `${it.file}: ${it.level} '${it.message}'`),
    errorsWithoutCode: errorsWithoutCode(files),
    unusedArrows: unusedArrows([...files, ...toolFiles()]),
    importsInCommentsAcrossRooms: importsInComments(files),
    promisesLeftInTry: promisesLeftInTry([...files, ...toolFiles(), ...tests]),
    toolNamesInCode: toolNames(files),
    testTitlesThatNeedContext: titlesThatNeedContext(tests),
    testTitlesUsedTwice: titlesUsedTwice(tests),
  };
  return { findings, page: pageOfEvents(lines) };
}

const { findings, page } = await everything();
const left = JSON.parse(readFileSync(leftFile, 'utf8')) as Record<string, number>;
let red = false;
for (const [gate, found] of Object.entries(findings)) {
  const allowed = left[gate] ?? 0;
  if (found.length > allowed) {
    red = true;
    process.stdout.write(`✘ ${gate}: ${found.length}, and at most ${allowed} may be left:\n`);
    for (const line of found) process.stdout.write(`    ${line}\n`);
  } else if (found.length > 0) process.stdout.write(`… ${gate}: ${found.length} of ${allowed} left\n`);
}
if (process.argv.includes('--write')) {
  writeFileSync(eventsPage, page);
  const now = Object.entries(findings).map(
    ([gate, found]) => [gate, Math.min(found.length, left[gate] ?? 0)] as const,
  );
  writeFileSync(
    leftFile,
    `${JSON.stringify(Object.fromEntries(now.filter(([, count]) => count > 0)), null, 2)}\n`,
  );
} else if (findings.logLinesWithoutEvent.length === 0 && readFileSync(eventsPage, 'utf8') !== page) {
  red = true;
  process.stdout.write(`✘ ${eventsPage} is not what the code says: run \`npm run docs\`\n`);
}
process.exitCode = red ? 1 : 0;
