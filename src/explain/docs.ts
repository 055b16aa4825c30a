import { translate } from '../wording/wording.ts';
import { lessonValues } from './explained.ts';
import type { Failure } from './failures/failure.ts';
import { failures } from './failures/index.ts';

/** The page of all known failures (`docs/failures.md`), made from their entries: `node src/explain/docs.ts > docs/failures.md`. */
export function failuresPage(): string {
  const intro = [
    '# What Dockhand knows to explain',
    `${failures.length} failures, by what was going on. The page is made from the entries in \`src/explain/failures\`: \`node src/explain/docs.ts > docs/failures.md\`. Each example is a test.`,
  ];
  const phases = Map.groupBy(failures, ({ phase }) =>
    typeof phase === 'string' ? phase : phase.join(' or '),
  );
  const groups = [...phases].map(([phase, known]) => [`## ${phase}`, ...known.map(section)].join('\n\n'));
  return `${[...intro, ...groups].join('\n\n')}\n`;
}

function section({ id, say, examples, when, among }: Failure): string {
  const words = [...when, ...among.when].flatMap(({ source }) =>
    [...source.matchAll(/<([a-z]+)…?>/g)].map(([, name = '']) => name),
  );
  const values = { ...Object.fromEntries(words.map((name) => [name, '…'])), ...lessonValues(null) };
  const [example = ''] = examples;
  return [
    `### ${id}`,
    `\`\`\`text\n${shown(example)}\n\`\`\``,
    `${translate('en', say.later('cause', values))} ${translate('en', say.later('cure', values))}`,
    `\`${translate('en', say.later('next', values))}\``,
  ].join('\n\n');
}

/** An example without control characters, shortened to six lines of 200 characters. */
const shown = (example: string): string =>
  example
    .split('\n')
    .slice(0, 6)
    .map((line) => line.replace(/[\u0000-\u0008\u000B-\u001F\u200B]/g, '').slice(0, 200))
    .join('\n');

if (import.meta.main) process.stdout.write(failuresPage());
