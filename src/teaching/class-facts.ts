import { setImmediate as othersFirst } from 'node:timers/promises';
import type { StudentFacts } from '../grading/class-view.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { Records, RosterLine } from '../records/records.ts';

/** What is needed of a lesson to look at a class. */
export type LessonOfClass = Pick<Lesson, 'slug' | 'title' | 'todos'>;

/** A name for an account of which the class list says nothing, from memory; null when there is none. */
export type NameOf = (user: string) => string | null;
export const nameless: NameOf = () => null;

/** All that the records know of a class in one lesson: a handful of questions, however many students there are. */
export interface ClassFacts {
  readonly students: readonly StudentFacts[];
  readonly hints: ReadonlyMap<string, readonly number[]>;
  readonly roster: readonly RosterLine[];
}

/** Everybody on the class list and everybody who did something, but for those who were seen as teaching assistants. */
export async function readClass(
  records: Records,
  guild: string,
  lesson: LessonOfClass,
  nameOf: NameOf = nameless,
): Promise<ClassFacts> {
  // SQLite answers in this very thread: between two questions others get their turn.
  const roster = await records.roster.all(guild);
  const staff = await records.staff.all(guild);
  const standings = await records.progress.latestTodos(guild, lesson.slug);
  await othersFirst();
  const figures = await records.attempts.figures(guild, lesson.slug);
  await othersFirst();
  const outcomes = await records.attempts.latestOutcomes(guild, lesson.slug);
  await othersFirst();
  const hintLines = await records.progress.hintsOfClass(guild, lesson.slug);
  const attempts = new Map(figures.map((one) => [one.user, one]));
  const hints = new Map(
    [...Map.groupBy(hintLines, (line) => line.user)].map(([user, taken]) => [
      user,
      taken.map((line) => line.todo),
    ]),
  );
  const seen = new Map(standings.map((standing) => [standing.user, standing]));
  const newest = new Map(outcomes.map((outcome) => [outcome.user, outcome]));
  const listed = new Map(roster.flatMap((line) => (line.user === null ? [] : [[line.user, line]])));

  const factsOf = (user: string, line: RosterLine | null): StudentFacts => {
    const own = attempts.get(user);
    const latest = newest.get(user) ?? null;
    const looked = seen.get(user);
    const lastAt = Math.max(looked?.at ?? 0, latest?.receivedAt ?? 0);
    return {
      user,
      name: line?.name ?? nameOf(user),
      number: line?.number ?? null,
      section: line?.section ?? null,
      todos: looked?.todos ?? {},
      attempts: own?.rated ?? 0,
      passedAt: own?.passedAt ?? null,
      latest:
        latest === null
          ? null
          : {
              at: latest.receivedAt,
              outcome: latest.outcome,
              failure: latest.failure,
            },
      lastAt: lastAt === 0 ? null : lastAt,
    };
  };

  const active = new Set([...seen.keys(), ...attempts.keys(), ...hints.keys()]);
  const students = [
    ...[...active]
      .filter((user) => listed.has(user) || !staff.has(user))
      .map((user) => factsOf(user, listed.get(user) ?? null)),
    ...roster
      .filter((line) => line.user === null || !active.has(line.user))
      .map(
        (line): StudentFacts =>
          line.user === null
            ? {
                user: null,
                name: line.name,
                number: line.number,
                section: line.section,
                todos: {},
                attempts: 0,
                passedAt: null,
                latest: null,
                lastAt: null,
              }
            : factsOf(line.user, line),
      ),
  ];
  return { students, hints, roster };
}
