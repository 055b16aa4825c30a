import { z } from 'zod';

/** What the action reads of SARIF, which `dockhand check --sarif` writes. */
export const sarifSchema = z.object({
  runs: z.tuple([
    z.object({
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.enum(['error', 'warning', 'note']),
          message: z.object({ text: z.string() }),
          locations: z.tuple([
            z.object({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string() }),
                region: z.object({ startLine: z.int() }).optional(),
              }),
            }),
          ]),
        }),
      ),
    }),
  ]),
});
type Sarif = z.output<typeof sarifSchema>;
type SarifResult = Sarif['runs'][0]['results'][number];

/** GitHub shows ten of a level in a step, and keeps fifty in a job. */
const mostAnnotations = 50;

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;
const marks = { error: '❌', warning: '⚠️', note: '💬' } as const;
const severity = ['error', 'warning', 'note'] as const;

/**
 * What is found as commands of a workflow, which GitHub shows at the lines of a pull request; the worst first. A student's text in
 * them is data: it begins no command of its own.
 */
export function annotations({ runs: [{ results }] }: Sarif): readonly string[] {
  return worstFirst(results)
    .slice(0, mostAnnotations)
    .map(({ level, ruleId, message, locations: [{ physicalLocation }] }) => {
      const { artifactLocation, region } = physicalLocation;
      const line = region === undefined ? '' : `,line=${region.startLine}`;
      const file = property(decodeURIComponent(artifactLocation.uri));
      return `::${commands[level]} file=${file}${line},title=${property(`Dockhand: ${ruleId}`)}::${data(message.text)}`;
    });
}

/** The page of the job: a table of what was found. */
export function summary({ runs: [{ results }] }: Sarif, ready: boolean, path: string): string {
  const title = `## Dockhand: ${ready ? '✅' : '❌'} ${cell(path)}`;
  if (results.length === 0) return `${title}\n`;
  const rows = worstFirst(results).map(({ level, message, locations: [{ physicalLocation }] }) => {
    const { artifactLocation, region } = physicalLocation;
    const place = `${decodeURIComponent(artifactLocation.uri)}${region === undefined ? '' : `:${region.startLine}`}`;
    return `| ${marks[level]} | ${cell(place)} | ${cell(message.text)} |`;
  });
  return [title, '', '| | | |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** An error that is of no file. */
export const errorCommand = (message: string): string => `::error title=Dockhand::${data(message)}`;

const worstFirst = (results: readonly SarifResult[]): readonly SarifResult[] =>
  results.toSorted((a, b) => severity.indexOf(a.level) - severity.indexOf(b.level));

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** In a cell of a table nothing of a student's is Markdown, HTML or a mention. */
const cell = (text: string): string =>
  text
    .slice(0, 1_000)
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
