import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type LimitLine, limitLines, readLimits } from '../../workers/sandbox/limits.ts';
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
    box: 'Kept by the box itself; they hold once the boxes are made anew (node setup/main.js up).',
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
      if (options.json === true) printJson(lines);
      else printText(table(lines));
    });
}

/** What the set-up worked out for the boxes of this machine; nothing where it has not been run. */
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

function entry({ environment, value, unit, min, max, default: usual, protects, proof }: LimitLine): string {
  const shown = unit === 'count' ? `${value}` : `${value} ${unit}`;
  return [
    say(operatorLocale, 'line', { environment, value: shown, usual, min, max }),
    `    ${protects}`,
    `    ${say(operatorLocale, 'proof', { proof })}`,
  ].join('\n');
}
