import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

/** What the published schema of workflows says; that of the package is older than the permission to attest. */
function schemaErrors(text: string): readonly unknown[] {
  const { errors } = actionValidator.validateWorkflow(text.replace(/^ +attestations: write\n/m, ''));
  return errors;
}

/** Outputs of steps that are asked for, of steps that have not run before. */
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
