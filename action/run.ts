import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { annotations, errorCommand, sarifSchema, summary } from './workflow-commands.ts';

/**
 * The step of the GitHub Action (action.yml): checks a folder of the repository, and shows what is found at its lines, on the page
 * of the job and as SARIF. Exit code: 0 ready, or not strict; 1 not ready; 2 unreadable.
 */
const {
  GITHUB_WORKSPACE: workspace = process.cwd(),
  RUNNER_TEMP: temporary = tmpdir(),
  DOCKHAND_ACTION_PATH: path = 'backend',
  DOCKHAND_ACTION_LESSON: lesson = 'backend-docker',
  DOCKHAND_ACTION_LANGUAGE: language = 'en',
  DOCKHAND_ACTION_STRICT: strict = 'true',
} = process.env;

process.exitCode = await run();

async function run(): Promise<number> {
  const folder = resolve(workspace, path);
  const inside = relative(workspace, folder);
  if (isAbsolute(inside) || inside.split(sep)[0] === '..')
    return refuse(`${path}: the path has to be inside of the repository.`);
  const checked = await check(inside === '' ? '.' : inside);
  // Its own words for what it cannot read.
  if (checked.code !== 0 && checked.code !== 1)
    return refuse(checked.err.trim() || 'dockhand check broke down');
  const file = join(await mkdtemp(join(temporary, 'dockhand-')), 'dockhand.sarif');
  await writeFile(file, checked.out);
  const sarif = sarifSchema.parse(JSON.parse(checked.out));
  const ready = checked.code === 0;
  for (const line of annotations(sarif)) process.stdout.write(`${line}\n`);
  await append('GITHUB_STEP_SUMMARY', summary(sarif, ready, path));
  await append('GITHUB_OUTPUT', `ready=${ready}\nsarif=${file}\n`);
  return ready || strict === 'false' ? 0 : 1;
}

function refuse(message: string): number {
  process.stdout.write(`${errorCommand(message)}\n`);
  return 2;
}

interface CheckOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function check(folder: string): Promise<CheckOutput> {
  const dockhand = join(import.meta.dirname, '../bin/dockhand.js');
  const args = [dockhand, 'check', folder, '--sarif', '--lesson', lesson];
  // A workflow's settings are none of Dockhand's.
  const env = { ...process.env, LANG: `${language}.UTF-8`, LC_ALL: '', DOCKHAND_ENV_FILE: 'none' };
  return new Promise((done) =>
    execFile(process.execPath, args, { cwd: workspace, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code ?? 2), out, err }),
    ),
  );
}

/** Writes to one of the files that a runner names; nowhere when it is run by hand. */
async function append(name: 'GITHUB_STEP_SUMMARY' | 'GITHUB_OUTPUT', text: string): Promise<void> {
  const file = process.env[name];
  if (file !== undefined && file !== '') await appendFile(file, text);
}
