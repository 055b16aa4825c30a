import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Steps that set up Debian itself; each was tried with Debian 12. Null where how it ends is not known. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const locales = 'apt-get update && apt-get install -y locales && ';

test.each<[string, boolean | null]>([
  [`${locales}sed -i 's/# en_US.UTF-8/en_US.UTF-8/' /etc/locale.gen && locale-gen`, true],
  [`${locales}echo 'en_US.UTF-8 UTF-8' >> /etc/locale.gen && locale-gen en_US.UTF-8`, true],
  [`${locales}localedef -i en_US -f UTF-8 en_US.UTF-8`, true],
  ['localedef -i en_US -c -f UTF-8 en_US.UTF-8', false],
  ["sed -i 's/# en_US.UTF-8/en_US.UTF-8/' /etc/locale.gen", null],
  [`${locales}dpkg-reconfigure --frontend=noninteractive locales`, null],
  ['dpkg-reconfigure -f noninteractive tzdata', true],
  ["echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections", true],
  ['newgrp', true],
  ['groupadd docker && newgrp docker', true],
  ['newgrp docker', false],
  ['apt-get update && apt-get install libpq-dev', false],
])('predicts what Debian made of a step: %s', (step, ready) => {
  const Dockerfile = (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `RUN ${step}\nEXPOSE`);
  expect(fixture.check({ ...fixture.answer, Dockerfile }).ready).toBe(ready);
});

test.each<[string, string, boolean | null]>([
  ['service cron start', '', true],
  ['set -e\nservice cron start', '', false],
  ['service cron start || true', '', true],
  ['cron', 'RUN apt-get update && apt-get install -y cron\n', true],
  ['set -e\ncron', 'RUN apt-get update && apt-get install -y cron\n', true],
  ['set -e\ncron', '', false],
  ['cron -f', 'RUN apt-get update && apt-get install -y cron\n', null],
])('predicts a start that begins with a daemon: %s, %s', (line, steps, ready) => {
  const report = fixture.check({
    ...fixture.answer,
    Dockerfile: (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `${steps}EXPOSE`),
    'entrypoint.sh': `#!/bin/sh\n${line}\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n`,
  });
  expect(report.ready).toBe(ready);
});
