import { describe, expect, test } from '@jest/globals';
import { openChecker } from '../../../src/check/check.ts';
import { type AdmittedCompose, admitCompose } from '../../../workers/phases/compose/admit-compose.ts';
import type { Verification } from '../../../workers/verification/prepare.ts';
import { composeVerification } from '../support/compose-lesson.ts';

function admitted(verification: Verification): AdmittedCompose {
  const outcome = admitCompose(verification);
  if ('failure' in outcome) throw new Error(JSON.stringify(outcome.failure));
  return outcome;
}

const service = (variables: string): string =>
  `services:\n  web:\n    image: python:3.11-slim\n    ports: ['8000:80']\n    environment: ${variables}\n`;

/** The instant check of the same project: whether it finds a variable without a value. */
async function unsetFor({ student, lesson, backend }: Verification): Promise<readonly string[]> {
  const tree = {
    files: backend.map(({ path, bytes }) => ({
      ...{ path, bytes: bytes.length, executable: false, text: Buffer.from(bytes).toString('utf8') },
    })),
  };
  const files = Object.fromEntries(Object.entries(student).map(([path, text]) => [path, String(text)]));
  const report = (await openChecker())({ student: { files, complete: true }, lesson, tree });
  return report.findings.map(({ rule }) => rule).filter((rule) => rule === 'ComposeUnsetVariable');
}

describe('the project of a Compose file', () => {
  const inFolder = 'deploy/compose.yaml';
  test.each([
    ['beside the file', 'compose.yaml', { '.env': 'TAG=one\n' }, 'one'],
    ['beside a file in a folder', inFolder, { 'deploy/.env': 'TAG=two\n' }, 'two'],
    [
      'in the folder, and not at the top',
      inFolder,
      { '.env': 'TAG=one\n', 'deploy/.env': 'TAG=two\n' },
      'two',
    ],
    ['at the top alone, which is not looked at', inFolder, { '.env': 'TAG=one\n' }, ''],
    ['in another folder, which is not looked at', 'compose.yaml', { 'deploy/.env': 'TAG=two\n' }, ''],
  ])('has its .env %s, for the check and for a worker alike', async (_, path, files, value) => {
    const options = { judged: false, path, files };
    const verification = await composeVerification(service('{ TAG: "${TAG}" }'), options);
    expect(admitted(verification).environments.get('web')).toEqual([`TAG=${value}`]);
    expect(await unsetFor(verification)).toHaveLength(value === '' ? 1 : 0);
  });

  test('gives a service the files of variables that its folder has', async () => {
    const compose = service('{ A: own }').replace(
      'environment',
      'env_file: [vars.env, ../top.env]\n    environment',
    );
    const verification = await composeVerification(compose, {
      ...{ judged: false, path: inFolder },
      files: { 'deploy/vars.env': 'A=a\nB=b\n', 'vars.env': 'B=wrong\n', 'top.env': 'C=c\n' },
    });
    expect(admitted(verification).environments.get('web')).toEqual(['A=own', 'B=b', 'C=c']);
  });

  test.each(["'8000: 80'", "'8000:80/http'", "'localhost:8000:80'"])(
    'a project is refused for a port that Compose does not read: %s',
    async (port) => {
      const text = service('{ A: b }').replace("'8000:80'", port);
      const outcome = admitCompose(await composeVerification(text, { judged: false }));
      expect(outcome).toMatchObject({ failure: { reason: 'compose-unusable', line: 4 } });
    },
  );
});
