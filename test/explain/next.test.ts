import { expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';
import { explained } from '../../src/explain/explained.ts';
import { translate } from '../../src/wording/wording.ts';

const nextOf = (output: string): string => {
  const found = explained(explainOutput(output), null);
  return found.kind === 'term' ? '' : translate('en', found.next);
};

const exception = 'Traceback (most recent call last):\nZeroDivisionError: division by zero';

test.each([
  ['in a container of its own', exception, 'docker logs <container>'],
  [
    'in a step of a build',
    exception.replaceAll(/^/gm, '#9 0.42 '),
    'docker build --progress=plain -t my-app .',
  ],
  ['in a container of Compose', exception.replaceAll(/^/gm, 'web-1  | '), 'docker compose logs'],
  ['below a command of Compose', `$ docker compose up\n${exception}`, 'docker compose logs'],
  [
    'in a container that Compose says has ended',
    `${exception}\nweb-1 exited with code 1`,
    'docker compose logs',
  ],
])('The next command after an exception %s shows that one’s output', (_where, output, next) => {
  expect(nextOf(output)).toBe(next);
});

test.each([
  ['/entrypoint.sh: 3: uv: not found', 'docker build -t my-app .'],
  ['web-1  | /entrypoint.sh: 3: uv: not found', 'docker compose up --build'],
  ['$ docker-compose up\n/entrypoint.sh: 3: uv: not found', 'docker compose up --build'],
  ['ERROR: for web  Cannot start service web: No command specified', 'docker compose up --build'],
])('What is built again after %j is built by whoever runs it', (output, next) => {
  expect(nextOf(output)).toBe(next);
});
