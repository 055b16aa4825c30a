import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { servicesSchema } from '../../src/lesson/manifest/services.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** The check's findings on the solution with changes, if the lesson has services of these names. */
function reportOf(names: readonly string[], changes: Readonly<Record<string, string>>): CheckReport {
  const { lesson, tree, answer, checker } = fixture;
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const services = servicesSchema.parse(Object.fromEntries(names.map((name) => [name, { image: 'a' }])));
  const own: Lesson = { ...lesson, manifest: { ...lesson.manifest, services } };
  return checker({ student: { files: { ...answer, ...changes }, complete: true }, lesson: own, tree });
}

const withHost = (host: string) => ({
  Dockerfile: `${fixture.answer.Dockerfile}`.replace('EXPOSE', `ENV DATABASE_HOST=${host}\nEXPOSE`),
});
const waiting = (host: string) => ({
  Dockerfile: `${fixture.answer.Dockerfile}`.replace(
    /^(FROM .*)$/m,
    '$1\nRUN apt-get update && apt-get install -y netcat-openbsd curl',
  ),
  'entrypoint.sh': `${fixture.answer['entrypoint.sh']}`.replace(
    'set -e\n',
    `set -e\nuntil nc -z ${host} 5432; do sleep 1; done\n`,
  ),
});

describe('a service beside the container, for the check', () => {
  test.each([
    ['a setting that names it', withHost, 'db', null],
    ['a setting that names another', withHost, 'bd', false],
    ['a script that waits for it', waiting, 'db', null],
    ['a script that waits for another', waiting, 'bd', false],
  ])('knows a service beside the container by its name in %s', (_, change, host, ready) => {
    expect(change(host).Dockerfile).not.toBe(fixture.answer.Dockerfile);
    expect(reportOf(['db', 'cache'], change(host)).ready).toBe(ready);
  });

  test.each([
    ['a setting', withHost],
    ['a script', waiting],
  ])('assumes no service in a lesson that has none, in %s', (_, change) => {
    expect(reportOf([], change('db')).ready).toBe(false);
  });
});
