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
 * Which TODO a failure comes from: one that has the failed aim, before all one that the check sees broken; else the
 * one whose line failed. What the check calls done is not blamed by a guess: the same failure then has another cause (a
 * variable that an ENV has set, a foreign image); but where the run itself has shown that the aim is missed, the run is
 * right. Where none of that names one, it is the TODO whose assertion is about what failed. Null when nothing points at one: that
 * another TODO is open is no evidence.
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

/** Which assertion about the server a reason breaks. A server that ended may have ended over anything. */
const assertedBy: Partial<Readonly<Record<VerdictReason, Assertion['assert']>>> = {
  'never-listened': 'listens',
  'listened-on-localhost': 'listens',
  'wrong-port': 'listens',
  'wrong-status': 'answers',
  'not-json': 'answers',
  'unexpected-answer': 'answers',
};

/** The TODOs that assert of the lesson's server what did not hold. */
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

/** Where a lesson says by assertions what it wants, a failure that nothing else explains is that of the first TODO that is open. */
const firstOpen = (manifest: Manifest, report: CheckReport | null): number | null =>
  manifest.todos.every(({ aims }) => aims.length === 0)
    ? (report?.todos.find((todo) => todo.required && isOpen(todo))?.n ?? null)
    : null;

/**
 * Where a failure comes from that named no line itself: where the check sees its TODO broken, and for one that belongs
 * to no TODO, where the check sees what ends the start.
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
