import type { CheckReport, Finding, TodoResult } from './report.ts';
import type { View } from './rules/rule.ts';

/** Whether the full verification will pass: false and true only where that is certain. */
export function foretell(
  view: View,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): CheckReport['ready'] {
  if (view.manifest === null) return null;
  const required = todos.filter((todo) => todo.required);
  if (required.some(({ status }) => status === 'wrong')) return false;
  if (view.sent.dockerfile || view.student.complete) {
    if (required.some(({ status }) => status === 'wrong' || status === 'missing')) return false;
    if (findings.some(({ severity }) => severity === 'error')) return false;
    if (view.simulation.failures.length > 0) return false;
    if (view.student.complete && view.simulation.start?.outcome === 'ends') return false;
  }
  if (!view.student.complete || required.some(({ status }) => status === 'unknown')) return null;
  const { happenings, start } = view.simulation;
  const doubtful = start?.outcome !== 'stays' || happenings.some(({ kind }) => kind === 'unknown');
  return doubtful ? null : true;
}
