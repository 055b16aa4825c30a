import { type CheckReport, isOpen, type TodoResult } from '../../src/check/model/report.ts';
import { startFails } from '../../src/check/rules/lesson/start-fails.ts';
import type { Assertion } from '../../src/lesson/manifest/assertions.ts';
import type { Aim, Manifest } from '../../src/lesson/manifest/manifest.ts';
import type { VerdictReason } from '../../src/submission/verdict.ts';

interface FailurePlace {
  readonly file: string | null;
  readonly line: number | null;
}

/**
 * Which TODO a failure comes from: one with the failed aim, preferably one that the check sees as open. Failing that, in a lesson of
 * assertions only, the first required TODO that is open; else the open one at the failed line. A TODO that the check calls done is not
 * blamed on a guess, because the failure then has another cause (a variable set by an ENV, a foreign image), unless the run itself has
 * shown that the aim is missed. Last comes the TODO whose assertion about the server the failure breaks. Null when nothing points at one:
 * that some other TODO is open is no evidence.
 */
export function todoOf(
  manifest: Manifest,
  report: CheckReport | null,
  aims: readonly Aim[],
  at: FailurePlace & { readonly reason?: VerdictReason; readonly shown?: boolean },
): number | null {
  const stateOf = (n: number): TodoResult | null => report?.todos.find((todo) => todo.n === n) ?? null;
  const having = aims.flatMap((aim) => manifest.todos.filter((todo) => todo.aims.includes(aim)));
  const broken = ({ n }: { readonly n: number }): boolean => {
    const todo = stateOf(n);
    return todo !== null && isOpen(todo);
  };
  const blamed =
    having.find(broken) ??
    having.find(({ n }) => stateOf(n)?.status !== 'done') ??
    (at.shown === true ? having[0] : undefined);
  if (blamed !== undefined) return blamed.n;
  const onLine = report?.todos.find(
    (todo) => isOpen(todo) && at.line !== null && todo.line === at.line && todo.file === at.file,
  );
  return (
    firstOpen(manifest, report) ??
    onLine?.n ??
    asserting(manifest, at.reason).find((n) => stateOf(n)?.status !== 'done') ??
    null
  );
}

/** The assertion about the server that a reason breaks. A server may exit for any reason, so `exited` is not among them. */
const assertedBy: Partial<Readonly<Record<VerdictReason, Assertion['assert']>>> = {
  'never-listened': 'listens',
  'listened-on-localhost': 'listens',
  'wrong-port': 'listens',
  'wrong-status': 'answers',
  'not-json': 'answers',
  'unexpected-answer': 'answers',
};

/** The TODOs with the broken assertion about the lesson's own server. */
const asserting = (manifest: Manifest, reason: VerdictReason | undefined): readonly number[] =>
  manifest.todos
    .filter(({ assertions }) =>
      assertions.some(
        (each) => reason !== undefined && each.assert === assertedBy[reason] && isOfPort(each, manifest.port),
      ),
    )
    .map(({ n }) => n);

const isOfPort = (assertion: Assertion, port: number | null): boolean =>
  !('port' in assertion) || assertion.port === undefined || assertion.port === port;

/** In a lesson that uses only assertions, an otherwise unexplained failure belongs to the first required TODO that is open. */
const firstOpen = (manifest: Manifest, report: CheckReport | null): number | null =>
  manifest.todos.every(({ aims }) => aims.length === 0)
    ? (report?.todos.find((todo) => todo.required && isOpen(todo))?.n ?? null)
    : null;

/**
 * Locates a failure that came without a line: where the check sees its TODO as open, or, when it belongs to no TODO, where the check sees
 * what makes the start fail.
 */
export function placeOf(report: CheckReport | null, todo: number | null, at: FailurePlace): FailurePlace {
  if (at.line !== null) return { file: at.file, line: at.line };
  if (todo === null) {
    const cause = report?.findings.find(({ rule, line }) => rule === startFails.id && line !== null);
    return cause === undefined ? { file: at.file, line: null } : { file: cause.file, line: cause.line };
  }
  const located = report?.todos.find(({ n, line }) => n === todo && line !== null);
  const same = located !== undefined && isOpen(located) && (at.file === null || at.file === located.file);
  return same ? { file: located.file, line: located.line } : { file: at.file, line: null };
}
