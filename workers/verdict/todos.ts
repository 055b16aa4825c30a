import { assertionRule } from '../../src/check/assertions/judge.ts';
import { type CheckReport, isOpen, type TodoResult } from '../../src/check/model/report.ts';
import { composeRules } from '../../src/check/rules/compose/index.ts';
import { aimRules } from '../../src/check/rules/index.ts';
import { workflowRules } from '../../src/check/rules/workflow/index.ts';
import { isOfWorkflow, isOnlyByCheck } from '../../src/lesson/manifest/assertions.ts';
import type { Aim, Manifest } from '../../src/lesson/manifest/manifest.ts';
import type { PhaseResult, Verdict } from '../../src/submission/verdict.ts';
import type { PhaseFailure, Work } from '../phases/phase.ts';

/** A claim of the check that the run has refuted: a defect of the check. */
export type Contradiction = NonNullable<Verdict['contradictions']>[number];

/**
 * The result after everything ran. The run decides, and refutes the check where they differ. The exceptions are required TODOs whose
 * effect no run can show: for those, the check decides.
 */
export function todosPhase(
  work: Pick<Work, 'report' | 'manifest'>,
  done: readonly PhaseResult[],
): PhaseFailure | null {
  const [todo] = (work.report?.todos ?? []).filter(
    (each) => each.required && isForTheCheck(each, work.manifest, done),
  );
  if (todo === undefined) return null;
  return {
    reason: 'todo-not-done',
    explanation: todo.message,
    aims: aimsOf(todo, work.manifest),
    todo: todo.n,
    file: todo.file,
    line: todo.line,
    excerpt: [],
  };
}

/** What Compose or the sandbox would refuse in a Compose file: known before anything is started. */
export function composeFailure(report: CheckReport | null): PhaseFailure | null {
  const finding = report?.findings.find(
    ({ severity, rule }) => severity === 'error' && composeRules.some(({ id }) => id === rule),
  );
  if (finding === undefined) return null;
  const { message, file, line } = finding;
  return { reason: 'compose-unusable', explanation: message, aims: [], file, line, excerpt: [] };
}

/**
 * What GitHub would refuse in a workflow, or what the lesson requires of it. No run can show this, so it is reported before anything is
 * built.
 */
export function workflowFailure({
  report,
  manifest,
}: Pick<Work, 'report' | 'manifest'>): PhaseFailure | null {
  const finding = report?.findings.find(
    ({ severity, rule }) =>
      severity === 'error' &&
      (rule.startsWith('assert-workflow-') || workflowRules.some(({ id }) => id === rule)),
  );
  const todo = report?.todos.find(
    (each) =>
      each.required &&
      isOpen(each) &&
      manifest.todos.some(({ n, assertions }) => n === each.n && assertions.some(isOfWorkflow)),
  );
  // If students hand in more than workflows, a run may show more first.
  const told = finding === undefined && !handsInWorkflowsAlone(manifest) ? undefined : (todo ?? finding);
  if (told === undefined) return null;
  const { message, file, line } = told;
  const base = {
    reason: finding === undefined ? 'todo-not-done' : 'workflow-unusable',
    explanation: message,
    aims: [],
    file,
    line,
    excerpt: [],
  } as const;
  return todo === undefined ? base : { ...base, todo: todo.n };
}

const handsInWorkflowsAlone = ({ studentFiles }: Manifest): boolean =>
  studentFiles?.every(({ role }) => role === 'workflow') ?? false;

/** Claims of the check that a run which passed all phases has refuted. */
export function refuted(
  report: CheckReport | null,
  manifest: Manifest,
  done: readonly PhaseResult[],
): readonly Contradiction[] {
  if (report === null) return [];
  const todos = report.todos
    .filter((todo) => isOpen(todo) && !isForTheCheck(todo, manifest, done))
    .map(({ n, rule }): Contradiction => ({ rule, todo: n }));
  const findings = report.findings
    .filter(({ severity, rule }) => severity === 'error' && !isAimRule(rule))
    .map(({ rule }): Contradiction => ({ rule, todo: null }));
  const all = [...todos, ...findings];
  const without = report.todos.some((todo) => todo.required && isForTheCheck(todo, manifest, done));
  return all.length === 0 && report.ready === false && !without ? [foretold] : all;
}

/** The check predicted the result with `ready`, and the prediction was wrong. */
export const foretold: Contradiction = { rule: 'ready', todo: null };

/** Whether the check says that a TODO is open, and no run could refute it. */
function isForTheCheck(todo: TodoResult, manifest: Manifest, done: readonly PhaseResult[]): boolean {
  if (!isOpen(todo)) return false;
  const assertion = manifest.todos
    .find(({ n }) => n === todo.n)
    ?.assertions.find((each) => assertionRule(each) === todo.rule);
  if (assertion !== undefined) return isOnlyByCheck(assertion);
  const unseen = unseenBy(done);
  const aims = aimsOf(todo, manifest);
  return aims.length > 0 && aims.every((aim) => unseen.has(aim));
}

/** The aims that an open TODO misses: that of the deciding rule, else all it has. */
function aimsOf({ n, rule }: TodoResult, manifest: Manifest): readonly Aim[] {
  const aim = aimRules.find(({ id }) => id === rule)?.aim ?? null;
  return aim !== null ? [aim] : (manifest.todos.find((todo) => todo.n === n)?.aims ?? []);
}

const isAimRule = (rule: string): boolean => aimRules.some(({ id }) => id === rule);

/**
 * Aims about which a passing run says nothing: no image shows whether versions are pinned, and if the build has filled the database, the
 * run does not show whether the migrations run *at start*.
 */
function unseenBy(done: readonly PhaseResult[]): ReadonlySet<Aim> {
  const migrations = done.find(({ name }) => name === 'migrations')?.detail.key;
  return new Set<Aim>([
    'exact-versions',
    ...(migrations === 'migrated-before' ? (['entrypoint-script'] as const) : []),
  ]);
}
