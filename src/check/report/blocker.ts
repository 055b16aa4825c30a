import type { Blocker, Finding, TodoResult } from '../model/report.ts';
import { aimOfText } from '../rules/aims/meant-by-text.ts';
import { baseImageNotAllowed } from '../rules/lesson/base-image-not-allowed.ts';
import { instructionAt } from '../rules/queries.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { SimulatedFailure } from '../simulation/failures.ts';

/** The first error that stops the build. Docker reads the whole file before it runs the first step. */
export function firstBlocker(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  if (!context.sent.dockerfile) return null;
  return readError(context, todos, findings) ?? absentStage(findings) ?? failedStep(context, todos, findings);
}

function readError(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  for (const error of [...context.dockerfile.errors, ...context.simulation.errors]) {
    const finding = findings.find(({ rule, line }) => rule === error.code && line === error.line);
    if (finding === undefined) continue;
    const todo = (todoAt(context, todos, error.line) ?? todoMeant(context, todos, error.line))?.n ?? null;
    return { ...explanationOf(finding), kind: 'unread', line: error.line, todo };
  }
  return null;
}

/** A stage that does not exist: Docker looks for an image of that name before it runs the first step. */
function absentStage(findings: readonly Finding[]): Blocker | null {
  const finding = findings.find(
    ({ rule, message }) => rule === baseImageNotAllowed.id && /^(?:stage|unnamed|noStage)$/.test(message.key),
  );
  return finding === undefined || finding.line === null
    ? null
    : { ...explanationOf(finding), kind: 'step', line: finding.line, todo: null };
}

function failedStep(
  context: RuleContext,
  todos: readonly TodoResult[],
  findings: readonly Finding[],
): Blocker | null {
  const failure = context.simulation.failures.find(
    // Installing only the development dependencies succeeds; the start fails for lack of the others.
    ({ phase, at, kind }) =>
      phase === 'build' && at.file === context.names.dockerfile && kind !== 'only-dev-installed',
  );
  if (failure === undefined) return null;
  const { line } = failure.at;
  const owner = todoOf(context, todos, failure);
  const todo = todoAt(context, todos, line);
  const saidBy = ({ n, rule, message }: TodoResult): Blocker => ({
    ...{ kind: 'step', rule, file: failure.at.file, line, message, url: null, todo: n },
  });
  if (todo !== undefined && todo === owner) return saidBy(todo);
  // A missing tool is explained by the TODO that should have installed it.
  if (owner !== undefined && failure.kind === 'tool-missing') return saidBy(owner);
  const finding = findings.find(
    (each) => each.severity === 'error' && each.file === failure.at.file && each.line === line,
  );
  // A TODO at this line that is not about the failure explains what the image lacks, not what stopped the build.
  const meant = todo ?? todoMeant(context, todos, line);
  if (finding !== undefined) return { ...explanationOf(finding), kind: 'step', line, todo: meant?.n ?? null };
  const told = todo ?? owner;
  return told === undefined ? null : saidBy(told);
}

/** The unfinished TODO that a failure belongs to, whichever line that TODO reports. */
function todoOf(
  { aims, manifest }: RuleContext,
  todos: readonly TodoResult[],
  failure: SimulatedFailure,
): TodoResult | undefined {
  const aim = aims.get(failure) ?? null;
  const own = manifest?.todos.find((each) => aim !== null && each.aims.includes(aim));
  return todos.find(({ n, status }) => n === own?.n && status !== 'done');
}

/** The unfinished TODO that an instruction is meant for, judged by its text, although the TODO reports another line. */
function todoMeant(context: RuleContext, todos: readonly TodoResult[], line: number): TodoResult | undefined {
  const text =
    instructionAt(context, line)
      ?.text.trim()
      .replace(/^RUN\s+/i, '') ?? '';
  const aim = aimOfText(text);
  const own = context.manifest?.todos.find((each) => aim !== null && each.aims.includes(aim));
  return todos.find(({ n, status }) => n === own?.n && status !== 'done');
}

const explanationOf = ({ rule, file, message, url }: Finding) => ({ rule, file, message, url });

/** The unfinished TODO that is reported at a line of the Dockerfile. */
const todoAt = (context: RuleContext, todos: readonly TodoResult[], at: number): TodoResult | undefined =>
  todos.find(
    ({ status, file, line }) => status !== 'done' && file === context.names.dockerfile && line === at,
  );
