import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, state } from '../paths.js';
import { note } from '../progress.js';

/**
 * The part of a file's results, as Jest writes them with `--json`, that is used here.
 * @typedef {object} FileResult
 * @property {string} name the test file's path
 * @property {string} status
 * @property {readonly { readonly fullName: string, readonly status: string }[]} assertionResults none where the file could not run
 */

/** If more files than this fail, a crowded machine is not the cause. */
const mostFilesAgain = 15;

/**
 * Runs the tests; returns the exit code. Tests with real processes, boxes, browsers and clocks share two cores. So the files that fail
 * run once more, whole and one at a time, after all the others have ended, without anything that the first run left. A failure that came
 * from a crowded machine passes then; a real one fails again. Attacks have only one run: an attack that succeeds every other time
 * succeeds. With options for Jest there is only one run.
 * @param {readonly string[]} flags as given to `npm test`: paths, options of Jest's
 * @param {(flags: readonly string[]) => Promise<number>} jest gives its exit code
 * @param {string} [folder] where the results are written, as `test-results.json`
 */
export async function runTests(flags, jest, folder = state) {
  if (flags.some((flag) => flag.startsWith('-'))) return jest(flags);
  const firstFile = join(folder, 'test-results.json');
  const secondFile = join(folder, 'test-results-second.json');
  for (const file of [firstFile, secondFile]) rmSync(file, { force: true });
  const code = await jest([...flags, '--json', `--outputFile=${firstFile}`]);
  const first = resultsIn(firstFile);
  const again = filesToRunAgain(first);
  if (code !== 1 || again.length === 0) return code;
  note(`These were red and run once more, one at a time: ${again.map(fromRoot).join(', ')}`);
  // One at a time they share a process, which something that a failing file leaves open would keep alive for ever.
  const alone = ['--maxWorkers=1', '--forceExit', '--json', `--outputFile=${secondFile}`];
  await jest([...alone, '--runTestsByPath', ...again]);
  const results = withSecondRun(first, resultsIn(secondFile));
  writeFileSync(firstFile, JSON.stringify({ testResults: results, secondRun: again }));
  const { passed, failed } = count(results);
  note(`In all, each file by its last run: ${passed} passed, ${failed} failed.`);
  return failed === 0 ? 0 : 1;
}

/** @param {string} path */
const fromRoot = (path) => relative(root, path);
/** @param {FileResult} result */
const isRed = ({ status, assertionResults }) =>
  status === 'failed' || assertionResults.some((test) => test.status === 'failed');

/**
 * The files of a run that get a second one: none if an attack got through, or if too many failed.
 * @param {readonly FileResult[]} results
 * @returns {readonly string[]}
 */
function filesToRunAgain(results) {
  const red = results.filter(isRed).map(({ name }) => name);
  const inVain =
    red.length > mostFilesAgain || red.some((name) => fromRoot(name).startsWith('test/attacks/'));
  return inVain ? [] : red;
}

/**
 * @param {readonly FileResult[]} first
 * @param {readonly FileResult[]} second
 * @returns {readonly FileResult[]} one result for each file: the later
 */
function withSecondRun(first, second) {
  const later = new Map(second.map((result) => [result.name, result]));
  return first.map((result) => later.get(result.name) ?? result);
}

/**
 * A file that could not run counts as one failure.
 * @param {readonly FileResult[]} results
 */
export function count(results) {
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const broken = results.filter((result) => isRed(result) && result.assertionResults.every(isNoFailure));
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length + broken.length,
  };
}

/** @param {{ readonly status: string }} test */
const isNoFailure = ({ status }) => status !== 'failed';

/** @param {string} file @returns {readonly FileResult[]} none where Jest did not come to write them */
function resultsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}
