import { openInsights } from '../../../src/check/insights/insights.ts';
import { insightsMenu } from '../../../src/discord/render/insights-menu.ts';
import { lineEffectMessage, xrayMessage } from '../../../src/discord/render/xray.ts';
import type { Submission } from '../../../src/records/records.ts';
import type { Locale } from '../../../src/wording/wording.ts';
import type { LessonFixture } from '../../check/lesson-fixture.ts';
import type { Screen } from './screen.ts';

/** Every screen that looks closer at a student's own files. */
export async function insightScreens(
  locale: Locale,
  { lesson, tree, answer }: Pick<LessonFixture, 'lesson' | 'tree' | 'answer'>,
  submission: Submission,
): Promise<readonly Screen[]> {
  const insight = await openInsights();
  const { guild } = submission.student;
  const inputOf = (files: Readonly<Record<string, string>>) => ({
    lesson,
    tree,
    student: { files, complete: true },
  });
  const xray = (ignore: string | null) => {
    const { '.dockerignore': _, ...others } = answer;
    return insight('xray', {}, inputOf(ignore === null ? others : { ...others, '.dockerignore': ignore }));
  };
  const line = (text: string) => insight('line', { text }, inputOf(answer));
  const busy = [
    '.git',
    'core/products/migrations',
    'core/products/tests',
    '*.md',
    'core/config/urls.py',
    '.gitignore',
    'uv.lock',
  ];
  return [
    { name: 'insights: menu', message: insightsMenu(locale, guild) },
    {
      name: 'xray: the lesson’s own',
      message: xrayMessage(locale, guild, xray(answer['.dockerignore'] ?? '')),
    },
    { name: 'xray: none', message: xrayMessage(locale, guild, xray(null)) },
    {
      name: 'xray: many lines',
      message: xrayMessage(locale, guild, xray(busy.join('\n')), {
        change: 'f0123456789ab',
        wantsDockerfile: true,
      }),
    },
    { name: 'xray: refused', message: xrayMessage(locale, guild, xray('.git\n[\n')) },
    ...['**/*.py', '*.sqlite3', '.venv', '.env # secret', '[', '!.gitignore'].map((text) => ({
      name: `xray line: ${text}`,
      message: lineEffectMessage(locale, guild, line(text)),
    })),
  ];
}
