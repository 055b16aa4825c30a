import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { annotations, errorCommand, summary } from '../../action/workflow-commands.ts';

jest.setTimeout(240_000);
const checkout = resolve(import.meta.dirname, '../..');

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({
    using: z.literal('composite'),
    steps: z.array(
      z.object({
        id: z.string().optional(),
        uses: z.string().optional(),
        shell: z.string().optional(),
        run: z.string().optional(),
        env: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
});

let repository: string;
let step: { readonly run: string; readonly env: Readonly<Record<string, string>> };
let defaults: Readonly<Record<string, string>>;
beforeAll(async () => {
  const action = actionSchema.parse(parse(await readFile(join(checkout, 'action.yml'), 'utf8')));
  const found = action.runs.steps.find(({ id }) => id === 'check');
  step = { run: found?.run ?? '', env: found?.env ?? {} };
  defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: is }]) => [name, is]));
  repository = await mkdtemp(join(tmpdir(), 'dockhand-action-'));
  execFileSync('git', ['init', '-q', repository]);
});
afterAll(() => rm(repository, { recursive: true, force: true }));

/** Runs the step of action.yml as a runner does: its script in Bash, with its expressions filled in and its files in place. */
async function runStep(inputs: Readonly<Record<string, string>> = {}) {
  const given = { ...defaults, ...inputs };
  const filled = Object.entries(step.env).map(([name, value]) => [
    name,
    value
      .replace('${{ github.action_path }}', checkout)
      .replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => given[input] ?? ''),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-runner-'));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_WORKSPACE: repository,
    ...files,
    ...Object.fromEntries(filled),
  };
  const ran = await new Promise<{ readonly code: number; readonly out: string }>((done) =>
    execFile('bash', ['-e', '-o', 'pipefail', '-c', step.run], { cwd: repository, env }, (error, out) =>
      done({ code: error === null ? 0 : Number(error.code), out }),
    ),
  );
  const [output, page] = await Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));
  const outputs = Object.fromEntries((output ?? '').split('\n').map((line) => line.split('=', 2)));
  const sarif = outputs.sarif === undefined ? null : await readFile(outputs.sarif, 'utf8');
  await rm(folder, { recursive: true, force: true });
  return { ...ran, ready: outputs.ready, page: page ?? '', sarif };
}

describe('the GitHub Action', () => {
  test('passes a repository whose files are ready', async () => {
    await cp(join(checkout, 'lessons/backend-docker/solution'), join(repository, 'backend'), {
      recursive: true,
    });
    const { code, ready, page, sarif } = await runStep();
    expect({ code, ready }).toEqual({ code: 0, ready: 'true' });
    expect(page).toContain('✅');
    expect(JSON.parse(sarif ?? '')).toMatchObject({ version: '2.1.0' });
  });

  test('marks each problem at its line, and fails unless an option says otherwise', async () => {
    const folder = join(repository, 'my work');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'Dockerfile'), 'FROM python:3.11-slim\nWORKDIR app\nCOPY . .\n');
    const { code, out, ready, page } = await runStep({ path: 'my work' });
    expect({ code, ready }).toEqual({ code: 1, ready: 'false' });
    expect(out).toMatch(/^::error file=my work\/Dockerfile(?:,line=\d+)?,title=Dockhand%3A [\w-]+::/m);
    expect(page).toContain('| ❌ | my work/Dockerfile');
    const lenient = await runStep({ path: 'my work', strict: 'false', language: 'fr' });
    expect({ code: lenient.code, ready: lenient.ready }).toEqual({ code: 0, ready: 'false' });
    expect(lenient.out).not.toBe(out);
  });

  test.each([
    ['a folder that is not there', { path: 'nowhere' }, 'nothing at this path'],
    ['a folder outside of the repository', { path: '../..' }, 'inside of the repository'],
    ['a command', { path: '$(touch hacked); `touch hacked`' }, 'nothing at this path'],
    ['a lesson that is none', { lesson: 'none-of-these' }, 'none-of-these'],
  ])('says in one error what is wrong with %s', async (_what, inputs, words) => {
    const { code, out, sarif } = await runStep(inputs);
    expect(code).toBe(2);
    expect(out).toContain('::error title=Dockhand::');
    expect(out).toContain(words);
    expect(sarif).toBeNull();
    expect(execFileSync('ls', [repository], { encoding: 'utf8' })).not.toContain('hacked');
  });
});

describe('a student’s text in a command of a workflow', () => {
  const sarif = (text: string, uri = 'backend/Dockerfile'): Parameters<typeof annotations>[0] => ({
    runs: [
      {
        results: [
          {
            ruleId: 'a,b:c',
            level: 'error',
            message: { text },
            locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }],
          },
        ],
      },
    ],
  });

  test('stays data and is never run as code', () => {
    expect(annotations(sarif('100 %\r\n::set-output name=x::y', 'a%2Cb%3A/x'))).toEqual([
      '::error file=a%2Cb%3A/x,line=3,title=Dockhand%3A a%2Cb%3Ac::100 %25%0D%0A::set-output name=x::y',
    ]);
    expect(errorCommand('a\nb')).toBe('::error title=Dockhand::a%0Ab');
  });

  test('stays plain text on the page of the job', () => {
    const page = summary(sarif('<img src=x> | @everyone [a](b)'), false, 'backend');
    expect(page).toContain('&lt;img src=x> \\| &#64;everyone \\[a\\](b)');
  });
});
