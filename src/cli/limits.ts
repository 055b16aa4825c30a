import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type LimitLine, limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import { type ProjectLimitLine, projectLimitLines } from '../submission/wording/project-limits.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { printJson, printText } from './output.ts';

const say = words('cli-limits', {
  en: {
    about:
      'Show every limit of a verification: its value, what it may be, what it protects, which test proves it',
    json: 'Print JSON',
    line: '{{environment}} = {{value}}   (default {{usual}}, from {{min}} to {{max}})',
    proof: 'proved by test/{{proof}}',
    worker: 'Kept by the worker; a worker reads them when it starts.',
    intake: 'Kept by whoever reads what a student hands in as a project of their own; fixed.',
    fixed: '{{name}} = {{value}}',
    box: 'Kept by the box itself; they hold once the boxes are made again (node setup/main.js up).',
  },
});

/** Adds `dockhand limits`. */
export function register(program: Command): void {
  program
    .command('limits')
    .description(say(operatorLocale, 'about'))
    .option('--json', say(operatorLocale, 'json'))
    .action(async (options: { readonly json?: boolean }) => {
      const lines = limitLines(readLimits({ ...(await limitsOfSetUp()), ...process.env }), operatorLocale);
      const ofProject = projectLimitLines(operatorLocale);
      if (options.json === true) printJson([...lines, ...ofProject]);
      else printText(`${table(lines)}\n\n${projectTable(ofProject)}`);
    });
}

/** The limits that the set-up determined for this machine's boxes; nothing if it has not been run. */
async function limitsOfSetUp(): Promise<Readonly<Record<string, string>>> {
  const state = process.env.DOCKHAND_STATE ?? join(import.meta.dirname, '../../.state');
  const text = await readFile(join(state, 'compose.env'), 'utf8').catch(() => '');
  return Object.fromEntries(
    [...text.matchAll(/^(SANDBOX_(?:MEMORY|CPUS|PIDS|DISK_GB))=(.+)$/gm)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
}

function table(lines: readonly LimitLine[]): string {
  return (['worker', 'box'] as const)
    .map((keeper) =>
      [say(operatorLocale, keeper), ...lines.filter(({ keptBy }) => keptBy === keeper).map(entry)].join(
        '\n\n',
      ),
    )
    .join('\n\n');
}

const projectTable = (lines: readonly ProjectLimitLine[]): string =>
  [
    say(operatorLocale, 'intake'),
    ...lines.map(({ name, value, unit, protects, proof }) =>
      [
        say(operatorLocale, 'fixed', { name, value: amount(value, unit) }),
        `    ${protects}`,
        `    ${say(operatorLocale, 'proof', { proof })}`,
      ].join('\n'),
    ),
  ].join('\n\n');

const amount = (value: number, unit: string): string => (unit === 'count' ? `${value}` : `${value} ${unit}`);

function entry({ environment, value, unit, min, max, default: usual, protects, proof }: LimitLine): string {
  return [
    say(operatorLocale, 'line', { environment, value: amount(value, unit), usual, min, max }),
    `    ${protects}`,
    `    ${say(operatorLocale, 'proof', { proof })}`,
  ].join('\n');
}
