import { type CheckReport, isOpen } from '../../check/model/report.ts';
import { isOnlyByRun } from '../../lesson/manifest/assertions.ts';
import type { Mutation, MutationPlan } from '../../lesson/mutations/mutations.ts';
import type { Verdict } from '../../submission/verdict.ts';

/** What check and verification say of one set of files. */
export interface BothJudgements {
  readonly report: CheckReport;
  /** Null where it was not run. */
  readonly verdict: Verdict | null;
}

/**
 * How one side judged a mistake: it saw it and named its TODO, saw it and named another or none, could not say, or missed it.
 * What has no TODO is caught by whatever is said.
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

/** What a proof has shown of a lesson. */
export interface Proof {
  readonly lesson: string;
  readonly solution: ProvedAnswer;
  readonly also: readonly ProvedAnswer[];
  readonly mutations: readonly ProvedMutation[];
  readonly untested: readonly string[];
  readonly uncovered: readonly number[];
  readonly holds: boolean;
}

/** Whether a mistake is seen by the check. */
function caughtByCheck({ todos, ready, findings }: CheckReport, todo: number | null): Catch {
  const open = todos.filter(isOpen);
  if (todo !== null && open.some(({ n }) => n === todo)) return 'caught';
  if (ready === false) {
    if (open.length > 0) return todo === null ? 'caught' : 'other-todo';
    // What ends the build or the start is reported where it happens.
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

/** Check and verification say the same, as far as both say something. */
const agree = ({ report: { ready }, verdict }: BothJudgements): boolean =>
  ready === null ||
  verdict === null ||
  (verdict.outcome !== 'passed' && verdict.outcome !== 'failed') ||
  ready === (verdict.outcome === 'passed');

export function provedMutation({ name, todo, against }: Mutation, judged: BothJudgements): ProvedMutation {
  const seen = caughtByCheck(judged.report, todo);
  const verify = caughtByVerification(judged.verdict, todo);
  // Of what only a run shows the check says nothing, and so it does not contradict it.
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

/** A student who spoilt a TODO has to hear which one; what belongs to none need only be seen. */
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
