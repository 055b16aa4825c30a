import { describe, expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';
import { explained } from '../../src/explain/explained.ts';
import { failures } from '../../src/explain/failures/index.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { loadLesson } from '../../src/library/library.ts';
import { catalogued, locales, translate } from '../../src/wording/wording.ts';

const { lesson } = await loadLesson(new URL('../../lessons/backend-docker', import.meta.url).pathname);
const withPort = (port: number | null): Lesson => {
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  return { ...lesson, manifest: { ...lesson.manifest, port } };
};

/** Failures whose sentences name the lesson's port, each with an example of its output. */
const aboutPort = failures.flatMap(({ id, examples: [output = ''] }) => {
  const { cause, cure, next } = catalogued('en').get(`failure-${id}`) ?? {};
  const saysPort = `${cause}${cure}${next}`.includes('{{port}}');
  const foundIt = explainOutput(output);
  return saysPort && foundIt.kind === 'error' && foundIt.values.port === undefined
    ? [[id, output] as const]
    : [];
});

const said = (output: string, about: Lesson | null): string => {
  const found = explained(explainOutput(output), about);
  if (found.kind !== 'error') throw new Error(`${output} is not known`);
  return locales
    .flatMap((locale) => [found.cause, found.cure, found.next].map((text) => translate(locale, text)))
    .join('\n');
};

describe.each([
  ['without a lesson', null],
  ['with a lesson that publishes no port', withPort(null)],
])('an explanation %s', (_what, about) => {
  test.each(aboutPort)('leaves the port of %s for the reader to put in', (_id, output) => {
    expect(said(output, about)).toMatch(/\bPORT\b/);
    // A port of the reader's own machine may be an example.
    expect(said(output, about)).not.toMatch(/8000(?!:80\b)/);
  });
});

test.each(aboutPort)('The explanation of %s says the port of the lesson', (_id, output) => {
  expect(said(output, withPort(4321))).toContain('4321');
});
