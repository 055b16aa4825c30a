import { describe, expect, test } from '@jest/globals';
import type { Verdict, VerdictReason } from '../../../src/submission/verdict.ts';
import type { SubmittedContent } from '../../../workers/sandbox/build/context.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { answer, changed } from '../../workers/support/lesson.ts';
import { type Attempt, attempt, attemptSeen, nothingLeft } from './attempt.ts';

/**
 * An attack is a student's job in a real box. After each one: the verdict is whose it should be and says why, a hint was
 * answered within a second all the while, the box's next life holds what the warmed disk holds and nothing else, and the next
 * honest job passes in it. All of them with DOCKHAND_FULL=1, else those marked `sample`; ONLY=text picks by name.
 *
 * With DOCKHAND_WITHOUT=1 those that have `without` are tried with their limit taken away, and have to get through; those that would
 * hurt the machine without it are tried in a `dose` that the limit allows, and have to pass. So it is that limit which holds them, and
 * their tests would be red without it.
 */
export interface Attack {
  readonly name: string;
  readonly where: 'build' | 'container';
  /** What holds it; told in the test's name. Where it says "else", that was seen with the limit taken away. */
  readonly held: string;
  /** A line of shell, carried out by a RUN step or by the entrypoint before the server starts. */
  readonly command?: string;
  /** A Python program, carried out likewise. */
  readonly program?: string;
  /** The student's files when neither of the two will do. */
  readonly files?: (right: Record<string, string>) => SubmittedContent;
  /** Null: it is held off, and the lesson's answer works all the same. */
  readonly reasons: readonly (VerdictReason | null)[];
  /** What the sentence for the student or the excerpt has to say. */
  readonly says?: RegExp;
  /** What neither may contain. */
  readonly neverSays?: RegExp;
  readonly limits?: Partial<Limits>;
  /** Its limit taken away, with which it gets through: what comes of it is none of `reasons`. */
  readonly without?: Partial<Limits>;
  /** The same within its limit, which does no harm: the lesson's answer works all the same. */
  readonly dose?: Pick<Attack, 'command' | 'program'>;
  readonly sample?: true;
}

/** The server starts after it as the lesson has it. */
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

/** Makes a test of each attack that is picked. */
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
  /** Whether what came of it is what has to come. */
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
  // Whatever was printed, what crosses the queue is small.
  expect(JSON.stringify(verdict).length).toBeLessThan(64 * 1024);
}
