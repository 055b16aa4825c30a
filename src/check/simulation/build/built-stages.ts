import type { SimulatedFailure } from '../failures.ts';
import type { Stage } from '../image/stage.ts';
import type { BuildState } from './build.ts';

/** Begins a stage: what is found from here on is found in it. */
export function beginStage(run: BuildState, stage: Stage): void {
  run.stages.push(stage);
  run.began.push({
    failures: run.failures.length,
    events: run.events.length,
    refusals: run.errors.dispatch.length,
  });
}

/** Further failures of a stage are not recorded. */
const mostFailures = 40;

/** What has failed in the stage under way: those before it may be forgotten again. */
export const failuresOfStage = ({ failures, began }: BuildState): readonly SimulatedFailure[] =>
  failures.slice(began.at(-1)?.failures ?? 0);

export const mayRecordFailure = ({ failures, began }: BuildState): boolean =>
  failures.length - (began.at(-1)?.failures ?? 0) < mostFailures;

/** BuildKit builds no stage that the final one does not need: whatever fails there, fails nobody. */
export function forgetUnbuilt(run: BuildState, built: ReadonlySet<Stage>): void {
  for (const stage of run.stages.toReversed()) {
    const from = run.began[stage.index];
    if (built.has(stage) || from === undefined) continue;
    const to = run.began[stage.index + 1];
    run.failures.splice(from.failures, (to?.failures ?? run.failures.length) - from.failures);
    const events = run.events.slice(from.events, to?.events);
    // What else has happened there helps to say what is missing in the final stage.
    run.events.splice(from.events, events.length, ...events.filter(({ kind }) => kind !== 'unknown'));
    run.errors.dispatch.splice(from.refusals, (to?.refusals ?? run.errors.dispatch.length) - from.refusals);
  }
}
