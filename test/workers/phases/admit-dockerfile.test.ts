import { beforeAll, expect, test } from '@jest/globals';
import { translate } from '../../../src/wording/wording.ts';
import { admitDockerfile } from '../../../workers/phases/dockerfile-policy.ts';
import { type LessonFixture, openLessonFixture } from '../../check/lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const stages = 'FROM python:3.11-slim AS build\nRUN true\nFROM python:3.11-slim\nCOPY --from=build /a /b\n';

/** The failure of a Dockerfile that may not be built; null for one that may. */
function refusal(dockerfile: string, isChecked = true) {
  const { manifest } = fixture.lesson;
  if (manifest === null) throw new Error('the lesson has a manifest');
  const report = isChecked ? fixture.check({ ...fixture.answer, Dockerfile: dockerfile }) : null;
  const admitted = admitDockerfile({ manifest, dockerfile, report });
  if (!('failure' in admitted)) return null;
  const { reason, line, explanation } = admitted.failure;
  return { reason, line, said: explanation === null ? '' : translate('en', explanation) };
}

test('images of the lesson and stages of the file may be built from', () => {
  expect(refusal(stages)).toBeNull();
});

test.each([
  ['FROM python:3.11-slim AS build # the first', 1, 'FROM requires either one or three arguments'],
  ['FRM python:3.11-slim AS build', 1, 'FRM'],
  ['FROM python:3.11-slim AS', 1, 'FROM requires either one or three arguments'],
])('a stage that is missing because Docker cannot read %s is no image of another name', (line, at, said) => {
  const told = refusal(stages.replace('FROM python:3.11-slim AS build', line));
  expect(told).toMatchObject({ reason: 'build-failed', line: at, said: expect.stringContaining(said) });
});

test.each([true, false])(
  'an image that the lesson does not name is refused, with the check (%s) or without',
  (isChecked) => {
    expect(refusal('FROM evil/image\n', isChecked)).toMatchObject({
      reason: 'base-image-not-found',
      line: 1,
    });
    expect(refusal(stages.replace('--from=build', '--from=biuld'), isChecked)).toMatchObject({
      reason: 'base-image-not-found',
      line: 4,
    });
  },
);

test('what cannot be read is refused as before where it names a foreign image', () => {
  expect(refusal('FROM evil/image\nFOO bar\n')).toMatchObject({ reason: 'build-failed', line: 2 });
});
