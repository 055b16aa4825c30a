import color from 'picocolors';
import { operatorLocale, words } from '../../wording/wording.ts';
import type { DoctorFinding } from './finding.ts';

const say = words('cli-findings', {
  en: {
    ok: 'ok',
    warning: 'warning',
    problem: 'PROBLEM',
    summary: '{{well}} well, {{warnings}} warnings, {{problems}} problems.',
  },
});

/** Formats findings for the operator: a line each, what to do below it, and the totals. */
export function reportFindings(findings: readonly DoctorFinding[]): string {
  const paint = { ok: color.green, warning: color.yellow, problem: color.red } as const;
  const lines = findings.map(({ status, message, todo }) => {
    const label = paint[status](say(operatorLocale, status).padEnd(8));
    return todo === null ? `${label} ${message}` : `${label} ${message}\n         → ${todo}`;
  });
  const count = (wanted: DoctorFinding['status']): number =>
    findings.filter(({ status }) => status === wanted).length;
  const summary = { well: count('ok'), warnings: count('warning'), problems: count('problem') };
  return [...lines, '', say(operatorLocale, 'summary', summary)].join('\n');
}
