import { translate } from '../wording/wording.ts';
import type { Severity } from './model/report.ts';
import { composeRules } from './rules/compose/index.ts';
import { dockerRules } from './rules/docker/index.ts';
import { errorRules } from './rules/errors/index.ts';
import { hadolintRules } from './rules/hadolint/index.ts';
import { aimRules } from './rules/index.ts';
import { lessonRules } from './rules/lesson/index.ts';
import type { Example, Rule } from './rules/rule.ts';
import { shellcheckRules } from './rules/shellcheck/index.ts';
import { workflowRules } from './rules/workflow/index.ts';

/** The page of all rules (`docs/rules.md`), generated from the rules: `node src/check/docs.ts > docs/rules.md`. */

const severities: Readonly<Record<Severity, string>> = {
  error: 'error: the build or the start fails',
  warning: 'warning: it works, but not as one would think',
  advice: 'advice: it could be better',
};

const fence = (text: string): string => '`'.repeat(Math.max(3, (/`+/.exec(text)?.[0].length ?? 0) + 1));

function shown(example: Example): string {
  return Object.entries(example)
    .map(([file, text]) => {
      if (text === '<none>') return `(no \`${file}\`)`;
      const lines = text.split('\n');
      const cut = lines.length > 30 || text.length > 2_000;
      const body = (cut ? [...lines.slice(0, 3), '…'] : lines)
        .map((line) => (line.length > 160 ? `${line.slice(0, 80)}…` : line))
        .join('\n')
        .replaceAll('\r', '␍')
        .replaceAll('\ufeff', '(BOM)')
        .replace(/(?<!\n)\n+$/, '');
      const mark = fence(body);
      return `\`${file}\`\n\n${mark}${languageOf(file)}\n${abbreviated(body)}\n${mark}`;
    })
    .join('\n\n');
}

/** The language of a fenced block, for highlighting. */
function languageOf(file: string): string {
  if (file === 'Dockerfile') return 'dockerfile';
  if (file.endsWith('.yaml')) return 'yaml';
  return file.endsWith('.sh') ? 'sh' : 'text';
}

/** Shortens examples whose point is their length. */
function abbreviated(body: string): string {
  const lines = body.split('\n');
  return lines.length <= 40 ? body : [...lines.slice(0, 4), `# … ${lines.length} lines`].join('\n');
}

function section(rule: Rule): string {
  const parts = [
    `### ${rule.id}`,
    `**${translate('en', rule.title)}** (${rule.aim === null ? severities[rule.severity] : `decides about the aim \`${rule.aim}\``})`,
    translate('en', rule.why),
    `It looks at: ${rule.reads}.${rule.url === null ? '' : ` [More](${rule.url})`}`,
    `Bad:\n\n${shown(rule.bad)}`,
    `Good:\n\n${shown(rule.good)}`,
  ];
  return parts.join('\n\n');
}

const groups: readonly (readonly [title: string, text: string, rules: readonly Rule[]])[] = [
  [
    'What decides about a TODO',
    'Each TODO of a lesson has one or more aims in its manifest. It is done when no rule of its aims is broken in the simulated build, however the Dockerfile is written.',
    aimRules,
  ],
  ['What stops a build', 'Docker’s parser refuses these; the message has its own words in it.', errorRules],
  ['What else matters for the lesson', 'Neither Docker nor hadolint looks for these.', lessonRules],
  [
    'Compose files',
    'For lessons with a Compose file. Keys and values are judged by Compose’s published schema.',
    composeRules,
  ],
  [
    'Workflows of GitHub Actions',
    'For lessons with a workflow. Keys and events are those that GitHub documents; nothing of it is run.',
    workflowRules,
  ],
  ['Docker’s build checks', 'The same rules as `docker build --check`, by the same names.', dockerRules],
  [
    'Advice',
    'Numbers are hadolint’s (DL) and ShellCheck’s (SC). Advice never fails anyone.',
    [...hadolintRules, ...shellcheckRules],
  ],
];

export function rulesPage(): string {
  const intro = [
    '# The rules of the instant check',
    'This page is made from the rules in `src/check/rules` by `node src/check/docs.ts > docs/rules.md`. Each example is a test: an example stands over the lesson’s own answer.',
  ];
  const table = groups.map(
    ([title, , rules]) => `- ${title}: ${rules.map(({ id }) => `[${id}](#${id.toLowerCase()})`).join(', ')}`,
  );
  const body = groups.map(([title, text, rules]) =>
    [`## ${title}`, text, ...rules.map(section)].join('\n\n'),
  );
  return `${[...intro, table.join('\n'), ...body].join('\n\n')}\n`;
}

if (import.meta.main) process.stdout.write(rulesPage());
