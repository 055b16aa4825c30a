import type { Blocker, Finding, TodoResult } from './report.ts';
import type { View } from './rules/rule.ts';

/** What ends the build first, in Docker's own order: it reads the whole file before it builds the first step. */
export function firstBlocker(
  view: View,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  if (!view.sent.dockerfile) return null;
  return unread(view, todos, findings) ?? failedStep(view, todos, findings);
}

function unread(view: View, todos: readonly TodoResult[], findings: readonly Finding[]): Blocker | null {
  for (const error of [...view.dockerfile.errors, ...view.simulation.errors]) {
    const finding = findings.find(({ rule, line }) => rule === error.code && line === error.line);
    if (finding === undefined) continue;
    const todo = todoAt(view, todos, error.line)?.n ?? null;
    return { ...told(finding), kind: 'unread', line: error.line, todo };
  }
  return null;
}

function failedStep(view: View, todos: readonly TodoResult[], findings: readonly Finding[]): Blocker | null {
  const failure = view.simulation.failures.find(
    ({ phase, at }) => phase === 'build' && at.file === view.names.dockerfile,
  );
  if (failure === undefined) return null;
  const { line } = failure.at;
  const todo = todoAt(view, todos, line);
  if (todo !== undefined) {
    const { n, rule, message } = todo;
    return { kind: 'step', rule, file: failure.at.file, line, message, url: null, todo: n };
  }
  const finding = findings.find(
    (each) => each.severity === 'error' && each.file === failure.at.file && each.line === line,
  );
  return finding === undefined ? null : { ...told(finding), kind: 'step', line, todo: null };
}

const told = ({ rule, file, message, url }: Finding) => ({ rule, file, message, url });

/** The TODO that is told at a line of the Dockerfile. */
const todoAt = (view: View, todos: readonly TodoResult[], at: number): TodoResult | undefined =>
  todos.find(({ status, file, line }) => status !== 'done' && file === view.names.dockerfile && line === at);
