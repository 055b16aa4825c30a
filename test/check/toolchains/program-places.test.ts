import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Programs that are called by their whole path: Debian keeps each in one folder (read from the packages of Debian 12). */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const starting = (entrypoint: string, steps = '') => {
  const Dockerfile = (fixture.answer.Dockerfile ?? '').replace(
    /^ENTRYPOINT.*$/m,
    () => `${steps}ENTRYPOINT ${entrypoint}`,
  );
  return fixture.check({ ...fixture.answer, Dockerfile });
};
const installed = 'RUN apt-get update && apt-get install -y tini dumb-init gosu cron\n';

test.each([
  ['/usr/bin/tini', true],
  ['/bin/tini', true],
  ['tini', true],
  ['/sbin/tini', false],
  ['/usr/sbin/tini', false],
  ['/usr/local/bin/tini', false],
  ['/usr/bin/dumb-init', true],
  ['/usr/local/bin/dumb-init', false],
])('a program of a package is where the package puts it: %s', (program, ready) => {
  expect(starting(`["${program}", "--", "/entrypoint.sh"]`, installed).ready).toBe(ready);
});

test.each([
  ['/usr/sbin/gosu', true],
  ['/sbin/gosu', true],
  ['/usr/bin/gosu', false],
  ['/usr/local/bin/gosu', false],
  ['gosu', true],
])('a program for root alone is in sbin: %s', (program, ready) => {
  expect(starting(`["${program}", "root", "/entrypoint.sh"]`, installed).ready).toBe(ready);
});

test.each([
  ['/usr/sbin/useradd app', true],
  ['/usr/bin/useradd app', false],
  ['/usr/bin/install -d /srv/data', true],
  ['/usr/sbin/install -d /srv/data', false],
  ['/sbin/ldconfig', true],
])('a build step calls a program of the base image by its path: %s', (command, ready) => {
  expect(starting('["/entrypoint.sh"]', `RUN ${command}\n`).ready).toBe(ready);
});

test.each([
  '["tini", "--", "/entrypoint.sh"]',
  '["/usr/bin/dumb-init", "--", "/entrypoint.sh"]',
  '["/sbin/tini", "/entrypoint.sh"]',
])(
  'a program that is not there and is to start the script is to be installed or left out: %s',
  (entrypoint) => {
    const { ready, todos } = starting(entrypoint);
    expect([ready, todos.find(({ n }) => n === 6)?.message.key]).toEqual([false, 'starter']);
  },
);

test.each([
  ['apk add --no-cache shadow && useradd -m app', true],
  ['apk add shadow bash && groupadd team && useradd -g team app', true],
  ['apk add --no-cache bash && useradd -m app', false],
  ['useradd -m app', false],
  ['adduser -D app', true],
])('Debian’s programs for accounts come with the package shadow on Alpine: %s', (command, ready) => {
  const Dockerfile = (fixture.answer.Dockerfile ?? '')
    .replace('python:3.11-slim', 'python:3.11-alpine')
    .replace('EXPOSE', () => `RUN ${command}\nEXPOSE`);
  expect(fixture.check({ ...fixture.answer, Dockerfile }).ready).toBe(ready);
});

test.each([
  ['python:3.11-slim-bookworm', '', true],
  ['python:3.11-bookworm', '', true],
  ['python:3.11-slim-trixie', '', false],
  ['python:3.11-slim', '', null],
  ['python:3.11-slim', 'apt-get update && apt-get install -y adduser && ', true],
  ['python:3.11-slim-trixie', 'apt-get update && apt-get install -y adduser && ', true],
])('the release of Debian says whether adduser is there: %s, %s', (base, before, ready) => {
  const steps = `RUN ${before}addgroup --system team && adduser --disabled-password --gecos "" --ingroup team app\n`;
  const Dockerfile = (fixture.answer.Dockerfile ?? '')
    .replace('python:3.11-slim', base)
    .replace('EXPOSE', () => `${steps}RUN chown -R app:team /app\nUSER app\nEXPOSE`);
  expect(fixture.check({ ...fixture.answer, Dockerfile }).ready).toBe(ready);
});

test.each([
  ['{"/entrypoint.sh"}', false],
  ['{/entrypoint.sh}', false],
  ['("/entrypoint.sh")', true],
  ['{ /entrypoint.sh; }', true],
])('a start between other brackets than JSON’s is what a shell makes of it: %s', (entrypoint, ready) => {
  expect(starting(entrypoint).ready).toBe(ready);
});
