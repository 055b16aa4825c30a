import { describe, expect, test } from '@jest/globals';
import { composeAnswer, verifyCompose } from './support/compose-lesson.ts';

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
});
