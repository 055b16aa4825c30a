import type { Blocker, Finding, TodoResult } from '../report.ts';
import type { RuleContext } from '../rules/rule.ts';

/** What ends the build first, in Docker's own order: it reads the whole file before it builds the first step. */
export function firstBlocker(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  if (!context.sent.dockerfile) return null;
  return readError(context, todos, findings) ?? failedStep(context, todos, findings);
}

function readError(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  for (const error of [...context.dockerfile.errors, ...context.simulation.errors]) {
    const finding = findings.find(({ rule, line }) => rule === error.code && line === error.line);
    if (finding === undefined) continue;
    const todo = todoAt(context, todos, error.line)?.n ?? null;
    return { ...explanationOf(finding), kind: 'unread', line: error.line, todo };
  }
  return null;
}

function failedStep(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  const failure = context.simulation.failures.find(
    ({ phase, at }) => phase === 'build' && at.file === context.names.dockerfile,
  );
  if (failure === undefined) return null;
  const { line } = failure.at;
  const todo = todoAt(context, todos, line);
  if (todo !== undefined) {
    const { n, rule, message } = todo;
    return { kind: 'step', rule, file: failure.at.file, line, message, url: null, todo: n };
  }
  const finding = findings.find(
    (each) => each.severity === 'error' && each.file === failure.at.file && each.line === line,
  );
  return finding === undefined ? null : { ...explanationOf(finding), kind: 'step', line, todo: null };
}

const explanationOf = ({ rule, file, message, url }: Finding) => ({ rule, file, message, url });

/** The unfinished TODO that is reported at a line of the Dockerfile. */
const todoAt = (context: RuleContext, todos: readonly TodoResult[], at: number): TodoResult | undefined =>
  todos.find(
    ({ status, file, line }) => status !== 'done' && file === context.names.dockerfile && line === at,
  );
