import type { SimulatedFailure } from '../failures.ts';
import type { Stage } from '../image/stage.ts';
import type { BuildState } from './build.ts';

/** Begins a stage. Findings recorded from here on belong to it. */
export function beginStage(run: BuildState, stage: Stage): void {
  run.stages.push(stage);
  run.began.push({
    failures: run.failures.length,
    events: run.events.length,
    refusals: run.errors.dispatch.length,
  });
}

/** Maximum number of failures recorded per stage. */
const mostFailures = 40;

/** Failures of the current stage. Those of earlier stages may still be dropped (`forgetUnbuilt`). */
export const failuresOfStage = ({ failures, began }: BuildState): readonly SimulatedFailure[] =>
  failures.slice(began.at(-1)?.failures ?? 0);

export const mayRecordFailure = ({ failures, began }: BuildState): boolean =>
  failures.length - (began.at(-1)?.failures ?? 0) < mostFailures;

/** Drops the findings of unbuilt stages: BuildKit skips stages that the final one does not need, so nothing there can fail. */
export function forgetUnbuilt(run: BuildState, built: ReadonlySet<Stage>): void {
  for (const stage of run.stages.toReversed()) {
    const from = run.began[stage.index];
    if (built.has(stage) || from === undefined) continue;
    const to = run.began[stage.index + 1];
    run.failures.splice(from.failures, (to?.failures ?? run.failures.length) - from.failures);
    const events = run.events.slice(from.events, to?.events);
    // Other events there help to explain what is missing from the final stage.
    run.events.splice(from.events, events.length, ...events.filter(({ kind }) => kind !== 'unknown'));
    run.errors.dispatch.splice(from.refusals, (to?.refusals ?? run.errors.dispatch.length) - from.refusals);
  }
}
