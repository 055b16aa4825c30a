import type { TodoState } from './class-view.ts';

/** States of a student's TODOs at a check, with its time (Unix milliseconds). */
export interface TodosSeen {
  readonly at: number;
  readonly todos: Readonly<Record<number, TodoState>>;
}

/** A longer gap counts as a break: nobody thinks about one line for that long without looking at anything. Milliseconds. */
const breakAfter = 20 * 60_000;

/**
 * Estimates how long a student worked on each TODO: the time between two activities is attributed to the first TODO that was open at its
 * beginning. Breaks are not counted, so this is a lower bound.
 *
 * @param signs times of all of the student's activities in the lesson: checks, hints, submissions
 * @returns milliseconds by TODO number
 */
export function timeOnTodos(
  todos: readonly number[],
  seen: readonly TodosSeen[],
  signs: readonly number[],
): Readonly<Record<number, number>> {
  const moments = [...new Set([...signs, ...seen.map(({ at }) => at)])].sort((a, b) => a - b);
  const history = [...seen].sort((a, b) => a.at - b.at);
  const spent: Record<number, number> = {};
  let next = 0;
  let open = todos[0];
  for (const [i, from] of moments.entries()) {
    for (
      let observation = history[next];
      observation !== undefined && observation.at <= from;
      observation = history[next]
    ) {
      const known = observation.todos;
      open = todos.find((n) => known[n] !== 'done');
      next += 1;
    }
    const until = moments[i + 1];
    if (until === undefined || open === undefined || until - from > breakAfter) continue;
    spent[open] = (spent[open] ?? 0) + (until - from);
  }
  return spent;
}
