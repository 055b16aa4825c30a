import type { BuildStop } from '../../../check/insights/insights.ts';
import type { RebuildForecast, RebuiltStep } from '../../../check/insights/rebuild.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, divider, type Message, menu, row, text } from '../message.ts';
import { code, plainly } from '../quote.ts';
import { stopLine } from './build-stop.ts';

const say = words('rebuild', {
  en: {
    title: '### You edit {{file}} and build again',
    question: 'Which of your steps run again? The others come from the cache. Choose them in the menu.',
    choose: 'These run again …',
    option: 'Line {{line}}: {{written}}',
    none: 'None of them',
    other: 'I edit {{file}}',
    right: '### ✅ Exactly right',
    close: '### {{right}} of {{all}} right',
    // Non-breaking spaces keep each symbol with its word.
    edited:
      'After an edit of {{file}}, line by line:\n-# 🔁\u00a0runs again · 💾\u00a0from the cache · ❔\u00a0not known',
    again: '🔁 {{line}} · {{written}}',
    cached: '💾 {{line}} · {{written}}',
    unknown: '❔ {{line}} · {{written}}',
    more_one: '-# …and one more step.',
    more_other: '-# …and {{count}} more steps.',
    more: 'see more_one and more_other',
    why: '**Why**',
    takes: '- Line {{line}} takes that file, and it has changed.',
    after: '- Line {{line}} comes after line {{since}}. Once a step runs again, all after it do.',
    kept: '- Line {{line}} does not take that file, and nothing before it changes.',
    stage: '- Line {{line}} takes files out of another stage. It runs again only if they come out different.',
    hidden: '`.dockerignore` keeps {{file}} back, by line {{line}}: the build never sees your edit.',
    proof: '-# A full verification does the same for real: it edits a file of your source and builds again.',
    'proof-kept':
      '-# Your last verification did it for real: it edited a file of your source and built again. The dependencies came from the cache.',
    'proof-broken':
      '-# Your last verification did it for real: it edited a file of your source and built again. The dependencies were installed again.',
    once: 'Ask me once more',
    layers: 'Step by step',
  },
});

const mostSteps = 8;

/** The menu value for "nothing runs again". */
const none = 'none';

/** The question. */
export function rebuildQuestion(
  locale: Locale,
  guild: string,
  { edited, choices, steps }: RebuildForecast,
  stop: BuildStop | null,
): Message {
  const file = choices.indexOf(edited);
  const lines = [
    say(locale, 'title', { file: code(edited, 60) }),
    say(locale, 'question'),
    ...stopLine(locale, stop),
  ];
  return {
    components: [
      container('calm', [text(lines.join('\n'))]),
      ...menu(
        { kind: 'rebuild-guess', guild, file },
        say(locale, 'choose'),
        [
          ...steps.map(({ line, written }, n) => ({
            label: plainly(say(locale, 'option', { line, written }), 100),
            value: String(n),
          })),
          { label: say(locale, 'none'), value: none },
        ],
        { several: true },
      ),
      ...otherFiles(locale, guild, choices, file),
    ],
  };
}

const otherFiles = (locale: Locale, guild: string, choices: readonly string[], file: number) =>
  [
    row(
      choices.flatMap((path, n) =>
        n === file
          ? []
          : [
              button(
                { kind: 'rebuild-file', guild, file: n },
                say(locale, 'other', { file: plainly(path.slice(path.lastIndexOf('/') + 1), 40) }),
              ),
            ],
      ),
    ),
  ].filter(({ components }) => components.length > 0);

/** How good the prediction was, and why. `chosen`: the menu's values; `real`: what the last verification measured. */
export function rebuildAnswer(
  locale: Locale,
  guild: string,
  forecast: RebuildForecast,
  chosen: readonly string[],
  real: 'kept' | 'broken' | null = null,
): Message {
  const { edited, choices, steps, hiddenBy } = forecast;
  const guessed = new Set(chosen.filter((value) => value !== none).map(Number));
  const certain = steps.flatMap((step, n) => (step.again === null ? [] : [{ step, guess: guessed.has(n) }]));
  const wrong = certain.filter(({ step, guess }) => step.again !== guess).map(({ step }) => step);
  const title =
    wrong.length === 0
      ? say(locale, 'right')
      : say(locale, 'close', { right: certain.length - wrong.length, all: certain.length });
  const lines = [
    title,
    say(locale, 'edited', { file: code(edited, 60) }),
    ...steps.slice(0, mostSteps).map((step) => stepLine(locale, step)),
    ...(steps.length > mostSteps ? [say(locale, 'more', { count: steps.length - mostSteps })] : []),
  ];
  const why =
    hiddenBy === null
      ? [
          say(locale, 'why'),
          ...(wrong.length > 0 ? oneOfEachCause(wrong) : decisive(steps)).map((step) => reason(locale, step)),
        ]
      : [say(locale, 'hidden', { file: code(edited, 60), line: hiddenBy.line })];
  return {
    components: [
      container(wrong.length === 0 ? 'good' : 'calm', [
        text(cut(lines.join('\n'), 1_600)),
        divider(),
        text(cut([...why, say(locale, real === null ? 'proof' : `proof-${real}`)].join('\n'), 1_200)),
      ]),
      ...otherFiles(locale, guild, choices, choices.indexOf(edited)),
      row([
        button({ kind: 'rebuild', guild }, say(locale, 'once')),
        button({ kind: 'layers', guild }, say(locale, 'layers')),
      ]),
    ],
  };
}

const stepLine = (locale: Locale, { line, written, again }: RebuiltStep): string =>
  say(locale, signOf(again), { line, written: code(written, 25) });

function signOf(again: boolean | null): 'again' | 'cached' | 'unknown' {
  if (again === null) return 'unknown';
  return again ? 'again' : 'cached';
}

/** Of several steps with the same cause, only the first is explained. */
const oneOfEachCause = (steps: readonly RebuiltStep[]): readonly RebuiltStep[] =>
  steps.filter((step, n) => steps.findIndex(({ cause }) => cause.kind === step.cause.kind) === n);

/** The last cached step, the first step affected by the edit, and the one after it. */
function decisive(steps: readonly RebuiltStep[]): readonly RebuiltStep[] {
  const first = steps.findIndex(({ again }) => again !== false);
  return first < 0 ? steps.slice(0, 1) : steps.slice(Math.max(0, first - 1), first + 2);
}

function reason(locale: Locale, { line, cause }: RebuiltStep): string {
  const since = 'line' in cause ? cause.line : line;
  return say(locale, cause.kind, { line, since });
}
