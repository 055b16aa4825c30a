import type { Person } from '../../../classroom/server.ts';
import { type Recorded, recorded } from './recorded.ts';
import { type Rig, verdictsShownTo } from './rig.ts';

export interface StormResult {
  /** Students whose submission Dockhand acknowledged. */
  readonly submitted: number;
  /** Of these, those whose newest submission has a standing verdict. */
  readonly verdicts: number;
  /** Submissions with more than one verdict. */
  readonly twice: number;
  /** Students who were shown a verdict. */
  readonly notified: number;
  /** Messages with a verdict in excess of one for each submission. */
  readonly notifiedTwice: number;
  readonly leftovers: number;
  /** Verdicts from real builds in real boxes. */
  readonly built: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly seed: number;
}

/** Whether every promise was kept. */
export const isKept = ({
  submitted,
  verdicts,
  twice,
  notified,
  notifiedTwice,
  leftovers,
}: StormResult): boolean =>
  verdicts === submitted && notified === submitted && twice + notifiedTwice + leftovers === 0;

/** Reads the records and every student's messages. */
export function judge({
  rig,
  people,
  struck,
  left,
  built,
  seconds,
  seed,
  say,
}: {
  readonly rig: Rig;
  readonly people: readonly Person[];
  readonly struck: Readonly<Record<string, number>>;
  readonly left: readonly string[];
  readonly built: number;
  readonly seconds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}): StormResult {
  const all = recorded(rig.database);
  const byUser = new Map<string, Recorded[]>();
  for (const one of all) byUser.set(one.user, [...(byUser.get(one.user) ?? []), one]);
  let [verdicts, notified, notifiedTwice] = [0, 0, 0];
  for (const person of people) {
    const hers = byUser.get(person.id) ?? [];
    if (hers.length > 0 && hers.every(({ state }) => state === 'judged')) verdicts += 1;
    const shown = verdictsShownTo(person).length;
    const due = hers.filter(({ reason }) => reason !== 'superseded').length;
    if (shown > 0) notified += 1;
    else say(`not notified: ${person.name} ${JSON.stringify(hers)}`);
    if (shown > due) {
      notifiedTwice += shown - due;
      say(`notified ${shown} times: ${person.name} ${JSON.stringify(hers)}`);
    }
  }
  const twice = all.filter((one) => one.verdicts > 1);
  for (const one of twice) say(`judged ${one.verdicts} times: ${JSON.stringify(one)}`);
  const outcomes = Object.groupBy(all, ({ outcome, reason }) => `${outcome} ${reason ?? ''}`.trim());
  say(
    `outcomes: ${Object.entries(outcomes)
      .map(([name, of]) => `${name} ${of?.length}`)
      .join(', ')}`,
  );
  return {
    submitted: people.length,
    verdicts,
    twice: twice.length,
    notified,
    notifiedTwice,
    leftovers: left.length,
    built,
    faults: struck,
    seconds,
    seed,
  };
}
