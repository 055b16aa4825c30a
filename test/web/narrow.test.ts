import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { viewClass } from '../../src/grading/class-view.ts';
import { gradeOf } from '../../src/grading/grade.ts';
import { defaultPolicy } from '../../src/grading/policy.ts';
import { type Html, toText } from '../../src/web/components/html.ts';
import { classContent } from '../../src/web/pages/class.ts';
import { studentContent } from '../../src/web/pages/student.ts';
import { type Locale, locales } from '../../src/wording/wording.ts';
import { openLessonFixture } from '../check/lesson-fixture.ts';
import { inBrowser, openBrowser } from '../support/browser.ts';

const now = 1_000_000_000_000;
const student = { guild: '100000000000000001', user: '200000000000000001' };
const reasons = ['no-such-interpreter', 'needs-network-at-start', 'image-configuration-too-large'] as const;

/** A class whose students fail for the reasons with the longest names. */
const stuckClass = (locale: Locale): Promise<Html> =>
  classContent(
    locale,
    viewClass({
      guild: student.guild,
      lesson: { slug: 'l', title: 'L', todos: [{ n: 1, title: 'Start it' }] },
      facts: reasons.map((reason, i) => ({
        ...{ user: `${i}`, name: 'Margaret', number: null, section: null, todos: {}, attempts: 1 },
        ...{ passedAt: null, lastAt: now },
        latest: { at: now, outcome: 'failed' as const, failure: { todo: 1, reason } },
      })),
      now,
    }),
  );

/** A student whose grade was set by hand, with a long reason. */
async function gradedStudent(locale: Locale): Promise<Html> {
  const { lesson } = await openLessonFixture(locale);
  const reason = 'Shown in the lab, after the machines had been away for most of an hour';
  const grade = {
    ...gradeOf([], defaultPolicy),
    points: 80,
    override: { points: 80, by: '1', at: now, reason },
  };
  const nothing = { files: [], runs: [], hints: [], timeOn: {}, audit: [] };
  const none = { standing: null, todos: null, ask: null, pullRequest: null };
  const roster = {
    ...{ number: '2026-101', name: 'Linus', section: 'A', discord: null },
    ...{ user: student.user, linkedBy: 'list' as const },
  };
  const view = { student, roster, grade, ...nothing, ...none };
  return studentContent(
    locale,
    { view, name: 'Linus', check: { kind: 'no-files' }, lesson, people: {} },
    now,
  );
}

inBrowser('the staff pages on a phone', () => {
  jest.setTimeout(120_000);
  let browser: Browser;
  let style: string;
  beforeAll(async () => {
    browser = await openBrowser();
    style = await readFile(new URL('../../src/web/assets/page.css', import.meta.url), 'utf8');
  });
  afterAll(() => browser.close());

  test.each(
    locales.flatMap((locale) => [
      ['the class', locale, stuckClass] as const,
      ['a student', locale, gradedStudent] as const,
    ]),
  )(
    'The page of %s in %s is no wider than a phone, however long its reasons are',
    async (_, locale, make) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.setContent(
        `<html lang="${locale}"><style>${style}</style><main>${toText(await make(locale))}`,
      );
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
      await page.close();
    },
  );
});
