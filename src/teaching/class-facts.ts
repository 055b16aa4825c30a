import { setImmediate as othersFirst } from 'node:timers/promises';
import type { StudentFacts } from '../grading/class-view.ts';
import type { TodosSeen } from '../grading/time-on-todos.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { AttemptFigures, Records, RosterLine } from '../records/records.ts';

/** The parts of a lesson that figures of a class need. */
export type LessonOfClass = Pick<Lesson, 'slug' | 'title' | 'todos'>;

/** A name for an account that is not on the class list, from memory; null when there is none. */
export type NameOf = (user: string) => string | null;
export const nameless: NameOf = () => null;

/** All that the records know of a class in one lesson: a handful of questions, however many students there are. */
export interface ClassFacts {
  readonly students: readonly StudentFacts[];
  readonly hints: ReadonlyMap<string, readonly number[]>;
  readonly roster: readonly RosterLine[];
}

/** Rows of the records, each by its student. */
interface FactsByUser {
  readonly attempts: ReadonlyMap<string, AttemptFigures>;
  readonly todos: ReadonlyMap<string, TodosSeen>;
  readonly latest: ReadonlyMap<string, NonNullable<StudentFacts['latest']>>;
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
  const hints = new Map(
    [...Map.groupBy(hintLines, (line) => line.user)].map(([user, taken]) => [
      user,
      taken.map((line) => line.todo),
    ]),
  );
  const byUser: FactsByUser = {
    attempts: new Map(figures.map((one) => [one.user, one])),
    todos: new Map(standings.map((one) => [one.user, one])),
    latest: new Map(
      outcomes.map(({ user, receivedAt, outcome, failure }) => [user, { at: receivedAt, outcome, failure }]),
    ),
  };
  const listed = new Map(roster.flatMap((line) => (line.user === null ? [] : [[line.user, line]])));
  const active = new Set([...byUser.todos.keys(), ...byUser.attempts.keys(), ...hints.keys()]);
  const students = [
    ...[...active]
      .filter((user) => listed.has(user) || !staff.has(user))
      .map((user) => factsOf(user, listed.get(user) ?? null, byUser, nameOf)),
    ...roster
      .filter((line) => line.user === null || !active.has(line.user))
      .map((line) =>
        line.user === null ? factsWithoutAccount(line) : factsOf(line.user, line, byUser, nameOf),
      ),
  ];
  return { students, hints, roster };
}

function factsOf(user: string, line: RosterLine | null, byUser: FactsByUser, nameOf: NameOf): StudentFacts {
  const attempts = byUser.attempts.get(user);
  const latest = byUser.latest.get(user) ?? null;
  const todos = byUser.todos.get(user);
  const lastAt = Math.max(todos?.at ?? 0, latest?.at ?? 0);
  return {
    user,
    name: line?.name ?? nameOf(user),
    number: line?.number ?? null,
    section: line?.section ?? null,
    todos: todos?.todos ?? {},
    attempts: attempts?.rated ?? 0,
    passedAt: attempts?.passedAt ?? null,
    latest,
    lastAt: lastAt === 0 ? null : lastAt,
  };
}

/** Of somebody on the list whose Discord account is not known. */
const factsWithoutAccount = ({ name, number, section }: RosterLine): StudentFacts => ({
  user: null,
  name,
  number,
  section,
  todos: {},
  attempts: 0,
  passedAt: null,
  latest: null,
  lastAt: null,
});
