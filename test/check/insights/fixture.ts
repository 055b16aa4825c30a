import { type InsightKind, type Insights, openInsights } from '../../../src/check/insights/insights.ts';
import { openLessonFixture } from '../lesson-fixture.ts';

type Files = Readonly<Record<string, string>>;

/** Asks about a student's files in the Django lesson; files that are not given are the solution's. */
export async function openInsightFixture() {
  const { lesson, tree, answer } = await openLessonFixture();
  const insight = await openInsights();
  const ask = <Kind extends InsightKind>(
    kind: Kind,
    given: Insights[Kind]['given'],
    files: Files = answer,
  ): Insights[Kind]['found'] => insight(kind, given, { lesson, tree, student: { files, complete: true } });
  return { lesson, tree, answer, ask };
}
