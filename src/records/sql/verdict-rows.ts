import type { TodoState } from '../../grading/class-view.ts';
import type { FailedRun } from '../../grading/common-failures.ts';
import { verdictSchema } from '../../submission/verdict.ts';

/** The columns that are read when many verdicts are loaded at once. */
const whereAndWhy = verdictSchema.pick({ todo: true, reason: true }).loose();
const whatWasRefuted = verdictSchema.pick({ contradictions: true }).loose();

export const readTodos = (json: string): Readonly<Record<number, TodoState>> =>
  JSON.parse(json) as Record<number, TodoState>;

/** The failure that a verdict describes; none when it has no reason. */
export function failureOf(row: {
  readonly user: string;
  readonly at: number;
  readonly body: string;
}): readonly FailedRun[] {
  const { todo, reason } = whereAndWhy.parse(JSON.parse(row.body));
  return reason === null ? [] : [{ user: row.user, at: row.at, todo, reason }];
}

/** Rules that runs have contradicted, with the number of runs, most frequent first. */
export function contradictionsOf(
  rows: readonly { readonly body: string }[],
): readonly { readonly rule: string; readonly runs: number }[] {
  const runs = new Map<string, number>();
  for (const { body } of rows) {
    const { contradictions = [] } = whatWasRefuted.safeParse(JSON.parse(body)).data ?? {};
    for (const rule of new Set(contradictions.map((each) => each.rule)))
      runs.set(rule, (runs.get(rule) ?? 0) + 1);
  }
  return [...runs].map(([rule, count]) => ({ rule, runs: count })).sort((a, b) => b.runs - a.runs);
}
