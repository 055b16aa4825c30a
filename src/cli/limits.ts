import type { Command } from 'commander';
import { type LimitLine, LimitsError, limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import { words } from '../wording/wording.ts';
import { CannotAnswer } from './cannot-answer.ts';
import { printJson, printText } from './print.ts';

const say = words('cli-limits', {
  en: {
    about: 'Show every limit of a verification: its value, what it may be, what it protects',
    json: 'Print JSON',
    limit: 'Limit',
    value: 'Value',
    range: 'May be',
    protects: 'What it bounds',
  },
});

/** Adds `dockhand limits`. */
export function register(program: Command): void {
  program
    .command('limits')
    .description(say('en', 'about'))
    .option('--json', say('en', 'json'))
    .action((options: { readonly json?: boolean }) => {
      const lines = linesOrAnswer();
      if (options.json === true) printJson(lines);
      else printText(table(lines));
    });
}

function linesOrAnswer(): readonly LimitLine[] {
  try {
    return limitLines(readLimits(process.env));
  } catch (error) {
    throw error instanceof LimitsError ? new CannotAnswer(error.message) : error;
  }
}

function table(lines: readonly LimitLine[]): string {
  const rows = [
    [say('en', 'limit'), say('en', 'value'), say('en', 'range'), say('en', 'protects')],
    ...lines.map(({ environment, value, unit, min, max, protects }) => [
      environment,
      unit === 'count' ? `${value}` : `${value} ${unit}`,
      `${min}–${max}`,
      protects,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
