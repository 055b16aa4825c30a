import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import actionValidator from '@action-validator/core';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(root, '.github/workflows', name), 'utf8');

const workflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      if: z.string().optional(),
      'timeout-minutes': z.number(),
      steps: z.array(
        z.looseObject({
          id: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
        }),
      ),
    }),
  ),
});
const jobsOf = (text: string) => Object.values(workflowSchema.parse(parse(text)).jobs);

/** The errors by the published schema of workflows; the package's copy is older than the permission to attest. */
function schemaErrors(text: string): readonly unknown[] {
  const { errors } = actionValidator.validateWorkflow(text.replace(/^ +attestations: write\n/m, ''));
  return errors;
}

/** Outputs of steps that are used before the step has run. */
function danglingOutputs(text: string): readonly string[] {
  return jobsOf(text).flatMap(({ steps }) =>
    steps.flatMap((step, n) => {
      const before = steps.slice(0, n).map(({ id }) => id);
      const asked = [...JSON.stringify(step).matchAll(/\bsteps\.([\w-]+)\.outputs/g)].map(
        ([, id = '']) => id,
      );
      return asked.filter((id) => !before.includes(id));
    }),
  );
}

describe.each(['ci.yml', 'full.yml', 'release.yml', 'pin.yml'])('the workflow %s', (name) => {
  const text = read(name);

  test('keeps to the published schema, which refuses a word that it does not know', () => {
    expect(schemaErrors(text)).toEqual([]);
    expect(schemaErrors(text.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(schemaErrors(text.replace('permissions:', 'permisions:'))).not.toEqual([]);
  });

  test('runs actions by their commit: a tag may be another program tomorrow', () => {
    const used = jobsOf(text).flatMap(({ steps }) => steps.flatMap(({ uses = [] }) => uses));
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  test('the workflow may only read unless a job says more, and ends by itself', () => {
    expect(workflowSchema.parse(parse(text)).permissions).toEqual({ contents: 'read' });
  });

  test('asks for outputs of steps that ran before', () => {
    expect(danglingOutputs(text)).toEqual([]);
    expect(danglingOutputs(text.replaceAll(/^ +id: \w+\n/gm, ''))).toHaveLength(
      text.match(/steps\.\w+\.outputs/g)?.length ?? 0,
    );
  });

  test('has scripts that a shell can read, and in which no text of others is put as a program', () => {
    for (const { run } of jobsOf(text).flatMap(({ steps }) => steps)) {
      if (run === undefined) continue;
      expect(run).not.toContain('${{');
      const { status, stderr } = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });
});

test('A release pushes nothing anywhere unless the repository says where its images are, and attests each image', () => {
  const [release] = jobsOf(read('release.yml'));
  expect(release?.if).toBe("vars.IMAGES != ''");
  const attested = (release?.steps ?? []).flatMap(({ uses = '', with: given }) =>
    uses.includes('attest-build-provenance') ? [JSON.stringify(given)] : [],
  );
  for (const image of ['app', 'box', 'egress'])
    expect(attested.some((each) => each.includes(`steps.pushed.outputs.${image} `))).toBe(true);
});

test('Once a week everything that CI only samples runs as root, the first week of a real server among it', () => {
  const text = read('full.yml');
  const { on } = z
    .object({ on: z.looseObject({ schedule: z.array(z.object({ cron: z.string() })) }) })
    .parse(parse(text));
  // Minute, hour, and one day of the week.
  expect(on.schedule.map(({ cron }) => cron)).toEqual([expect.stringMatching(/^\d+ \d+ \* \* \d$/)]);
  const scripts = jobsOf(text).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
  expect(scripts).toContain('sudo -E env "PATH=$PATH" npm run test:full');
  const { scripts: own } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  expect(own['test:full']).toBe('node setup/main.js test --full');
});

test('A release signs every image, and says of the app image alone that it is made of npm’s packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-release-'));
  const [release] = jobsOf(read('release.yml'));
  const script = release?.steps.find(({ id }) => id === 'pushed')?.run ?? '';
  writeFileSync(
    join(folder, 'images.txt'),
    'app dockhand/app:1\nbox dockhand/box:1\negress dockhand/egress:1\n',
  );
  // Both programs only print their arguments; the registry's digest of an image is its name.
  const programs = {
    docker:
      'if [ "$1" = inspect ]; then echo "registry/$(basename "${4%:*}")@sha256:$(basename "${4%:*}")"; fi',
    cosign: 'echo "$1 $(printf %s "$*" | sed "s/.*@sha256://")" >> said.txt',
  };
  for (const [name, program] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  const env = {
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    IMAGES: 'registry',
    VERSION: 'v1.2.3',
    GITHUB_OUTPUT: join(folder, 'output.txt'),
  };
  const { status, stderr } = spawnSync('bash', ['--norc', '-e', '-c', script], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const said = readFileSync(join(folder, 'said.txt'), 'utf8').trim().split('\n');
  const output = readFileSync(env.GITHUB_OUTPUT, 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(said).toEqual(['sign app', 'attest app', 'sign box', 'sign egress']);
  expect(output).toEqual(['app=sha256:app', 'box=sha256:box', 'egress=sha256:egress']);
});

test.each([
  ['goes on with images of just the promised size', { app: 350_000_000, box: 500_000_000 }, 0],
  ['ends where the image of bot and worker is larger', { app: 350_000_001, box: 1 }, 1],
  ['ends where the image of a box is larger', { app: 1, box: 500_000_001 }, 1],
])('A release %s', (_what, sizes, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-release-'));
  const [release] = jobsOf(read('release.yml'));
  const script = release?.steps.find(({ run = '' }) => run.includes('{{.Size}}'))?.run ?? '';
  writeFileSync(
    join(folder, 'images.txt'),
    'app dockhand/app:1\nbox dockhand/box:1\negress dockhand/egress:1\n',
  );
  const lines = Object.entries(sizes).map(([name, size]) => `dockhand/${name}:1) echo ${size} ;;`);
  const docker = `#!/bin/sh\ncase "$5" in\n${lines.join('\n')}\n*) exit 9 ;;\nesac\n`;
  writeFileSync(join(folder, 'docker'), docker, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH ?? ''}` };
  const { status, stderr } = spawnSync('bash', ['--norc', '-e', '-c', script], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: code, stderr: '' });
});
