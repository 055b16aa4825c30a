import type { Assertion } from '../../lesson/manifest/assertions.ts';
import { cleanPath } from '../dockerfile/clean-path.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { eventsOf } from '../rules/queries.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Step } from '../simulation/build/build.ts';
import type { Stage } from '../simulation/image/stage.ts';

/** Whether a promise of the lesson that only a run can test may fail here although the lesson's solution keeps it. */
export const mayBreakPromise = (context: RuleContext): boolean =>
  (isAsked(context, 'stops') && mayStopLate(context)) || (isAsked(context, 'size') && mayBeLarge(context));

const isAsked = ({ manifest }: RuleContext, kind: Assertion['assert']): boolean =>
  [...(manifest?.promises ?? []), ...(manifest?.todos.flatMap(({ assertions }) => assertions) ?? [])].some(
    ({ assert }) => assert === kind,
  );

/** Whether the container may ignore a stop: another stop signal is set, or a shell wraps the server. */
function mayStopLate(context: RuleContext): boolean {
  const signals = context.simulation.steps.filter(({ instruction }) => instruction.keyword === 'stopsignal');
  return (
    signals.some(({ values }) => !/^(?:(?:SIG)?(?:TERM|INT)|15|2)$/i.test(values[0] ?? '')) ||
    !eventsOf(context, 'server', 'start').some(({ exec }) => exec)
  );
}

/** Whether the image may be larger than the solution's. An image from scratch that copies only known single files is not. */
function mayBeLarge({ simulation, built }: RuleContext): boolean {
  const { final, stages, steps } = simulation;
  if (final === null || final.base.files !== 'empty' || final.parent !== null) return true;
  return steps.some((step) => step.stage === final && takesMuch(step, [...built, ...stages]));
}

/** System files that are small in every image. */
const small = /^\/etc\/(?:passwd|group|ssl\/certs\/ca-certificates\.crt)$/;

function takesMuch({ instruction, copied }: Step, stages: readonly Stage[]): boolean {
  const from = instruction.options.get('from')?.[0];
  if (!/^(?:copy|add)$/.test(instruction.keyword ?? '')) return false;
  // Files of the project are the lesson's own; files from elsewhere are unknown.
  if (from === undefined) return copied === null;
  const source = stages.find(({ name, index }) => name === from.toLowerCase() || String(index) === from);
  return instruction.args.slice(0, -1).some((path) => {
    const taken = cleanPath(`/${path}`);
    const entry = source?.files.get(taken) ?? null;
    const isOwn = entry !== null && (entry.madeFrom !== null || entry.text !== null);
    return !isKnown(path) || (!small.test(taken) && !isOwn);
  });
}
