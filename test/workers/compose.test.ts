import { describe, expect, test } from '@jest/globals';
import { composeAnswer, verifyCompose } from './support/compose-lesson.ts';
import { inFull } from './support/in-full.ts';

describe('a lesson with a Compose file, in a real box', () => {
  test('passes where services come up, answer, and have their data after down and up', async () => {
    const { verdict, sentence } = await verifyCompose(composeAnswer);
    const { outcome, excerpt } = verdict;
    expect({ outcome, sentence, excerpt }).toEqual({ outcome: 'passed', sentence: '', excerpt: [] });
    expect(verdict.phases.map(({ name, status, detail }) => [name, status, detail.key])).toEqual([
      ['build', 'ok', 'services-built'],
      ['services', 'ok', 'services-up'],
      ['ready', 'ok', 'listening'],
      ['probe', 'ok', 'answered-list'],
      ['promises', 'ok', 'promises-hold'],
      ['again', 'ok', 'services-again'],
    ]);
  }, 600_000);

  test('fails where the volume has no name, because its data is gone after down and up', async () => {
    const { verdict, sentence } = await verifyCompose(composeAnswer.replace('notes:/data', '/data'));
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'promise-broken', todo: 2 });
    expect(sentence).toMatch(/\/notes does not have it any more/);
  }, 600_000);

  test('says which service ended, in which line, and what it printed', async () => {
    const broken = composeAnswer.replace('[python, /code/server.py, "80"]', 'python /code/absent.py');
    const { verdict, sentence } = await verifyCompose(broken);
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'exited', file: 'compose.yaml', line: 20 });
    expect(sentence).toBe('`web` ended by itself with exit code 2.');
    expect(verdict.excerpt.join('\n')).toMatch(/absent\.py/);
  }, 600_000);

  test('says which service never became healthy, at the line of its healthcheck', async () => {
    const sick = composeAnswer.replace('http://localhost:9000', 'http://localhost:9');
    const { verdict, sentence } = await verifyCompose(sick, { readySeconds: 10, busyTimes: 20 });
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'service-unhealthy', line: 16 });
    expect(sentence).toMatch(/^`store` was still not healthy after \d+ seconds\. Look at the `test`/);
  }, 600_000);

  const building = composeAnswer.replace(
    /( {2}web:\n) {4}image: .*\n {4}command: .*\n/,
    '$1    build: { context: ./web, dockerfile: ../web.Dockerfile, args: { PORT: "80" } }\n',
  );
  const dockerfile =
    'FROM python:3.11-slim\nARG PORT\nENV PORT=$PORT\nCOPY run.sh /\nCMD ["sh", "/run.sh"]\n';
  const given = building
    .replace(
      '{ PORT: "80" } }\n',
      '{ PORT: "9" } }\n    secrets: [port]\n    configs: [{ source: run, target: /run.sh }]\n',
    )
    .concat('secrets: { port: { file: ./web/port.txt } }\nconfigs: { run: { file: ./web/other.sh } }\n');
  const script = 'exec python /code/server.py "$PORT"\n';

  inFull(
    'builds a service by a Dockerfile beside its context',
    async () => {
      expect(building).not.toBe(composeAnswer);
      const files = { 'web.Dockerfile': dockerfile, 'web/run.sh': script };
      const { verdict, sentence } = await verifyCompose(building, {}, { files });
      const { outcome, excerpt } = verdict;
      expect({ outcome, sentence, excerpt }).toEqual({ outcome: 'passed', sentence: '', excerpt: [] });
      expect(verdict.phases[0]?.detail).toMatchObject({ key: 'services-built', values: { built: 1 } });
    },
    600_000,
  );

  test('gives a service its secrets and configurations, which are files of the project', async () => {
    const files = {
      ...{ 'web.Dockerfile': dockerfile, 'web/run.sh': script, 'web/port.txt': '80' },
      'web/other.sh': 'exec python /code/server.py "$(cat /run/secrets/port)"\n',
    };
    const { verdict, sentence } = await verifyCompose(given, {}, { files });
    const { outcome, excerpt } = verdict;
    expect({ outcome, sentence, excerpt }).toEqual({ outcome: 'passed', sentence: '', excerpt: [] });
  }, 600_000);

  inFull(
    'names the Dockerfile as the project has it where a service cannot be built',
    async () => {
      const files = { 'web.Dockerfile': `${dockerfile}RUN false\n`, 'web/run.sh': script };
      const { verdict } = await verifyCompose(building, {}, { files });
      expect(verdict).toMatchObject({ outcome: 'failed', reason: 'build-failed' });
      expect(verdict).toMatchObject({ file: 'web.Dockerfile', line: 6 });
    },
    600_000,
  );

  inFull(
    'asks the service behind another port of the machine, too',
    async () => {
      const keepsData = '{ assert: answers, path: /notes, port: 9001 }';
      const published = composeAnswer.replace(
        '    init: true\n',
        "    init: true\n    ports: ['9001:9000']\n",
      );
      expect((await verifyCompose(published, {}, { keepsData })).verdict).toMatchObject({
        outcome: 'passed',
      });
      const { verdict, sentence } = await verifyCompose(composeAnswer, {}, { keepsData });
      expect(verdict).toMatchObject({ outcome: 'failed', reason: 'never-listened', todo: 2 });
      expect(sentence).toMatch(/9001/);
    },
    900_000,
  );
});
