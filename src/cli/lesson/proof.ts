import { type CheckReport, isOpen } from '../../check/model/report.ts';
import { isOnlyByRun } from '../../lesson/manifest/assertions.ts';
import type { Mutation, MutationPlan } from '../../lesson/mutations/mutations.ts';
import type { Verdict } from '../../submission/verdict.ts';

/** The results of check and verification for one set of files. */
export interface BothJudgements {
  readonly report: CheckReport;
  /** Null where it was not run. */
  readonly verdict: Verdict | null;
}

/**
 * How one side judged a mistake: caught (with its TODO), caught under another TODO or none, undecided, or missed. A mistake that
 * belongs to no TODO is caught by any finding.
 */
export type Catch = 'caught' | 'other-todo' | 'unnamed' | 'unknown' | 'missed' | 'not-run' | 'error';

export interface ProvedMutation {
  readonly name: string;
  readonly todo: number | null;
  readonly check: Catch;
  readonly verify: Catch;
  /** Check and verification do not contradict each other. */
  readonly agree: boolean;
}

export interface ProvedAnswer {
  /** `solution`, or the name of a folder in `also/`. */
  readonly name: string;
  readonly ready: boolean | null;
  readonly outcome: Verdict['outcome'] | 'not-run';
  readonly holds: boolean;
}

/** The result of a lesson's proof. */
export interface Proof {
  readonly lesson: string;
  readonly solution: ProvedAnswer;
  readonly also: readonly ProvedAnswer[];
  readonly mutations: readonly ProvedMutation[];
  readonly untested: readonly string[];
  readonly uncovered: readonly number[];
  readonly holds: boolean;
}

/** Whether the check catches a mistake. */
function caughtByCheck({ todos, ready, findings }: CheckReport, todo: number | null): Catch {
  const open = todos.filter(isOpen);
  if (todo !== null && open.some(({ n }) => n === todo)) return 'caught';
  if (ready === false) {
    if (open.length > 0) return todo === null ? 'caught' : 'other-todo';
    // A failure of the build or start is reported where it happens.
    return findings.some(({ severity }) => severity === 'error') ? 'unnamed' : 'other-todo';
  }
  return ready === null ? 'unknown' : 'missed';
}

function caughtByVerification(verdict: Verdict | null, todo: number | null): Catch {
  if (verdict === null) return 'not-run';
  if (verdict.outcome === 'passed') return 'missed';
  if (verdict.outcome !== 'failed') return 'error';
  if (verdict.todo === null) return 'unnamed';
  return todo === null || verdict.todo === todo ? 'caught' : 'other-todo';
}

/** Whether check and verification agree, as far as both have a result. */
const agree = ({ report: { ready }, verdict }: BothJudgements): boolean =>
  ready === null ||
  verdict === null ||
  (verdict.outcome !== 'passed' && verdict.outcome !== 'failed') ||
  ready === (verdict.outcome === 'passed');

export function provedMutation({ name, todo, against }: Mutation, judged: BothJudgements): ProvedMutation {
  const seen = caughtByCheck(judged.report, todo);
  const verify = caughtByVerification(judged.verdict, todo);
  // What only a run can show is undecided in the check, which is not a contradiction.
  if (against !== null && isOnlyByRun({ assert: against }) && seen === 'missed')
    return { name, todo, check: 'unknown', verify, agree: true };
  return { name, todo, check: seen, verify, agree: agree(judged) };
}

export function provedAnswer(name: string, judged: BothJudgements): ProvedAnswer {
  const { report, verdict } = judged;
  const outcome = verdict?.outcome ?? 'not-run';
  const holds = report.ready !== false && (outcome === 'passed' || outcome === 'not-run') && agree(judged);
  return { name, ready: report.ready, outcome, holds };
}

/** A student who broke a TODO must be told which one; a mistake without a TODO only has to be caught. */
export const isSeen = (by: Catch, todo: number | null): boolean =>
  by === 'caught' || (by === 'unnamed' && todo === null);

const holdsUp = ({ todo, check, verify, agree: same }: ProvedMutation): boolean =>
  same && (check === 'unknown' || isSeen(check, todo)) && (verify === 'not-run' || isSeen(verify, todo));

export function conclude(
  parts: Omit<Proof, 'untested' | 'uncovered' | 'holds'>,
  { untested, uncovered }: Pick<MutationPlan, 'untested' | 'uncovered'>,
): Proof {
  const { solution, also, mutations } = parts;
  const holds = [solution, ...also].every((each) => each.holds) && mutations.every(holdsUp);
  return { ...parts, untested, uncovered, holds };
}
