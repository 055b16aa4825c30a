import { openInsights } from '../../../src/check/insights/insights.ts';
import { quizTopics } from '../../../src/check/insights/quiz.ts';
import { huntMessage, huntResult, noBugToHunt } from '../../../src/discord/render/insights/bug-hunt.ts';
import { notPassedYet } from '../../../src/discord/render/insights/build-stop.ts';
import { compareMessage, withSizes } from '../../../src/discord/render/insights/compare.ts';
import { insightsMenu, passedMenu } from '../../../src/discord/render/insights/insights-menu.ts';
import { layerMessage } from '../../../src/discord/render/insights/layers.ts';
import { quizAnswer, quizQuestion } from '../../../src/discord/render/insights/quiz.ts';
import { rebuildAnswer, rebuildQuestion } from '../../../src/discord/render/insights/rebuild.ts';
import { lineEffectMessage, xrayMessage } from '../../../src/discord/render/insights/xray.ts';
import { practiceProgress } from '../../../src/discord/render/verification/practice.ts';
import type { Submission } from '../../../src/records/records.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { Locale } from '../../../src/wording/wording.ts';
import type { LessonFixture } from '../../check/lesson-fixture.ts';
import type { Screen } from './screen.ts';

/** Every screen with insights into a student's own files. */
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
  const of = inputOf(answer);
  const dockerfile = answer.Dockerfile ?? '';
  const failing = inputOf({ ...answer, Dockerfile: dockerfile.replace('uv.lock', 'uv.lok') });
  const fussy = inputOf({
    ...answer,
    Dockerfile: dockerfile.replace('slim', 'slim-bookworm').replace('RUN pip', 'RUN apt-get update && pip'),
  });
  const lines = Array.from(
    { length: 30 },
    (_, n) => `COPY core/manage.py /some/rather/long/folder/${n}/manage.py`,
  );
  const { forecast: long } = insight(
    'rebuild',
    { file: 2 },
    inputOf({ ...answer, Dockerfile: [dockerfile, ...lines].join('\n') }),
  );
  if (long === null) throw new Error('nothing to edit in a long file');
  const walk = insight('layers', {}, of);
  // Weights as measured: an instruction without a layer weighs nothing.
  const weights = new Map(
    walk.steps.flatMap(({ keyword, makesLayer, line }) => {
      if (!makesLayer || keyword === 'WORKDIR') return [];
      return [[line, keyword === 'RUN' ? 43_000_000 : 24_000]];
    }),
  );
  const { forecast, stop } = insight('rebuild', { file: 0 }, of);
  if (forecast === null) throw new Error('nothing to edit in the lesson');
  const { comparison } = insight('bases', {}, of);
  if (comparison === null) throw new Error('no base to compare');
  const questions = Array.from({ length: 12 }, (_, seed) => insight('quiz', { seed: `${seed}` }, of)).flat();
  const asked = quizTopics.flatMap((topic) => questions.find((question) => question.topic === topic) ?? []);
  const bug = insight('hunt', { seed: 'ada', round: 0 }, of);
  if (bug === null) throw new Error('nothing to plant');
  const place = { submission: submission.id, round: 0 };
  const measured = { bytes: 241_000_000, layers: new Map([[8, 91_000_000]]) };
  const change = [
    `- ${'RUN chmod 644 /entrypoint.sh '.repeat(3)}`,
    `+ ${'RUN chmod +x /entrypoint.sh '.repeat(3)}`,
  ];
  const attempt = { symptom: bug.symptom, isOwn: false, lines: 1, change };
  const hunts = (['mended', 'still-there', 'unknown'] as const).map((outcome) => ({ ...attempt, outcome }));
  const why = [
    sayReason(locale, 'wrong-port', { found: 8001, port: 8000 }),
    '```\nStarting at http://0.0.0.0:8001/\n```',
  ];
  return [
    ...walk.steps.map((_, n) => ({
      name: `layers: step ${n + 1}`,
      message: layerMessage(locale, guild, walk, n, weights),
    })),
    {
      name: 'layers: the build stops',
      message: layerMessage(locale, guild, insight('layers', {}, failing), 99),
    },
    { name: 'rebuild: question', message: rebuildQuestion(locale, guild, forecast, stop) },
    {
      name: 'rebuild: all right',
      message: rebuildAnswer(
        locale,
        guild,
        forecast,
        forecast.steps.flatMap(({ again }, n) => (again === true ? [String(n)] : [])),
      ),
    },
    { name: 'rebuild: all wrong', message: rebuildAnswer(locale, guild, forecast, ['0', '1', '2']) },
    {
      name: 'compare: measured',
      message: compareMessage(locale, guild, withSizes(comparison, measured), null, null),
    },
    {
      name: 'compare: some do not work',
      message: compareMessage(
        locale,
        guild,
        withSizes(insight('bases', {}, fussy).comparison ?? comparison, measured),
        null,
        null,
      ),
    },
    {
      name: 'rebuild: a long file',
      message: rebuildAnswer(locale, guild, long, ['0', '2', '9'], 'kept'),
    },
    {
      name: 'compare: not measured',
      message: compareMessage(
        locale,
        guild,
        withSizes(comparison, { bytes: null, layers: new Map() }),
        null,
        null,
      ),
    },
    ...asked.flatMap((question, n) => [
      {
        name: `quiz: ${question.topic}`,
        message: quizQuestion(locale, { submission: submission.id, n, right: 0 }, asked),
      },
      {
        name: `quiz: ${question.topic}, answered`,
        message: quizAnswer(locale, { submission: submission.id, n, right: 0 }, asked, question.right),
      },
    ]),
    { name: 'hunt: bug', message: huntMessage(locale, place, bug) },
    { name: 'hunt: where', message: huntMessage(locale, place, bug, true) },
    ...hunts.flatMap((hunt) => [
      {
        name: `hunt: ${hunt.outcome}, no machine`,
        message: huntResult(locale, place, hunt, { kind: 'away' }),
      },
      {
        name: `hunt: ${hunt.outcome}, on its way`,
        message: practiceProgress(
          locale,
          { id: 'h1', hunt: { ...place, ...hunt } },
          { state: 'waiting', place: { position: 3, etaMs: 90_000 }, workers: 1, paused: false },
        ),
      },
    ]),
    {
      name: 'hunt: passed',
      message: huntResult(locale, place, { ...attempt, outcome: 'mended' }, { kind: 'passed' }),
    },
    {
      name: 'hunt: failed',
      message: huntResult(locale, place, { ...attempt, outcome: 'mended' }, { kind: 'failed', lines: why }),
    },
    {
      name: 'hunt: own file',
      message: huntResult(locale, place, { ...attempt, outcome: 'mended', isOwn: true }, { kind: 'none' }),
    },
    {
      name: 'hunt: stopped',
      message: huntResult(locale, place, { ...attempt, outcome: 'mended' }, { kind: 'called-off' }),
    },
    {
      name: 'hunt: runs used up',
      message: huntResult(
        locale,
        place,
        { ...attempt, outcome: 'mended' },
        { kind: 'used-up', perDay: 10, until: Date.now() + 5 * 3_600_000 },
      ),
    },
    { name: 'hunt: none', message: noBugToHunt(locale, submission.id) },
    { name: 'insights: too early', message: notPassedYet(locale, guild) },
    { name: 'insights: after passing', message: passedMenu(locale, guild, submission.id) },
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
