import { describe, expect, test } from '@jest/globals';
import type { Verdict, VerdictReason } from '../../../src/submission/verdict.ts';
import type { SubmittedContent } from '../../../workers/sandbox/build/context.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { answer, changed } from '../../workers/support/lesson.ts';
import { type Attempt, attempt, attemptSeen, nothingLeft } from './attempt.ts';

/**
 * An attack is a student's job in a real box. After each one: the verdict is the right one and says why, hints were answered within a
 * second throughout, the box's next life holds what the warmed disk holds and nothing else, and the next honest job passes in it. With
 * DOCKHAND_FULL=1 all of them run, otherwise those marked `sample`; ONLY=text selects by name.
 *
 * With DOCKHAND_WITHOUT=1 those that have `without` are tried with their limit removed, and have to succeed; those that would harm the
 * machine without it are tried in a `dose` that the limit allows, and have to pass. This proves that it is the limit that stops them, and
 * that their tests would fail without it.
 */
export interface Attack {
  readonly name: string;
  readonly where: 'build' | 'container';
  /** The limit that stops it; part of the test's title. Where it says "else", that was observed with the limit removed. */
  readonly held: string;
  /** A line of shell, run by a RUN step, or by the entrypoint before the server starts. */
  readonly command?: string;
  /** A Python program, run likewise. */
  readonly program?: string;
  /** The student's files, if neither of the two will do. */
  readonly files?: (right: Record<string, string>) => SubmittedContent;
  /** The expected reasons. Null: the attack is stopped, and the lesson's solution works nevertheless. */
  readonly reasons: readonly (VerdictReason | null)[];
  /** What the sentence for the student or the excerpt has to contain. */
  readonly says?: RegExp;
  /** What neither may contain. */
  readonly neverSays?: RegExp;
  readonly limits?: Partial<Limits>;
  /** The attack with its limit removed, with which it succeeds: the result is none of `reasons`. */
  readonly without?: Partial<Limits>;
  /** The attack within its limit, which does no harm: the lesson's solution works nevertheless. */
  readonly dose?: Pick<Attack, 'command' | 'program'>;
  readonly sample?: true;
}

/** Starts the server afterwards, as the lesson does. */
function studentOf(attack: Attack, right: Record<string, string>): SubmittedContent {
  if (attack.files !== undefined) return attack.files(right);
  const command = attack.program === undefined ? (attack.command ?? '') : 'python /app/attack.py';
  const student =
    attack.where === 'build'
      ? changed(right, 'Dockerfile', ['EXPOSE 8000', `EXPOSE 8000\nRUN ${command}`])
      : changed(right, 'entrypoint.sh', ['set -e\n', `set -e\n${command}\n`]);
  return attack.program === undefined ? student : { ...student, 'attack.py': attack.program };
}

const only = process.env.ONLY;
const whole = process.env.DOCKHAND_FULL === '1';

export const picked = (name: string, sample: boolean): boolean =>
  only === undefined ? whole || sample : name.includes(only);

/** Declares a test for each selected attack. */
export function attacks(title: string, all: readonly Attack[]): void {
  if (process.env.DOCKHAND_WITHOUT === '1') return void controls(title, all);
  const named = all.map((attack) => {
    const name = `${attack.name}, in the ${attack.where}: ${attack.held}`;
    return [name, attack] as const;
  });
  const chosen = named.filter(([name, { sample }]) => picked(name, sample ?? false));
  if (chosen.length === 0)
    return void test(`${title}: none is picked`, () => expect(only ?? '').toBe(only ?? ''));
  describe(title, () => {
    test.each(chosen)(
      '%s',
      async (_name, attack) => {
        const right = await answer();
        const run = attack.reasons.includes('machine-busy') ? attempt : attemptSeen;
        const tried = await run(studentOf(attack, right), attack.limits);
        expectHeld(tried, attack);
        await nothingLeft(tried, right);
      },
      900_000,
    );
  });
}

interface Control {
  readonly name: string;
  readonly attack: Attack;
  readonly limits: Partial<Limits>;
  /** Checks that the result is the expected one. */
  readonly through: (verdict: Verdict) => boolean;
}

function controlsOf(attack: Attack): readonly Control[] {
  const { name, where, limits = {}, without, dose, reasons } = attack;
  const { command: _, program: __, ...rest } = attack;
  return [
    ...(without === undefined
      ? []
      : [
          {
            name: `${name}, in the ${where}, gets through without its limit`,
            attack,
            limits: { ...limits, ...without },
            through: ({ reason }: Verdict) => !reasons.includes(reason),
          },
        ]),
    ...(dose === undefined
      ? []
      : [
          {
            name: `${name}, in the ${where}, passes in a dose within its limit`,
            attack: { ...rest, ...dose },
            limits: {},
            through: ({ outcome }: Verdict) => outcome === 'passed',
          },
        ]),
  ];
}

function controls(title: string, all: readonly Attack[]): void {
  const chosen = all
    .flatMap(controlsOf)
    .filter(({ name }) => picked(name, true))
    .map((control) => [control.name, control] as const);
  if (chosen.length === 0) return void test(`${title}: none has a limit to take away`, () => undefined);
  describe(title, () => {
    test.each(chosen)(
      '%s',
      async (_name, { attack, limits, through }) => {
        const { verdict, sentence } = await attempt(studentOf(attack, await answer()), limits);
        expect({ through: through(verdict), sentence }).toEqual({ through: true, sentence });
      },
      900_000,
    );
  });
}

function expectHeld({ verdict, sentence, slowHintMs }: Attempt, attack: Attack): void {
  const told = `${verdict.outcome} ${verdict.reason}: ${sentence}\n${verdict.excerpt.join('\n')}`;
  expect({ held: attack.reasons.includes(verdict.reason), told }).toEqual({ held: true, told });
  if (attack.says !== undefined) expect(told).toMatch(attack.says);
  if (attack.neverSays !== undefined) expect(told).not.toMatch(attack.neverSays);
  expect(slowHintMs).toBeLessThan(1000);
  // However much was printed, what crosses the queue is small.
  expect(JSON.stringify(verdict).length).toBeLessThan(64 * 1024);
}
